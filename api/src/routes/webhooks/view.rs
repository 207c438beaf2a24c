use plainpied_store::webhook::{Delivery, Webhook};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::interest::InterestView;

/// An address that is told of changes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookView {
    /// Id.
    id: Uuid,
    /// Where messages go.
    #[schema(format = "uri", example = "https://example.org/hook")]
    url: String,
    /// For its owner.
    name: String,
    /// Which changes.
    interest: InterestView,
    /// Which kinds of them.
    kinds: Vec<String>,
    /// `active`; `paused` by its owner: it goes on from its position later; `disabled`: it accepted nothing for days.
    #[schema(example = "active")]
    state: String,
    /// Why it was disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_reason: Option<String>,
    /// Since when nothing has been accepted; absent: the last message was.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    failing_since: Option<OffsetDateTime>,
    /// How far it has come in the change log.
    position: i64,
    /// What is told again: from after the one position up to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<[i64; 2]>,
    /// Until when messages are signed with the secret before, too.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    previous_secret_until: Option<OffsetDateTime>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id,
            interest: InterestView::from(&webhook.interest),
            url: webhook.url,
            name: webhook.name,
            kinds: webhook.kinds,
            state: webhook.state,
            disabled_reason: webhook.disabled_reason,
            failing_since: webhook.failing_since,
            position: webhook.position,
            replay: webhook.replay.map(|(from, until)| [from, until]),
            previous_secret_until: webhook.secrets.previous.map(|(_, until)| until),
            created_at: webhook.created_at,
        }
    }
}

/// A webhook with its new secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewWebhookView {
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// What its messages are signed with: `whsec_` and base64. Keep it: it is not shown again.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
}

/// All webhooks of an account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhooksView {
    /// The oldest first.
    pub webhooks: Vec<WebhookView>,
}

/// A message, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryView {
    /// The header `webhook-id`, the same in every attempt.
    id: Uuid,
    /// `changes`, `replay` or `ping`.
    #[schema(example = "changes")]
    kind: String,
    /// `pending`: it is to be sent, perhaps again; `delivered`; `failed`: it is not sent again by itself.
    #[schema(example = "delivered")]
    state: String,
    /// The changes that it tells of, by their positions in the log.
    positions: Vec<i64>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
    /// How often it was sent.
    attempts: i32,
    /// The next attempt of a pending one, the last of another.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// The status that the last attempt was answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<i16>,
    /// Milliseconds until that answer, or until there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    milliseconds: Option<i32>,
    /// Why the last attempt does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id,
            kind: delivery.kind,
            state: delivery.state,
            positions: delivery.positions,
            created_at: delivery.created_at,
            attempts: delivery.attempts,
            at: delivery.at,
            status: delivery.status,
            milliseconds: delivery.milliseconds,
            error: delivery.error,
        }
    }
}

/// Messages of a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveriesView {
    /// The newest first.
    pub deliveries: Vec<DeliveryView>,
}
