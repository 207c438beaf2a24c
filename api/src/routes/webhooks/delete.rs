//! `DELETE /api/v1/webhooks/{id}`: be told no more.

use axum::extract::State;
use axum::http::StatusCode;
use plainpied_domain::access::Action;
use plainpied_store::webhook;

use super::{PathWebhook, unknown};
use crate::auth::Caller;
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::WriteErrors;

/// Remove a webhook
///
/// With its log and what waits for it.
#[utoipa::path(
    delete,
    path = "/api/v1/webhooks/{id}",
    operation_id = "deleteWebhook",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook")),
    responses((status = 204, description = "Removed"), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    caller.permit(&state, Action::Follow, None).await?;
    let account = caller.account.id;
    let removed = state.query(async |connection| webhook::remove(connection, account, id).await).await?;
    if removed { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}
