//! `POST /api/v1/suggestions/{id}/accept`: what somebody suggested is written.

use axum::extract::State;
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{Faults, Members, NoParams, Params, PathId, read_whole};
use crate::moderation::{self, Acceptance, Desk, answer};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors, WrittenView};

/// How a suggestion is accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptRequest {
    /// The version that was looked at: what others changed up to it is no conflict.
    version: Option<i32>,
    /// Although a place like it is there.
    force: Option<bool>,
    /// On the moderator's own word, which wins over more sources than the author's.
    vouch: Option<bool>,
    /// What the author is told.
    #[schema(max_length = 1000)]
    answer: Option<String>,
}

/// The members of an acceptance.
pub(super) fn acceptance(members: &mut Members<'_>, faults: &mut Faults) -> Acceptance {
    Acceptance {
        version: members.parsed("version", faults),
        force: members.switch("force", faults),
        vouch: members.switch("vouch", faults),
        answer: answer(members, faults),
    }
}

/// Accept a suggestion
///
/// It is written in the name of its author, who is told. Where others changed the same since it was made, nothing is
/// written, and the answer (409) says what they changed: `version` then says that this was seen.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/{id}/accept",
    operation_id = "acceptSuggestion",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the suggestion")),
    request_body(content = Option<AcceptRequest>, content_type = "application/json"),
    responses(
        (status = 200, description = "Written", body = WrittenView),
        (status = 409, description = "Decided already, changed since, or the place is there already", body = ProblemView, content_type = "application/problem+json"),
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
    let how = read_whole(&submission.body, acceptance)?;
    let desk = Desk::of(&state).await?;
    let by = (&submission.caller.account, state.clock().now());
    let written =
        moderation::accept(&mut *state.acquire().await?, &desk.room(), (id.as_uuid(), &how), by).await?;
    state.wake();
    state.mailer().wake();
    Body::json(&written)
}
