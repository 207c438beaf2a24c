//! `GET /api/v1/webhooks`: the webhooks of the account.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::webhook;

use super::WebhooksView;
use crate::auth::Caller;
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::WriteErrors;

/// Webhooks
///
/// Those of the account, the oldest first, without their secrets.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks",
    operation_id = "listWebhooks",
    tag = "following",
    responses((status = 200, description = "Webhooks", body = WebhooksView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    caller.permit(&state, Action::Follow, None).await?;
    let account = caller.account.id;
    let found = state.query(async |connection| webhook::of_account(connection, account).await).await?;
    Body::json(&WebhooksView { webhooks: found.into_iter().map(Into::into).collect() })
}
