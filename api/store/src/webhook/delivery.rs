use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryKind {
    /// Changes, in the order of the log.
    Changes,
    /// Changes that are told again.
    Replay,
    /// Nothing: a test.
    Ping,
}

impl DeliveryKind {
    /// The word stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changes => "changes",
            Self::Replay => "replay",
            Self::Ping => "ping",
        }
    }
}

/// A message, and what became of it.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The same in every attempt.
    pub id: Uuid,
    /// To whom.
    pub webhook_id: Uuid,
    /// `changes`, `replay`, `ping`.
    pub kind: String,
    /// The changes that it tells of.
    pub positions: Vec<i64>,
    /// `pending`, `delivered`, `failed`.
    pub state: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// How often it was sent.
    pub attempts: i32,
    /// The next attempt of a pending one; the last of another.
    pub at: OffsetDateTime,
    /// Of the last attempt: the status that was answered.
    pub status: Option<i16>,
    /// Until the answer.
    pub milliseconds: Option<i32>,
    /// Why it did not count.
    pub error: Option<String>,
}

/// What one attempt came to.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// `delivered`, `pending` (it is tried again) or `failed`.
    pub state: &'static str,
    /// The next attempt of a pending one, otherwise when this one was.
    pub at: OffsetDateTime,
    /// The status that was answered.
    pub status: Option<i16>,
    /// Until the answer.
    pub milliseconds: i32,
    /// Why it did not count.
    pub error: Option<String>,
    /// When this attempt was made.
    pub made_at: OffsetDateTime,
    /// Why the webhook is no longer tried at all.
    pub disable: Option<String>,
}

/// Writes down what an attempt came to, on the message and its webhook.
///
/// # Errors
/// As PostgreSQL says.
pub async fn record(
    connection: &mut PgConnection,
    delivery: &Delivery,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    // The webhook first, as whoever removes one holds it before its messages.
    if delivery.kind != DeliveryKind::Ping.as_str() {
        record_on_webhook(connection, delivery, attempt).await?;
    }
    sqlx::query!(
        "UPDATE webhook_delivery
         SET state = $2, at = $3, status = $4, milliseconds = $5, error = $6, attempts = attempts + 1
         WHERE id = $1",
        delivery.id,
        attempt.state,
        attempt.at,
        attempt.status,
        attempt.milliseconds,
        attempt.error
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn record_on_webhook(
    connection: &mut PgConnection,
    delivery: &Delivery,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    let failing = (attempt.state != "delivered").then_some(attempt.made_at);
    sqlx::query!(
        "UPDATE webhook
         SET failing_since = CASE WHEN $2::timestamptz IS NULL THEN NULL ELSE coalesce(failing_since, $2) END,
             state = CASE WHEN $3::text IS NOT NULL AND state = 'active' THEN 'disabled' ELSE state END,
             disabled_reason = coalesce($3, disabled_reason)
         WHERE id = $1",
        delivery.webhook_id,
        failing,
        attempt.disable
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A message that only tests.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_ping(
    connection: &mut PgConnection,
    id: Uuid,
    webhook: Uuid,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO webhook_delivery (id, webhook_id, kind, positions, state, created_at, at)
         VALUES ($1, $2, 'ping', '{}', 'pending', $3, $3)",
        id,
        webhook,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Has a message sent again, now. False: there is none.
///
/// # Errors
/// As PostgreSQL says.
pub async fn again(
    connection: &mut PgConnection,
    (webhook, delivery): (Uuid, Uuid),
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE webhook_delivery SET state = 'pending', at = $3 WHERE id = $2 AND webhook_id = $1",
        webhook,
        delivery,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets messages that are done since before an instant.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget(connection: &mut PgConnection, before: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!("DELETE FROM webhook_delivery WHERE state <> 'pending' AND at < $1", before)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}
