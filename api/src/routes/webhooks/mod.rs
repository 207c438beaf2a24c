pub mod create;
pub mod delete;
pub mod deliveries;
pub mod get;
pub mod list;
pub mod replay;
mod request;
pub mod rotate;
pub mod test;
pub mod update;
mod view;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use plainpied_domain::access::Action;
use plainpied_store::webhook::{self, Webhook};
use uuid::Uuid;

pub(crate) use request::{WebhookRequest, read};
pub(crate) use view::{DeliveriesView, DeliveryView, NewWebhookView, WebhookView, WebhooksView};

use crate::auth::Caller;
use crate::extract::path_part;
use crate::problem::{Problem, code};
use crate::state::AppState;

/// Webhooks of one account.
const MOST: i64 = 20;

/// Extracts the id of a webhook from the path.
pub(crate) struct PathWebhook(Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathWebhook {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = path_part(parts, state).await?;
        text.parse().map(Self).map_err(|error| Problem::parameter("id", error))
    }
}

/// The caller's own webhook.
///
/// # Errors
/// 403, and 404 for those of others too.
async fn own(state: &AppState, caller: &Caller, id: Uuid) -> Result<Webhook, Problem> {
    caller.permit(state, Action::Follow, None).await?;
    let account = caller.account.id;
    let found = state.query(async |connection| webhook::get(connection, account, id).await).await?;
    found.ok_or_else(unknown)
}

fn unknown() -> Problem {
    Problem::new(&code::NOT_FOUND).detail("this account has no such webhook").at("id")
}

/// Keeps what was changed of a webhook.
async fn keep(state: &AppState, webhook: &Webhook) -> Result<(), Problem> {
    let now = state.clock().now();
    let kept = state.query(async |connection| webhook::update(connection, webhook, now).await).await?;
    state.wake();
    if kept { Ok(()) } else { Err(unknown()) }
}
