//! What the one process that delivers reads and writes.

use sqlx::pool::PoolConnection;
use sqlx::{Connection, PgConnection, PgPool, Postgres};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Delivery, DeliveryKind, Webhook, WebhookRow};
use crate::{StoreError, index_lock};

/// The right to deliver, which one process has at a time. Held as long as its connection lives.
pub struct WorkLock(PoolConnection<Postgres>);

impl WorkLock {
    /// The lock, where nobody holds it.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn try_acquire(pool: &PgPool) -> Result<Option<Self>, StoreError> {
        Ok(index_lock::hold(pool, index_lock::WEBHOOKS).await?.map(Self))
    }

    /// Whether it is still held.
    ///
    /// # Errors
    /// The connection is gone, and the lock with it.
    pub async fn check(&mut self) -> Result<(), StoreError> {
        self.0.ping().await?;
        Ok(())
    }
}

/// Active webhooks that are behind the head of the log, are told something again, or have a message to send now.
/// Accounts that are blocked are told nothing.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn due(
    connection: &mut PgConnection,
    head: i64,
    now: OffsetDateTime,
) -> Result<Vec<Webhook>, StoreError> {
    let rows =
        sqlx::query_file_as!(WebhookRow, "src/webhook/due.sql", head, now).fetch_all(connection).await?;
    rows.into_iter().map(WebhookRow::into_domain).collect()
}

/// The messages of a webhook that wait, the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn pending(connection: &mut PgConnection, webhook: Uuid) -> Result<Vec<Delivery>, StoreError> {
    let rows =
        sqlx::query_file_as!(Delivery, "src/webhook/pending.sql", webhook).fetch_all(connection).await?;
    Ok(rows)
}

/// How far a webhook has come in the log.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Of which lane: changes, or what is told again.
    pub kind: DeliveryKind,
    /// From here.
    pub from: i64,
    /// To here.
    pub to: i64,
}

/// Goes on in the log: the changes at `positions` stand in a new message, where there are any, and what lies between is
/// not wanted. Both or nothing. False: the webhook has gone on otherwise meanwhile, and nothing was written.
///
/// # Errors
/// As PostgreSQL says.
pub async fn advance(
    connection: &mut PgConnection,
    (webhook, message): (Uuid, Uuid),
    progress: Progress,
    positions: &[i64],
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let mut transaction = connection.begin().await?;
    let Progress { kind, from, to } = progress;
    let moved = match kind {
        DeliveryKind::Changes => {
            sqlx::query!(
                "UPDATE webhook SET position = $3 WHERE id = $1 AND position = $2",
                webhook,
                from,
                to
            )
            .execute(&mut *transaction)
            .await?
        }
        DeliveryKind::Replay | DeliveryKind::Ping => {
            sqlx::query!(
                "UPDATE webhook
                 SET replay_position = CASE WHEN $3 < replay_until THEN $3 END,
                     replay_until = CASE WHEN $3 < replay_until THEN replay_until END
                 WHERE id = $1 AND replay_position = $2",
                webhook,
                from,
                to
            )
            .execute(&mut *transaction)
            .await?
        }
    };
    if moved.rows_affected() == 0 {
        return Ok(false);
    }
    if !positions.is_empty() {
        sqlx::query!(
            "INSERT INTO webhook_delivery (id, webhook_id, kind, positions, state, created_at, at)
             VALUES ($1, $2, $3, $4, 'pending', $5, $5)",
            message,
            webhook,
            kind.as_str(),
            positions,
            now
        )
        .execute(&mut *transaction)
        .await?;
    }
    transaction.commit().await?;
    Ok(true)
}
