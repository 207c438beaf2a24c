//! `PUT /api/v1/establishments/{id}/criteria`: all answers of an establishment.

use axum::extract::State;
use axum::response::Response;

use crate::extract::{Params, PathId};
use crate::moderation::SuggestionView;
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Asked, Submission, WriteErrors, WriteParams, WrittenView, submit};

/// Replace all answers
///
/// The body is an object of answers by criterion, as `criteria` of a record. What it does not hold becomes unknown, save
/// what a better source answered: `kept` names it.
#[utoipa::path(
    put,
    path = "/api/v1/establishments/{id}/criteria",
    operation_id = "replaceCriteria",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        WriteParams,
        ("If-Match" = Option<String>, Header, description = "Only if this is still its version: the ETag of an answer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = Object, content_type = "application/json", example = json!({"entree_plain_pied": true})),
    responses(
        (status = 200, description = "Written, or nothing new was said", body = WrittenView),
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
    submit(&state, &submission, &params, Asked::Replace(id)).await
}
