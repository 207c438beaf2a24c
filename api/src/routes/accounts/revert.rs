//! `POST /api/v1/accounts/{id}/revert`: undo all that an account did.

use axum::extract::State;
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{NoParams, Params, PathId};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{self, ReasonRequest, Submission, WriteErrors, WrittenView};

/// What was undone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevertedView {
    /// Establishments that the account had written to and that were changed back.
    establishments: Vec<WrittenView>,
}

/// Undo all that an account did
///
/// For moderators. In every establishment that the account wrote to, its changes go back to what was before, save what
/// others changed since; an establishment that nobody else touched is withdrawn. Asked again it goes on where it stopped.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/revert",
    operation_id = "revertAccount",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the account")),
    request_body(content = Option<ReasonRequest>, content_type = "application/json"),
    responses((status = 200, description = "Undone", body = RevertedView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    let caller = &submission.caller;
    let ties = caller.permit(&state, Action::RevertAccount, None).await?;
    let origin = caller.origin(ties, state.clock().now().date());
    let reason = submission.reason()?.unwrap_or_default();
    let establishments = writing::revert_account(&state, (id.as_uuid(), &origin), caller, &reason).await?;
    Body::json(&RevertedView { establishments })
}
