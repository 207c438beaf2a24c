//! `POST /api/v1/claims/{id}/decision`: whether somebody speaks for an establishment.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::moderation::Decision;
use serde::Serialize;
use utoipa::ToSchema;

use super::ClaimView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, answer, decision, needed_answer};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// A decision on a claim.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimDecisionRequest {
    /// `accepted` or `rejected`.
    #[schema(example = "accepted")]
    decision: String,
    /// What the claimant is told; needed where it is refused.
    #[schema(max_length = 1000)]
    answer: Option<String>,
}

/// Decide on a claim
///
/// For moderators, once. Who is accepted manages the establishment from then on, and is told.
#[utoipa::path(
    post,
    path = "/api/v1/claims/{id}/decision",
    operation_id = "decideClaim",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the claim")),
    request_body(content = ClaimDecisionRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Decided", body = ClaimView),
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
    let (decision, answer) = read_whole(&submission.body, |members, faults| {
        let decision = decision(members, &["accepted", "rejected"], faults);
        let answer = if decision == "rejected" { needed_answer } else { answer }(members, faults);
        (decision, answer)
    })?;
    let (accepted, by) = (decision == "accepted", submission.caller.account.id);
    let decision = Decision { accepted, answer: &answer, by, at: state.clock().now() };
    let mut connection = state.acquire().await?;
    let claim = moderation::decide_claim(&mut connection, state.site(), id.as_uuid(), &decision).await?;
    state.mailer().wake();
    Body::json(&ClaimView::new(claim, state.site()))
}
