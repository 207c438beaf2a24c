//! `GET /api/v1/webhooks/{id}/deliveries`: what was sent, and what became of it.

use axum::extract::State;
use plainpied_store::webhook;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{DeliveriesView, PathWebhook, own};
use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::WriteErrors;

/// Which messages.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveriesParams {
    /// Only messages before this one: the last of the page before.
    #[param(value_type = Option<Uuid>)]
    before: Option<Uuid>,
    /// How many, 1 to 100; 20 unless given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: i64,
}

impl QueryParams for DeliveriesParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let limit = fields.within("limit", 1..=100)?.unwrap_or(20);
        Ok(Self { before: fields.parsed("before")?, limit })
    }
}

/// Deliveries of a webhook
///
/// Every message with the outcome of its last attempt, the newest first. They are kept for 30 days after they ended.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}/deliveries",
    operation_id = "listDeliveries",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook"), DeliveriesParams),
    responses((status = 200, description = "Messages", body = DeliveriesView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(params): Params<DeliveriesParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    let webhook = own(&state, &caller, id).await?;
    let found = state
        .query(async |connection| {
            webhook::deliveries(connection, webhook.id, params.before, params.limit).await
        })
        .await?;
    Body::json(&DeliveriesView { deliveries: found.into_iter().map(Into::into).collect() })
}
