//! One's own keys: made, rotated, taken back.

use plainpied_domain::access::{Scope, Scopes};
use plainpied_store::account::{self, ApiKey, KeyLimits, NewKey};
use plainpied_store::{Connection, StoreError};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::auth::{Caller, FreshKey};
use crate::extract::Faults;
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::writing::line;

/// Keys of one account that are in use.
const MOST_KEYS: usize = 50;
/// How long a key may be good for, and the old one beside its successor.
const DAYS: std::ops::RangeInclusive<i64> = 1..=3_650;
pub(crate) const OVERLAP_HOURS: std::ops::RangeInclusive<i64> = 0..=720;

/// A key that somebody wants, as it was asked for.
#[derive(Debug, Default, Clone)]
pub(crate) struct WantedKey {
    /// What it is for.
    pub name: String,
    /// How far it reaches: words.
    pub scopes: Vec<String>,
    /// Days until it expires; none: it does not.
    pub days: Option<i64>,
    /// For browsers: the only origin that may use it.
    pub origin: Option<String>,
    /// Requests a day; none: no limit of its own.
    pub requests_a_day: Option<i64>,
    /// Requests a second, no more than an address may ask; none: as many.
    pub requests_a_second: Option<i64>,
}

/// A key that was just made.
#[derive(Debug)]
pub(crate) struct MadeKey {
    /// All of it, this once.
    pub secret: String,
    /// As it is listed.
    pub key: ApiKey,
}

/// The keys of an account, the newest first.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn keys(state: &AppState, account: Uuid) -> Result<Vec<ApiKey>, Problem> {
    let mut connection = state.acquire().await?;
    in_time(account::keys(&mut connection, account)).await
}

/// Makes a key.
///
/// # Errors
/// 422 with every field that is wrong; 403 for scopes that whoever asks has not.
pub(crate) async fn make(state: &AppState, caller: &Caller, wanted: &WantedKey) -> Result<MadeKey, Problem> {
    let read = read(wanted, state.http().rate.map(|rate| i64::from(rate.per_second.get())))?;
    if let Some(scope) = read.scopes.iter().find(|scope| !caller.scopes().has(*scope)) {
        let detail = "a key cannot make one that reaches further than itself";
        return Err(Problem::new(&code::NOT_ALLOWED).detail(detail).with("scope", scope.as_str()));
    }
    let now = state.clock().now();
    let in_use = keys(state, caller.account.id).await?;
    if in_use.iter().filter(|key| is_in_use(key, now)).count() >= MOST_KEYS {
        return Err(Problem::new(&code::NOT_ALLOWED).detail(format!("at most {MOST_KEYS} keys at once")));
    }
    let fresh = FreshKey::of(rand::random());
    let expires_at = wanted.days.map(|days| now + Duration::days(days));
    let key = NewKey {
        prefix: &fresh.prefix,
        hash: &fresh.hash,
        account: caller.account.id,
        name: &read.name,
        scopes: read.scopes,
        origin: read.origin.as_deref(),
        limits: read.limits,
        created_at: now,
        expires_at,
    };
    let mut connection = state.acquire().await?;
    account::add_key(&mut connection, &key).await?;
    made(&mut connection, caller.account.id, fresh).await
}

/// Makes a key like another one, which goes on for `overlap_hours`.
///
/// # Errors
/// 404 where the account has no such key in use.
pub(crate) async fn rotate(
    state: &AppState,
    caller: &Caller,
    (prefix, overlap_hours): (&str, i64),
) -> Result<MadeKey, Problem> {
    let now = state.clock().now();
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let found = account::keys(&mut transaction, caller.account.id).await?.into_iter();
    let old = found.into_iter().find(|key| key.prefix == prefix && is_in_use(key, now)).ok_or_else(absent)?;
    let scopes: Scopes = old.scopes.iter().filter_map(|scope| scope.parse().ok()).collect();
    if let Some(scope) = scopes.iter().find(|scope| !caller.scopes().has(*scope)) {
        return Err(Problem::new(&code::NOT_ALLOWED).with("scope", scope.as_str()));
    }
    let fresh = FreshKey::of(rand::random());
    let key = NewKey {
        prefix: &fresh.prefix,
        hash: &fresh.hash,
        account: caller.account.id,
        name: &old.name,
        scopes,
        origin: old.origin.as_deref(),
        limits: KeyLimits { a_day: old.requests_a_day, a_second: old.requests_a_second },
        created_at: now,
        // As long as the old one was to last.
        expires_at: old.expires_at.map(|end| now + (end - old.created_at)),
    };
    account::add_key(&mut transaction, &key).await?;
    let end = now + Duration::hours(overlap_hours);
    let end = old.expires_at.map_or(end, |before| before.min(end));
    account::expire_key(&mut transaction, prefix, end).await?;
    let made = made(&mut transaction, caller.account.id, fresh).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(made)
}

/// Takes a key back, at once.
///
/// # Errors
/// 404 where the account has no such key in use.
pub(crate) async fn revoke(state: &AppState, account: Uuid, prefix: &str) -> Result<(), Problem> {
    let now = state.clock().now();
    let mut connection = state.acquire().await?;
    let found = in_time(account::keys(&mut connection, account)).await?;
    if !found.iter().any(|key| key.prefix == prefix) {
        return Err(absent());
    }
    in_time(account::revoke_key(&mut connection, prefix, now)).await?.then_some(()).ok_or_else(absent)
}

/// Whether a key opens anything.
pub(crate) fn is_in_use(key: &ApiKey, now: OffsetDateTime) -> bool {
    key.revoked_at.is_none() && key.expires_at.is_none_or(|end| end > now)
}

async fn made(
    connection: &mut plainpied_store::PgConnection,
    account: Uuid,
    fresh: FreshKey,
) -> Result<MadeKey, Problem> {
    let found = account::keys(connection, account).await?;
    let key = found.into_iter().find(|key| key.prefix == fresh.prefix);
    Ok(MadeKey { secret: fresh.secret, key: key.ok_or_else(|| Problem::new(&code::INTERNAL))? })
}

fn absent() -> Problem {
    Problem::new(&code::NOT_FOUND).detail("there is no such key of yours in use").at("prefix")
}

struct Read {
    name: String,
    scopes: Scopes,
    origin: Option<String>,
    limits: KeyLimits,
}

/// `usual`: requests a second of an address.
fn read(wanted: &WantedKey, usual: Option<i64>) -> Result<Read, Problem> {
    let mut faults = Faults::default();
    let name = line(&wanted.name, 100).map_err(|wrong| faults.add("/name", wrong, None)).unwrap_or_default();
    let mut scopes = Vec::new();
    for (place, word) in wanted.scopes.iter().enumerate() {
        match word.parse::<Scope>() {
            Ok(scope) => scopes.push(scope),
            Err(wrong) => {
                let known = Scope::ALL.iter().map(|scope| scope.as_str());
                faults.add(&format!("/scopes/{place}"), wrong, plainpied_domain::nearest_name(word, known));
            }
        }
    }
    if wanted.scopes.is_empty() {
        faults.add("/scopes", "at least one of read, write, moderate is expected", None);
    }
    if wanted.days.is_some_and(|days| !DAYS.contains(&days)) {
        faults.add("/days", format!("must be between {} and {}", DAYS.start(), DAYS.end()), None);
    }
    let origin = wanted.origin.as_deref().map(origin).transpose();
    let origin = origin.map_err(|wrong| faults.add("/origin", wrong, None)).unwrap_or_default();
    let mut limit = |(name, given): (&str, Option<i64>), most: i64| {
        let given = given?;
        if (1..=most).contains(&given) {
            return i32::try_from(given).ok();
        }
        faults.add(&format!("/{name}"), format!("must be between 1 and {most}"), None);
        None
    };
    let a_day = limit(("requests_a_day", wanted.requests_a_day), i64::from(i32::MAX));
    let a_second =
        limit(("requests_a_second", wanted.requests_a_second), usual.unwrap_or(i64::from(i32::MAX)));
    faults.check()?;
    let limits = KeyLimits { a_day, a_second };
    Ok(Read { name, scopes: scopes.into_iter().collect(), origin, limits })
}

/// An origin as browsers send it (RFC 6454): scheme, host, port where it is not the usual one.
fn origin(text: &str) -> Result<String, &'static str> {
    const WRONG: &str = "must be an origin, as https://example.org, without a path";
    let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(WRONG)?;
    let right = !host.is_empty()
        && host.len() <= 255
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if right { Ok(text) } else { Err(WRONG) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_of_a_key_is_told() {
        let wanted = WantedKey {
            name: " ".to_owned(),
            scopes: vec!["reed".to_owned()],
            days: Some(0),
            origin: Some("https://example.org/path".to_owned()),
            requests_a_day: Some(0),
            requests_a_second: Some(21),
        };
        let problem = read(&wanted, Some(20)).err().unwrap().value();
        let told = problem["errors"].as_array().unwrap();
        let pointers: Vec<&str> = told.iter().map(|fault| fault["pointer"].as_str().unwrap()).collect();
        assert_eq!(
            pointers,
            ["/name", "/scopes/0", "/days", "/origin", "/requests_a_day", "/requests_a_second"]
        );
        assert_eq!(told[1]["nearest"], "read");
    }

    #[test]
    fn an_origin_is_what_browsers_send() {
        assert_eq!(origin("https://Example.org/"), Ok("https://example.org".to_owned()));
        assert_eq!(origin("http://localhost:3000"), Ok("http://localhost:3000".to_owned()));
        for wrong in ["", "example.org", "https://", "https://a/b", "https://u@h", "ftp://a"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
