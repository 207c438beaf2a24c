//! Signing in through a provider of identities (OpenID Connect): code flow with PKCE, state and nonce. The first time an
//! account is found, or made, by the address that the provider has verified; from then on by what it calls the person.

use axum::http::{HeaderMap, Method};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use plainpied_store::account::{self, Account, Visit};
use plainpied_store::{Connection, PgConnection, StoreError};
use time::Duration;

use super::signing_in::{Entry, Newcomer, enter, join, refused};
use super::{email_of, name_of};
use crate::auth::{Token, next_kept};
use crate::cached::Cached;
use crate::problem::{Problem, code};
use crate::state::AppState;

/// What a provider says of itself is believed for so long.
const FRESH: std::time::Duration = std::time::Duration::from_secs(600);
/// The provider has so long to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);
/// Its answers are no longer.
const LONGEST: u64 = 1024 * 1024;
/// Somebody may stay there for so long.
const AWAY: Duration = Duration::minutes(15);

/// A provider of identities.
#[derive(Debug, Clone)]
pub struct OpenIdConfig {
    /// Its address: `https://accounts.example.org`.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What it knows us by.
    pub client_secret: String,
    /// What people call it.
    pub name: String,
}

/// A provider, and what it said of itself.
pub(crate) struct OpenId {
    pub config: OpenIdConfig,
    metadata: Cached<CoreProviderMetadata>,
}

/// Why the provider gave no answer.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("the provider cannot be reached: {0}")]
    Http(#[from] ureq::Error),
    #[error("the request was given up")]
    Task(#[from] tokio::task::JoinError),
    #[error("the answer is none: {0}")]
    Answer(#[from] axum::http::Error),
}

impl OpenId {
    pub fn new(config: OpenIdConfig) -> Self {
        Self { config, metadata: Cached::default() }
    }

    async fn metadata(&self) -> Result<CoreProviderMetadata, Problem> {
        let make = async {
            let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(unavailable)?;
            CoreProviderMetadata::discover_async(issuer, &fetch).await.map_err(unavailable)
        };
        Ok(self.metadata.get(FRESH, make).await?.as_ref().clone())
    }

    fn identity(&self) -> (ClientId, Option<ClientSecret>) {
        let secret = ClientSecret::new(self.config.client_secret.clone());
        (ClientId::new(self.config.client_id.clone()), Some(secret))
    }
}

/// The address at the provider to which somebody is sent, and the state that the browser keeps.
///
/// # Errors
/// The provider or the database cannot answer.
pub(crate) async fn depart(
    state: &AppState,
    openid: &OpenId,
    next: &str,
) -> Result<(String, Token), Problem> {
    let metadata = openid.metadata().await?;
    let (id, secret) = openid.identity();
    let client = CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(redirect(state)?);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let token = Token::of(rand::random());
    let given = token.as_str().to_owned();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (address, _, nonce) = client
        .authorize_url(flow, move || CsrfToken::new(given), Nonce::new_random)
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let visit =
        Visit { nonce: nonce.secret().clone(), verifier: verifier.secret().clone(), next: next_kept(next) };
    let mut connection = state.acquire().await?;
    let now = state.clock().now();
    account::forget_visits(&mut connection, now).await?;
    account::add_visit(&mut connection, &token.hash(), &visit, now + AWAY).await?;
    Ok((address.into(), token))
}

/// Signs in whoever comes back with a code; `token`: the state, which the browser has kept too.
///
/// # Errors
/// 401 for a state, a code or an identity that is not right; 403 for an address that the provider has not verified.
pub(crate) async fn arrive(
    state: &AppState,
    openid: &OpenId,
    (token, given): (&Token, String),
    headers: &HeaderMap,
) -> Result<Entry, Problem> {
    let now = state.clock().now();
    let visit = account::take_visit(&mut *state.acquire().await?, &token.hash(), now).await?;
    let visit = visit.ok_or_else(|| refused(&code::INVALID_LINK, "nobody was sent to the provider"))?;
    let claims = claims(state, openid, &visit, given).await?;
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let found = found(&mut transaction, &claims, now).await?;
    let entry = enter(&mut transaction, state, found, headers).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(Entry { next: visit.next, ..entry })
}

/// What the provider says of whoever came back, signed by it and meant for this visit.
async fn claims(
    state: &AppState,
    openid: &OpenId,
    visit: &Visit,
    given: String,
) -> Result<CoreIdTokenClaims, Problem> {
    let metadata = openid.metadata().await?;
    let (id, secret) = openid.identity();
    let client = CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(redirect(state)?);
    let wrong = |reason| refused(&code::INVALID_LINK, reason);
    let answer = client
        .exchange_code(AuthorizationCode::new(given))
        .map_err(unavailable)?
        .set_pkce_verifier(PkceCodeVerifier::new(visit.verifier.clone()))
        .request_async(&fetch)
        .await
        .map_err(|error| wrong("the provider does not know the code").cause(error))?;
    let token = answer.id_token().ok_or_else(|| wrong("the provider gave no identity"))?;
    let claims = token.claims(&client.id_token_verifier(), &Nonce::new(visit.nonce.clone()));
    claims.cloned().map_err(|error| wrong("the identity is not right").cause(error))
}

/// The account of an identity: known, or found by a verified address, or made.
async fn found(
    connection: &mut PgConnection,
    claims: &CoreIdTokenClaims,
    now: time::OffsetDateTime,
) -> Result<Account, Problem> {
    let (issuer, subject) = (claims.issuer().as_str(), claims.subject().as_str());
    if let Some(id) = account::identified(connection, issuer, subject).await?
        && let Some(known) = account::find(connection, &id.to_string()).await?
    {
        return Ok(known);
    }
    // Anybody may tell a provider any address: only one that it has verified is somebody's.
    let email = claims.email().filter(|_| claims.email_verified() == Some(true));
    let email = email.and_then(|email| email_of(email.as_str()).ok());
    let Some(email) = email else {
        return Err(refused(&code::NOT_ALLOWED, "the provider has not verified an e-mail address"));
    };
    let account = match account::find(connection, &email).await? {
        Some(known) => known,
        None => {
            let given = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str());
            let usual = email.split('@').next().unwrap_or_default();
            let name = given.and_then(|name| name_of(name).ok()).unwrap_or_else(|| usual.to_owned());
            join(connection, Newcomer { email: &email, language: "fr", name: &name }, now).await?
        }
    };
    account::identify(connection, (issuer, subject), account.id, now).await?;
    Ok(account)
}

fn redirect(state: &AppState) -> Result<RedirectUrl, Problem> {
    let address = state.site().url("/signin/openid/back");
    RedirectUrl::new(address).map_err(|error| Problem::new(&code::INTERNAL).cause(error))
}

fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::new(&code::PROVIDER_UNAVAILABLE).cause(error)
}

/// Asks the provider. Redirects are not followed: they could lead into our own network.
async fn fetch(request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let asked = move || {
        let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false);
        let agent: ureq::Agent = config.timeout_global(Some(PATIENCE)).build().into();
        let mut response = match *request.method() {
            // Without a body at all.
            Method::GET => agent.run(request.map(|_| ()))?,
            _ => agent.run(request)?,
        };
        let bytes = response.body_mut().with_config().limit(LONGEST).read_to_vec()?;
        let mut answer = axum::http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        Ok(answer.body(bytes)?)
    };
    tokio::task::spawn_blocking(asked).await?
}
