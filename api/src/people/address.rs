//! Another e-mail address: confirmed by a link that goes there, and told to the old one.

use plainpied_criteria::Lang;
use plainpied_store::account::{self, Account, MailLink};
use plainpied_store::{Connection, StoreError};
use time::Duration;

use super::letters::{self, Noticed};
use super::signing_in::usable;
use crate::auth::Token;
use crate::extract::language_named;
use crate::mail::{Addressee, post};
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::AppState;
use crate::web::Tongue;

/// The link is good for so long.
const VALID: Duration = Duration::DAY;
/// Links that one address is sent in a day.
const MOST_LINKS: i64 = 5;

/// An address that is to count from now on.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// Whose.
    pub account: &'a Account,
    /// The new one, lower case.
    pub email: &'a str,
    /// The language of the mails.
    pub lang: Lang,
}

/// Sends a link to the new address and a notice to the old one. Whether another account has the new one is not told.
///
/// # Errors
/// 429 where it was sent too many.
pub(crate) async fn ask_to_change(state: &AppState, site: &Site, change: &Change<'_>) -> Result<(), Problem> {
    let now = state.clock().now();
    let token = Token::of(rand::random());
    let link = MailLink {
        token_hash: token.hash(),
        email: change.email.to_owned(),
        account: Some(change.account.id),
        language: change.lang.code().to_owned(),
        next: "/account".to_owned(),
        created_at: now,
        expires_at: now + VALID,
        used_at: None,
    };
    let address = site.url(&Tongue(change.lang).to(&format!("/account/address/{}", token.as_str())));
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    if account::count_links(&mut transaction, change.email, now - VALID).await? >= MOST_LINKS {
        return Err(Problem::new(&code::TOO_MANY_REQUESTS).retry_after(3_600));
    }
    account::add_link(&mut transaction, &link).await?;
    let letter = letters::confirm_address(change.lang, address, link.expires_at);
    post(&mut transaction, Addressee(change.email), &letter, now).await?;
    if let Some(old) = &change.account.email {
        let letter = letters::notice(change.lang, Noticed::Asked);
        post(&mut transaction, Addressee(old), &letter, now).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    state.mailer().wake();
    Ok(())
}

/// The address that a link confirms, which does not use it up.
///
/// # Errors
/// 401 for a link that is none of ours, 410 for one that was used or is too old.
pub(crate) async fn promised_change(state: &AppState, token: &str) -> Result<String, Problem> {
    let mut connection = state.acquire().await?;
    Ok(usable(&mut connection, token, (state.clock().now(), true)).await?.email)
}

/// Changes the address by a link, and tells the old one.
///
/// # Errors
/// As [`promised_change`]; 409 where another account has it, which only the reader of its mail learns.
pub(crate) async fn change_address(state: &AppState, token: &str) -> Result<(), Problem> {
    let now = state.clock().now();
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let link = usable(&mut transaction, token, (now, true)).await?;
    let whose = link.account.unwrap_or_default();
    let Some(found) = account::find(&mut transaction, &whose.to_string()).await? else {
        return Err(Problem::new(&code::SPENT_LINK).detail("the account is no longer there"));
    };
    if !account::use_link(&mut transaction, &link.token_hash, now).await? {
        return Err(Problem::new(&code::SPENT_LINK));
    }
    if !account::set_email(&mut transaction, whose, &link.email).await? {
        return Err(Problem::new(&code::TAKEN_ADDRESS));
    }
    if let Some(old) = found.email.filter(|old| *old != link.email) {
        let letter = letters::notice(language_named(&link.language).unwrap_or_default(), Noticed::Changed);
        post(&mut transaction, Addressee(&old), &letter, now).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    state.mailer().wake();
    Ok(())
}
