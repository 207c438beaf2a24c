use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// Something temporary.
#[derive(Debug, Clone)]
pub struct NoticeRecord {
    /// Id.
    pub id: Uuid,
    /// Where.
    pub establishment_id: Uuid,
    /// `lift`, `entrance`, `works`, `equipment`, `other`.
    pub kind: String,
    /// In words.
    pub message: String,
    /// Answers that do not hold meanwhile.
    pub criteria: Vec<String>,
    /// From when on.
    pub begins_at: OffsetDateTime,
    /// Until when.
    pub ends_at: OffsetDateTime,
    /// On whose word.
    pub source_key: String,
    /// Who announced it.
    pub account_id: Uuid,
    /// When.
    pub created_at: OffsetDateTime,
}

/// Announces something.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_notice(connection: &mut PgConnection, notice: &NoticeRecord) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO notice (id, establishment_id, kind, message, criteria, begins_at, ends_at, source_key,
                             account_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        notice.id,
        notice.establishment_id,
        notice.kind,
        notice.message,
        &notice.criteria,
        notice.begins_at,
        notice.ends_at,
        notice.source_key,
        notice.account_id,
        notice.created_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The notices of an establishment that have not ended, those that begin first first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn notices(
    connection: &mut PgConnection,
    id: EstablishmentId,
    now: OffsetDateTime,
) -> Result<Vec<NoticeRecord>, StoreError> {
    let rows = sqlx::query_as!(
        NoticeRecord,
        "SELECT id, establishment_id, kind, message, criteria, begins_at, ends_at, source_key, account_id, created_at
         FROM notice
         WHERE establishment_id = $1 AND ends_at > $2 AND withdrawn_at IS NULL
         ORDER BY begins_at, id",
        id.as_uuid(),
        now
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Takes a notice back. False: there is none, or it has ended.
///
/// # Errors
/// As PostgreSQL says.
pub async fn withdraw_notice(
    connection: &mut PgConnection,
    (establishment, notice): (EstablishmentId, Uuid),
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE notice SET withdrawn_at = $3
         WHERE id = $2 AND establishment_id = $1 AND withdrawn_at IS NULL AND ends_at > $3",
        establishment.as_uuid(),
        notice,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
