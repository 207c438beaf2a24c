//! Sessions of browsers: a cookie whose token is known here by its hash.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Scope;
use plainpied_store::PgConnection;
use plainpied_store::account::{self, Account, NewSession};
use time::Duration;
use uuid::Uuid;

use super::caller::{By, Caller};
use super::origin::same_origin;
use super::{Token, agent};
use crate::extract::language_named;
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::{AppState, in_time};

/// A session that is not used for so long ends.
const LASTS: Duration = Duration::days(30);
/// Browsers keep cookies no longer; when a session ends is decided here.
const COOKIE_LASTS: Duration = Duration::days(400);
/// Names of cookies.
const SESSION: &str = "plainpied";
const AWAY: &str = "plainpied-away";
const DRAFTS: &str = "plainpied-drafts";
/// The last use of a session is written down so often.
const TOUCH: Duration = Duration::HOUR;
/// The token of a session against requests that other sites make browsers send.
pub(crate) const CSRF_HEADER: &str = "x-csrf-token";

/// Who looks at a page: somebody who is signed in, or anybody.
#[derive(Debug, Clone)]
pub(crate) struct Visitor(pub Option<SignedIn>);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    /// The account.
    pub account: Account,
    /// Its language.
    pub lang: Lang,
    /// The session.
    pub session: Uuid,
    /// What forms hold in `csrf`, and scripts send in `X-CSRF-Token`.
    pub csrf: String,
}

impl SignedIn {
    /// Whoever the cookie says, if the session has not ended.
    ///
    /// # Errors
    /// The database cannot answer.
    pub async fn of(headers: &HeaderMap, state: &AppState) -> Result<Option<Self>, Problem> {
        let Some(token) = token(headers, state.site(), SESSION) else {
            return Ok(None);
        };
        let now = state.clock().now();
        let read = state.query(async |connection| account::session(connection, &token.hash(), now).await);
        let Some(known) = read.await? else {
            return Ok(None);
        };
        if now - known.last_seen_at > TOUCH {
            let touch = async {
                let mut connection = state.pool().acquire().await?;
                account::touch_session(&mut connection, known.id, (now, now + LASTS)).await
            };
            in_time(touch).await?;
        }
        let lang = language_named(&known.language).unwrap_or_default();
        Ok(Some(Self { account: known.account, lang, session: known.id, csrf: token.csrf() }))
    }

    /// The same as the writing functions want it. A session reaches as far as the role.
    pub fn caller(&self) -> Caller {
        let scopes = Scope::ALL.into_iter().collect();
        Caller::new(self.account.clone(), scopes, By::Session(self.session))
    }

    /// Whether a request that changes something was meant by whoever is signed in.
    pub fn meant(&self, csrf: &str) -> bool {
        // Both are hashes of a secret: how long the comparison takes tells nothing of use.
        csrf == self.csrf
    }

    /// [`SignedIn::of`] for programs of the page: what changes something needs the token of the session.
    ///
    /// # Errors
    /// 403 without it.
    pub(super) async fn of_request(parts: &Parts, state: &AppState) -> Result<Option<Self>, Problem> {
        let signed_in = Self::of(&parts.headers, state).await?;
        let Some(found) = &signed_in else {
            return Ok(None);
        };
        if !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
            let given = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
            same_origin(&parts.headers, state.site())?;
            if !given.is_some_and(|given| found.meant(given)) {
                return Err(forged("no or a wrong X-CSRF-Token"));
            }
        }
        Ok(signed_in)
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Problem;

    /// # Errors
    /// The database cannot answer.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        SignedIn::of(&parts.headers, state).await.map(Self)
    }
}

/// 403 for a request that somebody else may have made a browser send.
pub(super) fn forged(reason: &'static str) -> Problem {
    tracing::info!(reason, "request refused as forged");
    Problem::new(&code::FORGED_REQUEST).detail(reason)
}

/// Begins a session; the cookie for it.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn begin(
    connection: &mut PgConnection,
    state: &AppState,
    account: Uuid,
    headers: &HeaderMap,
) -> Result<(Token, HeaderValue), Problem> {
    let now = state.clock().now();
    let token = Token::of(rand::random());
    let session = NewSession {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        account,
        token_hash: &token.hash(),
        agent: &agent::of(headers),
        created_at: now,
        expires_at: now + LASTS,
    };
    account::add_session(connection, &session).await?;
    let cookie = cookie(state.site(), SESSION, (token.as_str(), COOKIE_LASTS))?;
    Ok((token, cookie))
}

/// The cookie that takes the session's away.
///
/// # Errors
/// None in practice: the text is ours.
pub(crate) fn farewell(site: &Site) -> Result<HeaderValue, Problem> {
    cookie(site, SESSION, ("", Duration::ZERO))
}

/// The cookie of somebody who is at the provider of identities.
///
/// # Errors
/// None in practice: the text is ours.
pub(crate) fn away_cookie(site: &Site, token: &Token) -> Result<HeaderValue, Problem> {
    cookie(site, AWAY, (token.as_str(), Duration::minutes(15)))
}

/// What [`away_cookie`] holds.
pub(crate) fn away_token(headers: &HeaderMap, site: &Site) -> Option<Token> {
    token(headers, site, AWAY)
}

/// The cookie by which drafts of somebody without account are found again, for as long as they last.
///
/// # Errors
/// None in practice: the text is ours.
pub(crate) fn drafts_cookie(site: &Site, token: &Token, lasts: Duration) -> Result<HeaderValue, Problem> {
    cookie(site, DRAFTS, (token.as_str(), lasts))
}

/// What [`drafts_cookie`] holds.
pub(crate) fn drafts_token(headers: &HeaderMap, site: &Site) -> Option<Token> {
    token(headers, site, DRAFTS)
}

/// Read by no script, sent by no other site; over https by no other host, path or plain connection either.
fn cookie(site: &Site, name: &str, (value, lasts): (&str, Duration)) -> Result<HeaderValue, Problem> {
    let secure = if is_secure(site) { "; Secure" } else { "" };
    let text = format!(
        "{}{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
        prefix(site),
        lasts.whole_seconds()
    );
    HeaderValue::from_str(&text).map_err(|error| Problem::new(&code::INTERNAL).cause(error))
}

fn is_secure(site: &Site) -> bool {
    site.base().starts_with("https://")
}

fn prefix(site: &Site) -> &'static str {
    if is_secure(site) { "__Host-" } else { "" }
}

fn token(headers: &HeaderMap, site: &Site, name: &str) -> Option<Token> {
    let name = format!("{}{name}", prefix(site));
    let lists = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = lists.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(known, _)| *known == name).and_then(|(_, value)| Token::read(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_the_cookie_belongs_to_this_host_alone() {
        let site = Site::new(Some("https://example.org")).unwrap();
        let text = cookie(&site, SESSION, ("abc", COOKIE_LASTS)).unwrap();
        let text = text.to_str().unwrap();
        assert!(text.starts_with("__Host-plainpied=abc; Path=/; "), "{text}");
        for part in ["; HttpOnly", "; SameSite=Lax", "; Secure", "Max-Age=34560000"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"));
        assert!(
            !cookie(&Site::default(), SESSION, ("abc", COOKIE_LASTS))
                .unwrap()
                .to_str()
                .unwrap()
                .contains("Secure")
        );
    }

    #[test]
    fn a_cookie_is_found_among_others_and_only_under_its_name() {
        let value = "a".repeat(64);
        let found = |text: String, site: &Site| {
            token(&HeaderMap::from_iter([(header::COOKIE, text.parse().unwrap())]), site, SESSION).is_some()
        };
        let secure = Site::new(Some("https://example.org")).unwrap();
        assert!(found(format!("x=1; plainpied={value}; y=2"), &Site::default()));
        assert!(!found(format!("plainpied={value}"), &secure), "one that plain http may have set");
        assert!(found(format!("__Host-plainpied={value}"), &secure));
        assert!(!found("plainpied=short".to_owned(), &Site::default()));
    }
}
