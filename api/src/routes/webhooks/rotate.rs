//! `POST /api/v1/webhooks/{id}/rotate`: a new secret.

use axum::extract::State;
use time::Duration;

use super::{NewWebhookView, PathWebhook, keep, own};
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::webhooks::Secret;
use crate::writing::{Submission, WriteErrors};

/// So long messages are signed with both secrets.
const BOTH: Duration = Duration::DAY;

/// Change the secret of a webhook
///
/// For a day messages carry two signatures, by the new secret and by the one before: a receiver takes the new one without
/// missing any. Changed twice within that day, the first secret is worth nothing at once.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/rotate",
    operation_id = "rotateWebhookSecret",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook")),
    responses((status = 200, description = "The new secret, shown this once", body = NewWebhookView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    let mut webhook = own(&state, &submission.caller, id).await?;
    let secret = Secret::of(rand::random());
    let before = std::mem::replace(&mut webhook.secrets.present, secret.bytes());
    webhook.secrets.previous = Some((before, state.clock().now() + BOTH));
    keep(&state, &webhook).await?;
    Body::json(&NewWebhookView { webhook: webhook.into(), secret: secret.shown() })
}
