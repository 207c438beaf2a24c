//! `POST /api/v1/suggestions/{id}/reject`: what somebody suggested is not written.

use axum::extract::State;
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, SuggestionView, needed_answer};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Why not.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RejectRequest {
    /// What the author is told.
    #[schema(max_length = 1000, example = "The ramp was taken away in spring.")]
    answer: String,
}

/// Refuse a suggestion
///
/// Nothing is written. The author is told why.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/{id}/reject",
    operation_id = "rejectSuggestion",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the suggestion")),
    request_body(content = RejectRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Refused", body = SuggestionView),
        (status = 409, description = "Decided already", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    submission.caller.permit(&state, Action::Review, None).await?;
    let answer = read_whole(&submission.body, needed_answer)?;
    let (by, id) = ((&submission.caller.account, state.clock().now()), id.as_uuid());
    let mut connection = state.acquire().await?;
    moderation::reject(&mut connection, state.site(), (id, &answer), by).await?;
    state.mailer().wake();
    let record = moderation::found(&mut connection, id).await?;
    Body::json(&SuggestionView::new(record, state.site()))
}
