use plainpied_domain::{EstablishmentId, InseeCode};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// The key of the advisory lock of the one that tells beginnings and ends.
const TELLER: i64 = 0x706c_6169_6e6e_6f74;

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

/// Announces something, and leaves a change for the log. The caller owns the transaction.
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
    .execute(&mut *connection)
    .await?;
    tell_change(connection, notice.establishment_id, notice.created_at).await
}

/// Leaves a change for the log: the record is told otherwise, though nobody wrote to it. The row is held, so that changes
/// of one establishment keep their order.
async fn tell_change(
    connection: &mut PgConnection,
    establishment: Uuid,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO change_pending (establishment_id, kind, version, at)
         SELECT id, 'noticed', version, $2 FROM establishment WHERE id = $1 FOR SHARE",
        establishment,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Leaves a change for each notice that began or ended since this was last done; how many.
///
/// # Errors
/// As PostgreSQL says, and nothing has changed then.
pub async fn tell_notices(pool: &PgPool, now: OffsetDateTime) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let ours = sqlx::query_scalar!("SELECT pg_try_advisory_xact_lock($1)", TELLER)
        .fetch_one(&mut *transaction)
        .await?;
    if ours != Some(true) {
        return Ok(0);
    }
    let told_at =
        sqlx::query_scalar!("SELECT notices_told_at FROM installation").fetch_one(&mut *transaction).await?;
    // What began before anybody looked is shown already.
    let since = told_at.unwrap_or(now);
    let due = sqlx::query_scalar!(
        "SELECT establishment_id FROM notice
         WHERE withdrawn_at IS NULL
           AND ((begins_at > $1 AND begins_at <= $2 AND begins_at > created_at) OR (ends_at > $1 AND ends_at <= $2))
         ORDER BY establishment_id",
        since,
        now
    )
    .fetch_all(&mut *transaction)
    .await?;
    for establishment in &due {
        tell_change(&mut transaction, *establishment, now).await?;
    }
    if told_at.is_none() || !due.is_empty() {
        sqlx::query!("UPDATE installation SET notices_told_at = $1", now).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(due.len() as u64)
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

/// A notice with the name of its establishment.
#[derive(Debug)]
pub struct NoticeOfPlace {
    /// The name of the establishment.
    pub name: String,
    /// The notice.
    pub notice: NoticeRecord,
}

/// The notices in a commune (a city holds its municipal arrondissements) that have not ended, the latest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn notices_in(
    connection: &mut PgConnection,
    commune: &InseeCode,
    now: OffsetDateTime,
    most: i64,
) -> Result<Vec<NoticeOfPlace>, StoreError> {
    let rows = sqlx::query_file!("src/moderation/notices_in.sql", commune.as_str(), now, most)
        .fetch_all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| NoticeOfPlace {
            name: row.name,
            notice: NoticeRecord {
                id: row.id,
                establishment_id: row.establishment_id,
                kind: row.kind,
                message: row.message,
                criteria: row.criteria,
                begins_at: row.begins_at,
                ends_at: row.ends_at,
                source_key: row.source_key,
                account_id: row.account_id,
                created_at: row.created_at,
            },
        })
        .collect())
}

/// When a notice in a commune last was announced, began, ended or was taken back.
///
/// # Errors
/// As PostgreSQL says.
pub async fn noticed_in(
    connection: &mut PgConnection,
    commune: &InseeCode,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, StoreError> {
    Ok(sqlx::query_file_scalar!("src/moderation/noticed_in.sql", commune.as_str(), now)
        .fetch_one(connection)
        .await?)
}

/// Takes a notice back, and leaves a change for the log. The caller owns the transaction. False: there is none, or it has ended.
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
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    tell_change(connection, establishment.as_uuid(), now).await?;
    Ok(true)
}
