use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// What somebody told the moderators.
#[derive(Debug, Clone)]
pub struct ReportRecord {
    /// Id.
    pub id: Uuid,
    /// About which establishment.
    pub establishment_id: Uuid,
    /// `closed`, `wrong`, `duplicate`, `offensive`, `other`.
    pub kind: String,
    /// In words.
    pub message: String,
    /// Who told it.
    pub account_id: Uuid,
    /// When.
    pub created_at: OffsetDateTime,
    /// Who looks after it.
    pub assignee_id: Option<Uuid>,
    /// `accepted` or `rejected`.
    pub decision: Option<String>,
    /// What the reporter is told.
    pub answer: Option<String>,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
}

/// A decision on a report.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// Whether what was told is so.
    pub accepted: bool,
    /// What the reporter is told.
    pub answer: &'a str,
    /// Who decides.
    pub by: Uuid,
    /// When.
    pub at: OffsetDateTime,
}

/// Keeps a report.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_report(connection: &mut PgConnection, report: &ReportRecord) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO report (id, establishment_id, kind, message, account_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        report.id,
        report.establishment_id,
        report.kind,
        report.message,
        report.account_id,
        report.created_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Reports that wait for a decision, the oldest first, after one of them.
///
/// # Errors
/// As PostgreSQL says.
pub async fn open_reports(
    connection: &mut PgConnection,
    after: Option<(OffsetDateTime, Uuid)>,
    most: i64,
) -> Result<Vec<ReportRecord>, StoreError> {
    let (at, id) = after.unwrap_or((OffsetDateTime::UNIX_EPOCH, Uuid::nil()));
    let rows = sqlx::query_as!(
        ReportRecord,
        "SELECT id, establishment_id, kind, message, account_id, created_at, assignee_id, decision, answer, decided_at
         FROM report WHERE decided_at IS NULL AND (created_at, id) > ($1, $2)
         ORDER BY created_at, id LIMIT $3",
        at,
        id,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// One report.
///
/// # Errors
/// As PostgreSQL says.
pub async fn report(connection: &mut PgConnection, id: Uuid) -> Result<Option<ReportRecord>, StoreError> {
    let row = sqlx::query_as!(
        ReportRecord,
        "SELECT id, establishment_id, kind, message, account_id, created_at, assignee_id, decision, answer, decided_at
         FROM report WHERE id = $1",
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Says who looks after a report. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn assign_report(
    connection: &mut PgConnection,
    id: Uuid,
    assignee: Uuid,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query!("UPDATE report SET assignee_id = $2 WHERE id = $1 AND decided_at IS NULL", id, assignee)
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Decides on a report, once. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn decide_report(
    connection: &mut PgConnection,
    id: Uuid,
    decision: &Decision<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE report SET decision = $2, answer = $3, decided_by = $4, decided_at = $5
         WHERE id = $1 AND decided_at IS NULL",
        id,
        if decision.accepted { "accepted" } else { "rejected" },
        decision.answer,
        decision.by,
        decision.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
