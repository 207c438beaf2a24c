//! `PATCH /api/v1/establishments/{id}`: say something of an establishment.

use axum::extract::State;
use axum::response::Response;

use crate::extract::{Params, PathId};
use crate::moderation::SuggestionView;
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Asked, DescriptionRequest, Submission, WriteErrors, WriteParams, WrittenView, submit};

/// Describe an establishment
///
/// A JSON Merge Patch (RFC 7396): what is absent stays as it is, `null` makes it unknown, a value answers. An answer of a
/// better source is kept and yours stands beside it as a disagreement: `kept` names it. Answers under a question that is
/// closed by its parent go with it.
#[utoipa::path(
    patch,
    path = "/api/v1/establishments/{id}",
    operation_id = "updateEstablishment",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        WriteParams,
        ("If-Match" = Option<String>, Header, description = "Only if this is still its version: the ETag of an answer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content(
        (DescriptionRequest = "application/merge-patch+json"),
        (DescriptionRequest = "application/json"),
    )),
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
    submit(&state, &submission, &params, Asked::Describe(id)).await
}
