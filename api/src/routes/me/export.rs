//! `GET /api/v1/me/export`: all that is kept of somebody.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::auth::Caller;
use crate::extract::{NoParams, Params};
use crate::people::{self, ExportView};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::web::private;

/// All that is kept of one's own account
///
/// Account, sessions, keys and webhooks without their secrets, subscriptions, needs, limits and favourites, drafts,
/// suggestions, claims, reports, proposals, notices, notifications, what it decided for others, and contributions.
#[utoipa::path(
    get,
    path = "/api/v1/me/export",
    operation_id = "exportMe",
    tag = "people",
    responses(
        (status = 200, description = "All of it", body = ExportView),
        (status = 401, description = "Nobody is signed in", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "A key", body = ProblemView, content_type = "application/problem+json"),
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
    Ok(private(Body::json(&people::export(&state, &caller.account).await?)?.into_response()))
}
