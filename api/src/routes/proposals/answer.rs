//! `POST /api/v1/proposals/{id}/answer`: what the moderators say of a proposal, in public.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::participation::Answer;
use serde::Serialize;
use utoipa::ToSchema;

use super::IdeaView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, proposal_answer};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerRequest {
    /// `accepted`: it will be done; `declined`: it will not; `done`: it is.
    #[schema(example = "accepted")]
    state: String,
    /// Why. Everybody can read it.
    #[schema(max_length = 2000)]
    answer: String,
}

/// Answer a proposal
///
/// For moderators, in public. A later answer takes the place of the one before: accepted becomes done.
#[utoipa::path(
    post,
    path = "/api/v1/proposals/{id}/answer",
    operation_id = "answerProposal",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the proposal")),
    request_body(content = AnswerRequest, content_type = "application/json"),
    responses((status = 200, description = "Answered", body = IdeaView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    submission.caller.permit(&state, Action::Decide, None).await?;
    let (new, text) = read_whole(&submission.body, proposal_answer)?;
    let (by, at) = (submission.caller.account.id, state.clock().now());
    let answer = Answer { state: &new, text: &text, by, at };
    let idea = moderation::answer_proposal(&mut *state.acquire().await?, id.as_uuid(), &answer).await?;
    Body::json(&IdeaView::new(idea, state.site()))
}
