use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use plainpied_domain::access::{Action, Refusal, Scopes, Ties, permit};
use plainpied_domain::{EstablishmentId, Origin};
use plainpied_store::account::{self, Account, KnownKey};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::session::SignedIn;
use super::{hash_of, prefix_of};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};

/// The last use of a key is written down so often.
const TOUCH: Duration = Duration::HOUR;

/// Who asks. Extracted from the header `Authorization: Api-Key <key>`, or `Bearer <key>`; without it from the cookie of
/// a session.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The account.
    pub account: Account,
    scopes: Scopes,
    by: By,
}

/// By what somebody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum By {
    /// A key; `bound`: to the pages of an origin, where everybody can read it.
    Key {
        /// Whether it is.
        bound: bool,
    },
    /// A session.
    Session(Uuid),
}

impl Caller {
    pub(super) fn new(account: Account, scopes: Scopes, by: By) -> Self {
        Self { account, scopes, by }
    }

    /// How far it reaches.
    pub fn scopes(&self) -> Scopes {
        self.scopes
    }

    /// The session.
    ///
    /// # Errors
    /// 403 for a key: what only the person may do, no program may.
    pub fn session(&self) -> Result<Uuid, Problem> {
        match self.by {
            By::Session(session) => Ok(session),
            By::Key { .. } => {
                Err(Problem::new(&code::NOT_ALLOWED)
                    .detail("only whoever is signed in may do this, and no key"))
            }
        }
    }

    /// Whether it is a key that everybody can read.
    pub fn is_public(&self) -> bool {
        self.by == By::Key { bound: true }
    }

    /// What this account has to do with an establishment, where it may do this to it.
    ///
    /// # Errors
    /// 403 with the reason.
    pub async fn permit(
        &self,
        state: &AppState,
        action: Action,
        establishment: Option<EstablishmentId>,
    ) -> Result<Ties, Problem> {
        self.permit_as(state, action, establishment, false).await
    }

    /// [`Caller::permit`] where the account may be the author of what the action is about.
    ///
    /// # Errors
    /// 403 with the reason.
    pub async fn permit_as(
        &self,
        state: &AppState,
        action: Action,
        establishment: Option<EstablishmentId>,
        author: bool,
    ) -> Result<Ties, Problem> {
        let ties = match establishment {
            Some(id) => Ties { author, ..self.ties(state, id).await? },
            None => Ties { manages: false, author },
        };
        permit(action, self.account.role, ties, self.scopes).map_err(refused)?;
        Ok(ties)
    }

    /// What this account has to do with an establishment, whoever wrote of it.
    ///
    /// # Errors
    /// The database cannot answer.
    pub async fn ties(&self, state: &AppState, id: EstablishmentId) -> Result<Ties, Problem> {
        let manages = state.query(async |connection| account::manages(connection, self.account.id, id).await);
        Ok(Ties { manages: manages.await?, author: false })
    }

    /// Whether this account may do this where it has these [`ties`](Self::ties).
    pub fn may(&self, action: Action, ties: Ties) -> bool {
        permit(action, self.account.role, ties, self.scopes).is_ok()
    }

    /// On whose word it writes, and when that was seen.
    pub fn origin(&self, ties: Ties, observed: Date) -> Origin {
        Origin { source: self.account.speaks_as(ties.manages), observed: Some(observed) }
    }
}

fn refused(refusal: Refusal) -> Problem {
    let problem = Problem::new(&code::NOT_ALLOWED).detail(refusal.to_string());
    match refusal {
        Refusal::Scope(scope) => problem.with("scope", scope.as_str()),
        Refusal::Role(_) => problem,
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    /// # Errors
    /// 401 without a key or session, or with a key that is none, expired, taken back, or of a blocked account; 403 where
    /// a session would change something without its token.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        if !parts.headers.contains_key(header::AUTHORIZATION)
            && let Some(signed_in) = SignedIn::of_request(parts, state).await?
        {
            return Ok(signed_in.caller());
        }
        let given = credentials(&parts.headers)?;
        let Some(prefix) = prefix_of(given) else {
            return Err(invalid("it has not the form of a key", None));
        };
        let known = state.query(async |connection| account::key(connection, prefix).await).await?;
        // Unknown and wrong keys get one answer. Digests of random keys are compared: how long that takes tells nothing.
        let known = known
            .filter(|known| known.hash == hash_of(given))
            .ok_or_else(|| invalid("there is no such key", Some(prefix)))?;
        let now = state.clock().now();
        usable(&known, &parts.headers, now).map_err(|reason| invalid(reason, Some(prefix)))?;
        if known.last_used_at.is_none_or(|last| now - last > TOUCH) {
            in_time(async { account::touch_key(&mut *state.pool().acquire().await?, prefix, now).await })
                .await?;
        }
        let by = By::Key { bound: known.origin.is_some() };
        Ok(Self { account: known.account, scopes: known.scopes, by })
    }
}

/// Why a key that exists is of no use.
fn usable(known: &KnownKey, headers: &HeaderMap, now: OffsetDateTime) -> Result<(), &'static str> {
    if known.revoked_at.is_some() {
        return Err("the key was taken back");
    }
    if known.expires_at.is_some_and(|end| end <= now) {
        return Err("the key has expired");
    }
    if known.account.blocked_at.is_some() {
        return Err("the account is blocked");
    }
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    match known.origin.as_deref() {
        Some(bound) if origin != Some(bound) => Err("the key belongs to another origin"),
        _ => Ok(()),
    }
}

fn credentials(headers: &HeaderMap) -> Result<&str, Problem> {
    if !headers.contains_key(header::AUTHORIZATION) {
        return Err(Problem::new(&code::NOT_SIGNED_IN));
    }
    given_key(headers).ok_or_else(|| invalid("the header is read as: Api-Key <key>", None))
}

/// What a request sends as a key.
pub(crate) fn given_key(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("api-key") || scheme.eq_ignore_ascii_case("bearer");
    known.then(|| key.trim())
}

/// The log names the beginning of a key, which is no secret.
fn invalid(reason: &'static str, prefix: Option<&str>) -> Problem {
    tracing::info!(prefix, reason, "key refused");
    Problem::new(&code::INVALID_KEY).detail(reason)
}
