//! `DELETE /api/v1/keys/{prefix}`: take a key back.

use axum::extract::State;
use axum::http::StatusCode;

use super::allowed;
use crate::auth::Caller;
use crate::extract::{NoParams, Params, PathPart};
use crate::people;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// Take a key back
///
/// It is refused from now on.
#[utoipa::path(
    delete,
    path = "/api/v1/keys/{prefix}",
    operation_id = "revokeKey",
    tag = "people",
    params(("prefix" = String, Path, description = "What the key begins with", example = "pp_1234abcd")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "No key and no session", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key's scopes do not reach so far", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such key of one's own in use", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = []), ("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathPart(prefix): PathPart,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    allowed(&caller, &state).await?;
    people::revoke(&state, caller.account.id, &prefix).await?;
    Ok(StatusCode::NO_CONTENT)
}
