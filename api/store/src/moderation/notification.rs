//! What accounts are told of what became of what they did.

use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// What an account is told.
#[derive(Debug, Clone)]
pub struct NotificationRecord {
    /// Id.
    pub id: Uuid,
    /// Who is told.
    pub account_id: Uuid,
    /// `suggestion`, `report`, `reported`, `claim`, `redaction`, `asked`, `proved`, `disproved`.
    pub kind: String,
    /// Of which suggestion, report or claim.
    pub about: Option<Uuid>,
    /// Of which establishment.
    pub establishment_id: Option<Uuid>,
    /// Of which answer.
    pub criterion: Option<String>,
    /// `accepted` or `rejected`.
    pub decision: Option<String>,
    /// What moderators answered.
    pub answer: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it was read.
    pub read_at: Option<OffsetDateTime>,
}

/// Tells an account something.
///
/// # Errors
/// As PostgreSQL says.
pub async fn notify(connection: &mut PgConnection, new: &NotificationRecord) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO notification (id, account_id, kind, about, establishment_id, criterion, decision, answer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id,
        new.account_id,
        new.kind,
        new.about,
        new.establishment_id,
        new.criterion,
        new.decision,
        new.answer,
        new.created_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The managers of an establishment who have read all that they were told of this kind about this answer of it.
///
/// # Errors
/// As PostgreSQL says.
pub async fn managers_to_tell(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
    (kind, criterion): (&str, Option<&str>),
) -> Result<Vec<Uuid>, StoreError> {
    let accounts = sqlx::query_scalar!(
        "SELECT m.account_id FROM management m
         WHERE m.establishment_id = $1
           AND NOT EXISTS (SELECT FROM notification n
                           WHERE n.account_id = m.account_id AND n.establishment_id = $1 AND n.kind = $2
                             AND n.criterion IS NOT DISTINCT FROM $3 AND n.read_at IS NULL)
         ORDER BY m.account_id",
        establishment.as_uuid(),
        kind,
        criterion
    );
    Ok(accounts.fetch_all(connection).await?)
}

/// What an account was told before `before`, the newest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn notifications(
    connection: &mut PgConnection,
    (account, unread): (Uuid, bool),
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<NotificationRecord>, StoreError> {
    let rows = sqlx::query_as!(
        NotificationRecord,
        "SELECT id, account_id, kind, about, establishment_id, criterion, decision, answer, created_at, read_at
         FROM notification
         WHERE account_id = $1 AND (NOT $2 OR read_at IS NULL)
           AND id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
         ORDER BY id DESC LIMIT $4",
        account,
        unread,
        before,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// An account has read what it was told, up to one of them; how many that were.
///
/// # Errors
/// As PostgreSQL says.
pub async fn read_notifications(
    connection: &mut PgConnection,
    account: Uuid,
    up_to: Uuid,
    at: OffsetDateTime,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE notification SET read_at = $3 WHERE account_id = $1 AND id <= $2 AND read_at IS NULL",
        account,
        up_to,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
