//! Signing in by a link or a password. Whether an account exists is told to nobody but who reads its mail: a link is
//! asked for, and sent, without a look at the accounts.

use axum::http::{HeaderMap, HeaderValue};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Role;
use plainpied_store::account::{self, Account, MailLink};
use plainpied_store::{Connection, PgConnection, StoreError};
use time::{Duration, OffsetDateTime};

use super::letters;
use crate::auth::{Token, begin, next_kept, password};
use crate::mail::{Addressee, post};
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::{AppState, in_time};
use crate::web::Tongue;

/// A link signs in for so long.
const VALID: Duration = Duration::minutes(15);
/// Links that one address is sent within this time.
const WITHIN: Duration = Duration::HOUR;
const MOST_LINKS: i64 = 5;
/// Wrong passwords for one address within this time.
const LOCKED_FOR: Duration = Duration::minutes(15);
const MOST_WRONG: i64 = 10;

/// Who asks for a link.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The address, lower case.
    pub email: String,
    /// The language of the mail, and of an account that it may make.
    pub lang: Lang,
    /// Where to go afterwards.
    pub next: String,
}

/// What a link that was not used yet stands for.
#[derive(Debug)]
pub(crate) struct Promise {
    /// The address.
    pub email: String,
    /// Whether there is no account yet, and a name is wanted.
    pub new: bool,
}

/// What came of following a link.
#[derive(Debug)]
pub(crate) enum Followed {
    /// There is no account yet: a name is wanted. The link is still good.
    NameWanted,
    /// Signed in.
    Entered(Box<Entry>),
}

/// A session that has begun.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The account.
    pub account: Account,
    /// Its token.
    pub token: Token,
    /// The cookie that holds it.
    pub cookie: HeaderValue,
    /// Where to go.
    pub next: String,
}

/// Sends a link to an address, known or not.
///
/// # Errors
/// 429 where it was sent too many.
pub(crate) async fn ask(state: &AppState, site: &Site, asked: &Asked) -> Result<(), Problem> {
    let now = state.clock().now();
    let token = Token::of(rand::random());
    let link = MailLink {
        token_hash: token.hash(),
        email: asked.email.clone(),
        account: None,
        language: asked.lang.code().to_owned(),
        next: next_kept(&asked.next),
        created_at: now,
        expires_at: now + VALID,
        used_at: None,
    };
    let address = site.url(&Tongue(asked.lang).to(&format!("/signin/{}", token.as_str())));
    let letter = letters::sign_in(asked.lang, address, link.expires_at);
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    if account::count_links(&mut transaction, &asked.email, now - WITHIN).await? >= MOST_LINKS {
        return Err(too_many(WITHIN));
    }
    account::add_link(&mut transaction, &link).await?;
    post(&mut transaction, Addressee(&asked.email), &letter, now).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    state.mailer().wake();
    Ok(())
}

/// What a link stands for, which is not used up by that: programs look at the links in mails.
///
/// # Errors
/// 401 for a link that is none of ours, 410 for one that was used or is too old.
pub(crate) async fn promised(state: &AppState, token: &str) -> Result<Promise, Problem> {
    let mut connection = state.acquire().await?;
    let link = usable(&mut connection, token, (state.clock().now(), false)).await?;
    let known = in_time(account::find(&mut connection, &link.email)).await?;
    Ok(Promise { email: link.email, new: known.is_none() })
}

/// Signs in by a link, and makes the account that is not there yet.
///
/// # Errors
/// As [`promised`]; 403 where the account is blocked.
pub(crate) async fn follow(
    state: &AppState,
    token: &str,
    name: Option<&str>,
    headers: &HeaderMap,
) -> Result<Followed, Problem> {
    let now = state.clock().now();
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let link = usable(&mut transaction, token, (now, false)).await?;
    let known = match account::find(&mut transaction, &link.email).await? {
        Some(known) => known,
        None => {
            let Some(name) = name else {
                return Ok(Followed::NameWanted);
            };
            let newcomer = Newcomer { email: &link.email, language: &link.language, name };
            join(&mut transaction, newcomer, now).await?
        }
    };
    if !account::use_link(&mut transaction, &link.token_hash, now).await? {
        return Err(refused(&code::SPENT_LINK, "somebody was faster"));
    }
    let entry = enter(&mut transaction, state, known, headers).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(Followed::Entered(Box::new(Entry { next: link.next, ..entry })))
}

/// Signs in by a password. An address without an account or a password gets the same answer after the same time.
///
/// # Errors
/// 401 where they do not belong together, 429 after too many mistakes, 403 where the account is blocked.
pub(crate) async fn with_password(
    state: &AppState,
    (email, given): (&str, String),
    headers: &HeaderMap,
) -> Result<Entry, Problem> {
    let now = state.clock().now();
    let known = {
        let mut connection = state.acquire().await?;
        if account::wrong_passwords(&mut connection, email, now - LOCKED_FOR).await? >= MOST_WRONG {
            return Err(too_many(LOCKED_FOR));
        }
        account::password(&mut connection, email).await?
    };
    let right = password::is_right(given, known).await?;
    let mut connection = state.acquire().await?;
    if !right {
        account::add_wrong_password(&mut connection, email, now).await?;
        return Err(refused(&code::WRONG_PASSWORD, "address and password do not belong together"));
    }
    let found = account::find(&mut connection, email).await?;
    let found = found.ok_or_else(|| Problem::new(&code::WRONG_PASSWORD))?;
    enter(&mut connection, state, found, headers).await
}

/// The link of a token that may still be used; `changes`: one that changes an address.
///
/// # Errors
/// 401 for none of ours, 410 for one that was used or is too old.
pub(super) async fn usable(
    connection: &mut PgConnection,
    token: &str,
    (now, changes): (OffsetDateTime, bool),
) -> Result<MailLink, Problem> {
    let forged = || refused(&code::INVALID_LINK, "there is no such link");
    let token = Token::read(token).ok_or_else(forged)?;
    let link = in_time(account::link(connection, &token.hash())).await?;
    let link = link.filter(|link| link.account.is_some() == changes).ok_or_else(forged)?;
    if link.used_at.is_some() {
        return Err(refused(&code::SPENT_LINK, "the link was used already"));
    }
    if link.expires_at <= now {
        return Err(refused(&code::SPENT_LINK, "the link is too old"));
    }
    Ok(link)
}

/// Somebody who comes for the first time.
pub(super) struct Newcomer<'a> {
    pub email: &'a str,
    pub language: &'a str,
    pub name: &'a str,
}

/// Makes an account.
pub(super) async fn join(
    connection: &mut PgConnection,
    newcomer: Newcomer<'_>,
    now: OffsetDateTime,
) -> Result<Account, Problem> {
    let joined = Account {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        name: newcomer.name.to_owned(),
        email: Some(newcomer.email.to_owned()),
        role: Role::Contributor,
        source: None,
        created_at: now,
        blocked_at: None,
    };
    if account::add(connection, &joined).await?.is_none() {
        // The same person came in by another way in this moment.
        let found = account::find(connection, newcomer.email).await?;
        return found.ok_or_else(|| refused(&code::SPENT_LINK, "somebody was faster"));
    }
    account::describe(connection, joined.id, (None, Some(newcomer.language))).await?;
    Ok(joined)
}

/// Begins a session, unless the account is blocked.
pub(super) async fn enter(
    connection: &mut PgConnection,
    state: &AppState,
    account: Account,
    headers: &HeaderMap,
) -> Result<Entry, Problem> {
    if account.blocked_at.is_some() {
        return Err(refused(&code::NOT_ALLOWED, "the account is blocked"));
    }
    let (token, cookie) = begin(connection, state, account.id, headers).await?;
    Ok(Entry { account, token, cookie, next: String::new() })
}

/// The log says why, and neither whom nor by what.
pub(super) fn refused(code: &'static code::Code, reason: &'static str) -> Problem {
    tracing::info!(code = code.name, reason, "sign-in refused");
    Problem::new(code).detail(reason)
}

fn too_many(within: Duration) -> Problem {
    Problem::new(&code::TOO_MANY_REQUESTS)
        .detail("too many attempts for this address; wait a little")
        .retry_after(u32::try_from(within.whole_seconds()).unwrap_or(u32::MAX))
}
