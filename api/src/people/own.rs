//! Name, language and password.

use plainpied_criteria::Lang;
use plainpied_store::account;
use plainpied_store::{Connection, StoreError};
use uuid::Uuid;

use super::letters::{self, Noticed};
use crate::auth::password;
use crate::extract::language_named;
use crate::mail::{Addressee, post};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::writing::{email, line};

/// Characters of a name.
const LONGEST_NAME: usize = 100;

/// A name to be shown beside contributions.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn name_of(text: &str) -> Result<String, String> {
    line(text, LONGEST_NAME)
}

/// An e-mail address as accounts have it: lower case.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn email_of(text: &str) -> Result<String, String> {
    email(text).map(|text| text.to_lowercase())
}

/// A password that is long enough.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn password_of(text: &str) -> Result<String, String> {
    if password::LENGTH.contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    let (least, most) = (password::LENGTH.start(), password::LENGTH.end());
    Err(format!("must have {least} to {most} characters"))
}

/// Changes name and language; none: as before.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn describe(
    state: &AppState,
    id: Uuid,
    (name, lang): (Option<&str>, Option<Lang>),
) -> Result<(), Problem> {
    let mut connection = state.acquire().await?;
    in_time(account::describe(&mut connection, id, (name, lang.map(|lang| lang.code())))).await
}

/// Sets the password, or takes it away, ends the other sessions, and tells the person by mail.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn set_password(
    state: &AppState,
    (id, session): (Uuid, Uuid),
    given: Option<String>,
) -> Result<(), Problem> {
    let hash = match given {
        Some(given) => Some(password::hash(given).await?),
        None => None,
    };
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    account::set_password(&mut transaction, id, hash.as_deref()).await?;
    account::end_sessions(&mut transaction, id, Some(session)).await?;
    let found = account::find(&mut transaction, &id.to_string()).await?;
    let profile = account::profile(&mut transaction, id).await?;
    let (Some(found), Some(profile)) = (found, profile) else {
        return Err(Problem::new(&code::NOT_SIGNED_IN));
    };
    if let Some(email) = &found.email {
        let letter =
            letters::notice(language_named(&profile.language).unwrap_or_default(), Noticed::Password);
        post(&mut transaction, Addressee(email), &letter, state.clock().now()).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    state.mailer().wake();
    Ok(())
}
