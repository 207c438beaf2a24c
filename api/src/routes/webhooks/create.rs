//! `POST /api/v1/webhooks`: be told of changes by requests to an address of one's own.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Interest};
use plainpied_store::change;
use plainpied_store::webhook::{self, Secrets, Webhook};

use super::request::all_kinds;
use super::{MOST, NewWebhookView, WebhookRequest, read};
use crate::extract::{NoParams, Params, read_whole};
use crate::interest;
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::Body;
use crate::webhooks::Secret;
use crate::writing::{Submission, WriteErrors};

/// Add a webhook
///
/// Messages follow the Standard Webhooks specification: signed, sent again until they are accepted, in order. The answer
/// holds the secret, which is shown this once. `docs/webhooks.md` says what a receiver does.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks",
    operation_id = "createWebhook",
    tag = "following",
    request_body(content = WebhookRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "Added", body = NewWebhookView),
        (status = 409, description = "The account has as many as it may", body = crate::problem::ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let caller = &submission.caller;
    caller.permit(&state, Action::Follow, None).await?;
    let allowed = &state.http().webhooks_allowed;
    let given = read_whole(&submission.body, |members, faults| {
        let given = read(members, faults, allowed);
        if given.url.is_none() {
            faults.add("/url", "is missing", None);
        }
        given
    })?;
    let interest = given.interest.unwrap_or(Interest::Everything);
    interest::check(&state, &interest).await?;
    let now = state.clock().now();
    let secret = Secret::of(rand::random());
    let mut webhook = Webhook {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        account_id: caller.account.id,
        url: given.url.unwrap_or_default(),
        name: given.name.unwrap_or_default(),
        interest,
        kinds: given.kinds.unwrap_or_else(all_kinds),
        secrets: Secrets { present: secret.bytes(), previous: None },
        position: 0,
        replay: None,
        state: given.state.unwrap_or_else(|| "active".to_owned()),
        disabled_reason: None,
        failing_since: None,
        created_at: now,
    };
    let (head, added) = state
        .query(async |connection| {
            let head = change::head(connection).await?.position;
            webhook.position = given.since.unwrap_or(head).min(head);
            Ok((head, webhook::add(connection, &webhook, MOST).await?))
        })
        .await?;
    if !added {
        return Err(
            Problem::new(&code::WRONG_STATE).detail(format!("an account has at most {MOST} webhooks"))
        );
    }
    tracing::debug!(webhook = %webhook.id, head, "webhook added");
    state.wake();
    let view = NewWebhookView { webhook: webhook.into(), secret: secret.shown() };
    Ok((StatusCode::CREATED, Body::json(&view)?).into_response())
}
