//! `PATCH /api/v1/webhooks/{id}`: change a webhook, pause it, or let it go on.

use axum::extract::State;

use super::{PathWebhook, WebhookRequest, WebhookView, keep, own, read};
use crate::extract::{NoParams, Params, read_whole};
use crate::interest;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Change a webhook
///
/// What is left out stays. `state=active` lets a paused or disabled one go on from where it stopped, and sends at once
/// what waits. `since` cannot be changed: a replay tells earlier changes again.
#[utoipa::path(
    patch,
    path = "/api/v1/webhooks/{id}",
    operation_id = "updateWebhook",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook")),
    request_body(content = WebhookRequest, content_type = "application/json"),
    responses((status = 200, description = "As it is now", body = WebhookView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    let mut webhook = own(&state, &submission.caller, id).await?;
    let allowed = &state.http().webhooks_allowed;
    let given = read_whole(&submission.body, |members, faults| {
        let given = read(members, faults, allowed);
        if given.since.is_some() {
            faults.add("/since", "cannot be changed: ask for a replay", None);
        }
        given
    })?;
    if let Some(interest) = given.interest {
        interest::check(&state, &interest).await?;
        webhook.interest = interest;
    }
    webhook.url = given.url.unwrap_or(webhook.url);
    webhook.name = given.name.unwrap_or(webhook.name);
    webhook.kinds = given.kinds.unwrap_or(webhook.kinds);
    if let Some(asked) = given.state {
        webhook.state = asked;
    }
    keep(&state, &webhook).await?;
    Body::json(&WebhookView::from(own(&state, &submission.caller, id).await?))
}
