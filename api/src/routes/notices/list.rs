//! `GET /api/v1/establishments/{id}/notices`: what is temporary there.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::current;
use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, NoticeView};

/// The notices of an establishment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticesView {
    /// Those that have not ended, the first to begin first.
    notices: Vec<NoticeView>,
}

/// Notices of an establishment
///
/// A lift out of order, works, a closed entrance: what holds now or is announced. Each lapses by itself.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/notices",
    operation_id = "listNotices",
    tag = "establishments",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    responses(
        (status = 200, description = "Its notices", body = NoticesView),
        (status = 400, description = "Malformed id", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
) -> Result<Body, Problem> {
    Body::json(&NoticesView { notices: current(&state, id).await? })
}
