//! `DELETE /api/v1/me`: leave.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::{Caller, farewell};
use crate::extract::{NoParams, Params};
use crate::people;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// Delete one's own account
///
/// Name, address, sessions and keys go at once; what was contributed stays, without a name.
#[utoipa::path(
    delete,
    path = "/api/v1/me",
    operation_id = "deleteMe",
    tag = "people",
    responses(
        (status = 204, description = "Deleted"),
        (status = 401, description = "Nobody is signed in", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "A key, or no X-CSRF-Token", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    caller.session()?;
    people::leave(&state, caller.account.id).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, farewell(state.site())?)]).into_response())
}
