//! `GET /api/v1/suggestions/{id}`: a suggestion, with its difference to what stands now.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;

use super::examined;
use crate::auth::Reader;
use crate::extract::{LangParams, Params, PathId};
use crate::moderation::{self, SuggestionView};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::{Body, personal};

/// A suggestion
///
/// For moderators and its author; one of nobody who is known for whoever has its address. While it waits it comes with what
/// it would change now, as sentences old and new, and with what others changed since it was made.
#[utoipa::path(
    get,
    path = "/api/v1/suggestions/{id}",
    operation_id = "getSuggestion",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the suggestion"), LangParams),
    responses(
        (status = 200, description = "The suggestion", body = SuggestionView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Neither its author nor a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such suggestion", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security((), ("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<LangParams>,
    Reader(caller): Reader,
) -> Result<Response, Problem> {
    let found = moderation::found(&mut *state.acquire().await?, id.as_uuid()).await;
    match (&found, &caller) {
        (Ok(suggestion), _) if suggestion.account_id.is_none() => {}
        (Ok(suggestion), Some(caller)) if suggestion.account_id == Some(caller.account.id) => {}
        (_, Some(caller)) => _ = caller.permit(&state, Action::Review, None).await?,
        (_, None) => return Err(Problem::new(&code::NOT_SIGNED_IN)),
    }
    let view = examined(&state, found?, params.lang).await?;
    Ok(personal(Body::json(&view)?.into_response()))
}
