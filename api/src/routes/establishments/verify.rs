//! `POST /api/v1/establishments/{id}/verify`: all that is known of it is still true.

use axum::extract::State;
use axum::response::Response;

use crate::extract::{Params, PathId};
use crate::moderation::SuggestionView;
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Asked, ReasonRequest, Submission, WriteErrors, WriteParams, WrittenView, submit};

/// Say that it is still true
///
/// Somebody saw that all that is known is so today: the date of the confirmation stands in the record. Where it waits for a
/// moderator, it counts from the day on which it was said.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/verify",
    operation_id = "verifyEstablishment",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        WriteParams,
        ("If-Match" = Option<String>, Header, description = "Only if this is still its version: the ETag of an answer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = Option<ReasonRequest>, content_type = "application/json"),
    responses(
        (status = 200, description = "Done, or it was so already", body = WrittenView),
        (status = 202, description = "Waits for a moderator; Location has its address", body = SuggestionView),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    submit(&state, &submission, &params, Asked::Verify(id)).await
}
