use sqlx::PgConnection;
use uuid::Uuid;

use super::Delivery;
use crate::StoreError;

/// Messages of a webhook before one of them (none: the newest too), the newest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn deliveries(
    connection: &mut PgConnection,
    webhook: Uuid,
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let rows = sqlx::query_file_as!(Delivery, "src/webhook/deliveries.sql", webhook, before, most)
        .fetch_all(connection)
        .await?;
    Ok(rows)
}

/// One message.
///
/// # Errors
/// As PostgreSQL says.
pub async fn delivery(
    connection: &mut PgConnection,
    webhook: Uuid,
    id: Uuid,
) -> Result<Option<Delivery>, StoreError> {
    let row = sqlx::query_as!(
        Delivery,
        "SELECT id, webhook_id, kind, positions, state, created_at, attempts, at, status, milliseconds, error
         FROM webhook_delivery WHERE webhook_id = $1 AND id = $2",
        webhook,
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}
