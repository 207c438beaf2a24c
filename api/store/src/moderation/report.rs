use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::QueueFilter;
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
    /// Who told it; none: nobody who is known.
    pub account_id: Option<Uuid>,
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

impl Decision<'_> {
    /// The word stored and shown.
    pub fn word(&self) -> &'static str {
        if self.accepted { "accepted" } else { "rejected" }
    }
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

/// Reports after one of them, the oldest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn reports(
    connection: &mut PgConnection,
    (filter, kind): (&QueueFilter, Option<&str>),
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<ReportRecord>, StoreError> {
    let rows = sqlx::query_as!(
        ReportRecord,
        "SELECT id, establishment_id, kind, message, account_id, created_at, assignee_id, decision, answer, decided_at
         FROM report
         WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
           AND ($2::text IS NULL OR coalesce(decision, 'open') = $2)
           AND ($3::text IS NULL OR kind = $3)
           AND ($4::uuid IS NULL OR establishment_id = $4)
           AND ($5::uuid IS NULL OR account_id = $5)
           AND ($6::uuid IS NULL OR assignee_id = $6)
           AND (NOT $7 OR assignee_id IS NULL)
         ORDER BY id LIMIT $8",
        after,
        filter.state.as_deref(),
        kind,
        filter.establishment,
        filter.author,
        filter.assignee,
        filter.unassigned,
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
    assignee: Option<Uuid>,
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
        decision.word(),
        decision.answer,
        decision.by,
        decision.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The account that last wrote to an establishment before an instant.
///
/// # Errors
/// As PostgreSQL says.
pub async fn last_author(
    connection: &mut PgConnection,
    establishment: Uuid,
    before: OffsetDateTime,
) -> Result<Option<Uuid>, StoreError> {
    // Whoever was deleted is told nothing.
    let id = sqlx::query_scalar!(
        "SELECT account.id FROM establishment_version AS version
         JOIN account
           ON account.id = CASE WHEN version.actor LIKE 'account:%' THEN substr(version.actor, 9)::uuid END
              AND account.deleted_at IS NULL
         WHERE version.establishment_id = $1 AND version.at <= $2
         ORDER BY version.version DESC LIMIT 1",
        establishment,
        before
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}
