//! `GET /api/v1/proposals/{id}`: one proposal.

use axum::extract::State;
use plainpied_store::participation;

use super::IdeaView;
use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;

/// A proposal
///
/// What somebody would have otherwise, and what the moderators say.
#[utoipa::path(
    get,
    path = "/api/v1/proposals/{id}",
    operation_id = "getProposal",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the proposal")),
    responses(
        (status = 200, description = "The proposal", body = IdeaView),
        (status = 400, description = "Malformed id", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such proposal", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
) -> Result<Body, Problem> {
    let found = state.query(async |connection| participation::idea(connection, id.as_uuid()).await).await?;
    let idea =
        found.ok_or_else(|| Problem::new(&code::NOT_FOUND).detail("there is no such proposal").at("id"))?;
    Body::json(&IdeaView::new(idea, state.site()))
}
