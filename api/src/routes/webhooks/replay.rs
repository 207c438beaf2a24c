//! `POST /api/v1/webhooks/{id}/replay`: tell again.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_store::{change, webhook};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::request::position;
use super::{PathWebhook, WebhookView, keep, own};
use crate::extract::{NoParams, Params, read_whole};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// What to tell again: one message, or a range of changes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplayRequest {
    /// A message of the log: it is sent again under its id.
    delivery: Option<Uuid>,
    /// The position after which changes are told again, in new messages, beside those that go on.
    #[schema(minimum = 0)]
    since: Option<i64>,
    /// The last position that is told again; how far the webhook has come unless given.
    #[schema(minimum = 0)]
    until: Option<i64>,
}

/// Replay
///
/// One message of the log under its own id, or the changes of a range of positions in new messages of kind `replay`.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/replay",
    operation_id = "replayWebhook",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the webhook")),
    request_body(content = ReplayRequest, content_type = "application/json"),
    responses(
        (status = 202, description = "It is told again", body = WebhookView),
        (status = 409, description = "Another range is being told again", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathWebhook(id): PathWebhook,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let mut webhook = own(&state, &submission.caller, id).await?;
    let head = state.query(async |connection| change::head(connection).await).await?.position;
    let reached = webhook.position;
    let (delivery, since, until) = read_whole(&submission.body, |members, faults| {
        let delivery = members.parsed::<Uuid>("delivery", faults);
        let (since, until) = (position(members, "since", faults), position(members, "until", faults));
        if delivery.is_some() == since.is_some() || (delivery.is_some() && until.is_some()) {
            faults.add("", "either delivery, or since and perhaps until, is expected", None);
        }
        let until = until.unwrap_or(reached).min(head);
        if since.is_some_and(|since| since >= until) {
            faults.add("/since", "nothing lies between since and until", None);
        }
        (delivery, since.unwrap_or_default(), until)
    })?;
    if let Some(delivery) = delivery {
        let now = state.clock().now();
        let found =
            state.query(async |connection| webhook::again(connection, (webhook.id, delivery), now).await);
        if !found.await? {
            return Err(Problem::new(&code::NOT_FOUND)
                .detail("this webhook has no such message")
                .at("delivery"));
        }
        state.wake();
    } else {
        if webhook.replay.is_some() {
            return Err(Problem::new(&code::WRONG_STATE)
                .detail("another range is being told again: wait for its end"));
        }
        webhook.replay = Some((since, until));
        keep(&state, &webhook).await?;
    }
    Ok((StatusCode::ACCEPTED, Body::json(&WebhookView::from(webhook))?).into_response())
}
