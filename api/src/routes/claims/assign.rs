//! `POST /api/v1/claims/{id}/assign`: who looks after a claim.

use axum::extract::State;
use plainpied_domain::access::Action;

use super::ClaimView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, AssignRequest, Assignee};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Assign a claim
///
/// To oneself unless another moderator is named. Whoever it is assigned to, any moderator may decide.
#[utoipa::path(
    post,
    path = "/api/v1/claims/{id}/assign",
    operation_id = "assignClaim",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the claim")),
    request_body(content = Option<AssignRequest>, content_type = "application/json"),
    responses(
        (status = 200, description = "Assigned", body = ClaimView),
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
    submission.caller.permit(&state, Action::Entrust, None).await?;
    let assignee = read_whole(&submission.body, Assignee::read)?;
    let mut connection = state.acquire().await?;
    let assignee = assignee.account(&mut connection, submission.caller.account.id).await?;
    let claim = moderation::assign_claim(&mut connection, id.as_uuid(), assignee).await?;
    Body::json(&ClaimView::new(claim, state.site()))
}
