//! `POST /api/v1/establishments/{id}/versions/{version}/revert`: undo one version.

use axum::extract::State;
use axum::response::Response;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::{Action, Ties};
use plainpied_store::account;
use serde_json::json;

use super::versions::{PathVersion, version_of};
use crate::auth::Caller;
use crate::extract::Params;
use crate::moderation::SuggestionView;
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{
    Asked, Job, ReasonRequest, Reviewed, Submission, WriteErrors, WriteParams, WrittenView, review,
};

/// Undo a version
///
/// Everything that this version changed goes back to what it was, save what was changed again since: `kept` names it. The
/// undoing is a version of its own. Authors may undo what they wrote.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/versions/{version}/revert",
    operation_id = "revertVersion",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        ("version" = i32, Path, minimum = 1, description = "The version to undo"),
        WriteParams,
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = Option<ReasonRequest>, content_type = "application/json"),
    responses(
        (status = 200, description = "Undone, or nothing was left to undo", body = WrittenView),
        (status = 202, description = "Waits for a moderator; Location has its address", body = SuggestionView),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathVersion(id, version): PathVersion,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    revert(&state, &submission, &params, (id, version)).await
}

/// What an account has to do with a version, where it may undo it.
///
/// # Errors
/// 403, 404.
pub(crate) async fn may_revert(
    state: &AppState,
    caller: &Caller,
    (id, version): (EstablishmentId, i32),
) -> Result<Ties, Problem> {
    let found = version_of(state, id, version).await?;
    let author = found.actor == account::actor(caller.account.id);
    caller.permit_as(state, Action::Revert, Some(id), author).await
}

/// Undoes a version, or lets the undoing wait for a moderator.
///
/// # Errors
/// 403, 404, 422.
pub(crate) async fn revert(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    (id, version): (EstablishmentId, i32),
) -> Result<Response, Problem> {
    let caller = &submission.caller;
    let ties = may_revert(state, caller, (id, version)).await?;
    let origin = caller.origin(ties, state.clock().now().date());
    let reason = submission.reason()?;
    let mut body = json!({ "version": version });
    body.as_object_mut()
        .zip(reason.clone())
        .map(|(body, reason)| body.insert("reason".into(), reason.into()));
    let job = (Job::Revert { id, version, origin }, reason);
    let reviewed = Reviewed { asked: Asked::Revert(id), ties, body: &body };
    review(state, submission, params, job, reviewed).await
}
