//! `POST /api/v1/proposals/{id}/answer`: what the moderators say of a proposal, in public.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::participation::{self, Answer};
use serde::Serialize;
use utoipa::ToSchema;

use super::IdeaView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::view::Body;
use crate::writing::{Submission, WriteErrors, line};

const STATES: [&str; 3] = ["accepted", "declined", "done"];

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
    let (new, text) = read_whole(&submission.body, |members, faults| {
        let new = members.text("state", faults).unwrap_or_default();
        if !STATES.contains(&new.as_str()) {
            faults.add("/state", format!("must be among {}", STATES.join(", ")), None);
        }
        let text = line(&members.text("answer", faults).unwrap_or_default(), 2_000);
        (new, text.map_err(|wrong| faults.add("/answer", wrong, None)).unwrap_or_default())
    })?;
    let (by, at) = (submission.caller.account.id, state.clock().now());
    let answer = Answer { state: &new, text: &text, by, at };
    let found = in_time(async {
        let mut connection = state.pool().acquire().await?;
        participation::answer_idea(&mut connection, id.as_uuid(), &answer).await?;
        participation::idea(&mut connection, id.as_uuid()).await
    })
    .await?;
    let idea =
        found.ok_or_else(|| Problem::new(&code::NOT_FOUND).detail("there is no such proposal").at("id"))?;
    Body::json(&IdeaView::new(idea, state.site()))
}
