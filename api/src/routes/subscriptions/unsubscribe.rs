//! `/unsubscribe/{token}`: ends a subscription without signing in (RFC 8058). Looking at it ends nothing: programs that
//! check mails follow links too.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;

use crate::extract::{LangParams, Params, path_part};
use crate::problem::Problem;
use crate::state::AppState;
use crate::subscriptions;
use crate::web::{self, UnsubscribePage};

/// Extracts what is sealed in the link.
pub(crate) struct PathToken(String);

impl<S: Send + Sync> FromRequestParts<S> for PathToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_part(parts, state).await.map(Self)
    }
}

/// The page with the button.
pub(crate) async fn page(
    State(state): State<AppState>,
    PathToken(token): PathToken,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let goes_on = subscriptions::of_token(&state, &token).await?.is_some();
    Ok(web::private(web::page(&UnsubscribePage::new(lang, &token, goes_on))?))
}

/// The button, and the one click of a mail program. What the body holds does not matter.
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathToken(token): PathToken,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    if let Some(subscription) = subscriptions::of_token(&state, &token).await? {
        subscriptions::end(&state, subscription.id).await?;
    }
    Ok(web::private(web::page(&UnsubscribePage::new(lang, &token, false))?))
}
