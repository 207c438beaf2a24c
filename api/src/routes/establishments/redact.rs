//! `POST /api/v1/establishments/{id}/versions/{version}/redact`: take a text out of the history.

use axum::extract::State;
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::versions::PathVersion;
use crate::extract::{Faults, Members, NoParams, Params, read_whole};
use crate::moderation::{self, Desk, RedactedView, Redaction};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors, optional_line};

/// What is taken out, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RedactRequest {
    /// The member that holds the text, as a JSON Pointer into the difference of the version: `/name`, `/phone`,
    /// `/criteria/commentaire`; `/reason` is the reason of the version.
    #[schema(example = "/criteria/commentaire")]
    member: String,
    /// Why: it stands in the history.
    #[schema(max_length = 300, example = "Names a private person.")]
    reason: String,
    /// What stands in its place; needed for a name that is the present one.
    #[schema(max_length = 255)]
    replacement: Option<String>,
}

/// Take a text out
///
/// For moderators. The version stays, with a mark in the place of the text; the same text of the same member goes from all
/// other versions, and from the present record by a version of its own. It cannot be brought back.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/versions/{version}/redact",
    operation_id = "redactVersion",
    tag = "moderation",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        ("version" = i32, Path, minimum = 1, description = "The version that said it"),
    ),
    request_body(content = RedactRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Taken out", body = RedactedView),
        (status = 409, description = "It was taken out already", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathVersion(establishment, version): PathVersion,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    submission.caller.permit(&state, Action::Redact, Some(establishment)).await?;
    let (member, why, replacement) = read_whole(&submission.body, read)?;
    let redaction = Redaction { establishment, version, member, why, replacement };
    let desk = Desk::of(&state).await?;
    let by = (&submission.caller.account, state.clock().now());
    let redacted = moderation::redact(&mut *state.acquire().await?, &desk.room(), &redaction, by).await?;
    state.wake();
    state.mailer().wake();
    Body::json(&redacted)
}

fn read(members: &mut Members<'_>, faults: &mut Faults) -> (String, String, Option<String>) {
    let member = members.text("member", faults).unwrap_or_default();
    let why = optional_line(members, ("reason", 300), faults);
    let replacement = optional_line(members, ("replacement", 255), faults);
    if why.is_none() && faults.is_empty() {
        faults.add("/reason", "why is to stand in the history", None);
    }
    (member, why.unwrap_or_default(), replacement)
}
