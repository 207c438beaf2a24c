//! `GET /api/v1/webhooks/{id}`: one webhook.

use axum::extract::State;

use super::{PathWebhook, WebhookView, own};
use crate::auth::Caller;
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::WriteErrors;

/// A webhook
///
/// How far it has come, and whether it accepts what is sent.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}",
    operation_id = "getWebhook",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook")),
    responses((status = 200, description = "The webhook", body = WebhookView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    Body::json(&WebhookView::from(own(&state, &caller, id).await?))
}
