//! `POST /api/v1/establishments/{id}/reopen`: a closed or withdrawn establishment is open again.

use axum::extract::State;
use axum::response::Response;
use plainpied_domain::access::Action;
use plainpied_domain::{Settlement, Status};

use super::settle;
use crate::extract::{Params, PathId};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{ReasonRequest, Submission, WriteErrors, WriteParams, WrittenView};

/// Open it again
///
/// Undoes a closing, a withdrawal or a merge. What was known of it is known again.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/reopen",
    operation_id = "reopenEstablishment",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        WriteParams,
        ("If-Match" = Option<String>, Header, description = "Only if this is still its version: the ETag of an answer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = Option<ReasonRequest>, content_type = "application/json"),
    responses((status = 200, description = "Done, or it was so already", body = WrittenView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    settle(&state, &submission, &params, (id, Action::Reopen, Settlement::Became(Status::Published))).await
}
