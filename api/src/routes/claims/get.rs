//! `GET /api/v1/claims/{id}`: a claim, with what speaks for it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use plainpied_store::moderation as store;

use super::ClaimView;
use crate::auth::Caller;
use crate::extract::{NoParams, Params, PathId};
use crate::moderation;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, personal};

/// A claim
///
/// For moderators and the claimant.
#[utoipa::path(
    get,
    path = "/api/v1/claims/{id}",
    operation_id = "getClaim",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the claim")),
    responses(
        (status = 200, description = "The claim", body = ClaimView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Neither the claimant nor a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such claim", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    let mut connection = state.acquire().await?;
    let found = moderation::found_claim(&mut connection, id.as_uuid()).await;
    if !found.as_ref().is_ok_and(|claim| claim.account_id == caller.account.id) {
        caller.permit(&state, Action::Entrust, None).await?;
    }
    let claim = found?;
    let weighed = store::claimed(&mut connection, claim.establishment_id.into()).await?;
    let view = ClaimView::new(claim, state.site()).weighed(weighed);
    Ok(personal(Body::json(&view)?.into_response()))
}
