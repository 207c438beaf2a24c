//! `POST /api/v1/webhooks/{id}/test`: a message that only tests.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_domain::EstablishmentId;
use plainpied_store::webhook;

use super::{DeliveryView, PathWebhook, own, unknown};
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Test a webhook
///
/// Sends a message of type `ping` at once, also to one that is paused or disabled. It is tried only once; what came of it
/// stands in the log of deliveries a moment later.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/test",
    operation_id = "testWebhook",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook")),
    responses((status = 202, description = "The message that is sent", body = DeliveryView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let webhook = own(&state, &submission.caller, id).await?;
    let now = state.clock().now();
    let message = EstablishmentId::new(now, rand::random()).as_uuid();
    let made = state
        .query(async |connection| {
            webhook::add_ping(connection, message, webhook.id, now).await?;
            webhook::delivery(connection, webhook.id, message).await
        })
        .await?;
    state.wake();
    let view = DeliveryView::from(made.ok_or_else(unknown)?);
    Ok((StatusCode::ACCEPTED, Body::json(&view)?).into_response())
}
