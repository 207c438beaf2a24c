//! `DELETE /api/v1/proposals/{id}`: show a proposal no more.

use axum::extract::State;
use axum::http::StatusCode;
use plainpied_domain::access::Action;
use plainpied_store::participation;

use crate::auth::Caller;
use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::writing::WriteErrors;

/// Hide a proposal
///
/// For moderators: it is offensive, or names somebody.
#[utoipa::path(
    delete,
    path = "/api/v1/proposals/{id}",
    operation_id = "hideProposal",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the proposal")),
    responses((status = 204, description = "It is shown no more"), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    caller.permit(&state, Action::Decide, None).await?;
    let done = state.query(async |connection| participation::hide_idea(connection, id.as_uuid()).await);
    if done.await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::new(&code::NOT_FOUND).detail("there is no such proposal").at("id"))
    }
}
