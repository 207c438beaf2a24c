//! `POST /api/v1/suggestions/{id}/assign`: who looks after a suggestion.

use axum::extract::State;
use plainpied_domain::access::Action;

use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, AssignRequest, Assignee, SuggestionView};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Assign a suggestion
///
/// To oneself unless another moderator is named. Whoever it is assigned to, any moderator may decide.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/{id}/assign",
    operation_id = "assignSuggestion",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the suggestion")),
    request_body(content = Option<AssignRequest>, content_type = "application/json"),
    responses(
        (status = 200, description = "Assigned", body = SuggestionView),
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
    let assignee = read_whole(&submission.body, Assignee::read)?;
    let (id, mut connection) = (id.as_uuid(), state.acquire().await?);
    let assignee = assignee.account(&mut connection, submission.caller.account.id).await?;
    moderation::assign(&mut connection, id, assignee).await?;
    let record = moderation::found(&mut connection, id).await?;
    Body::json(&SuggestionView::new(record, state.site()))
}
