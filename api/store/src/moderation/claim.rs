//! Accounts that say that they speak for an establishment.

use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Decision, QueueFilter};
use crate::StoreError;

/// An account says that it speaks for an establishment.
#[derive(Debug, Clone)]
pub struct ClaimRecord {
    /// Id.
    pub id: Uuid,
    /// For which establishment.
    pub establishment_id: Uuid,
    /// Who.
    pub account_id: Uuid,
    /// How that can be seen.
    pub message: String,
    /// An address where it can be seen.
    pub website: Option<String>,
    /// The number of the business.
    pub siret: Option<String>,
    /// When.
    pub created_at: OffsetDateTime,
    /// Who looks after it.
    pub assignee_id: Option<Uuid>,
    /// `accepted`, `rejected` or `withdrawn`.
    pub decision: Option<String>,
    /// What the claimant is told.
    pub answer: Option<String>,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
}

/// Keeps a claim. False: the account has one that waits, for the same establishment.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_claim(connection: &mut PgConnection, claim: &ClaimRecord) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO management_claim (id, establishment_id, account_id, message, website, siret, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (account_id, establishment_id) WHERE decision IS NULL DO NOTHING",
        claim.id,
        claim.establishment_id,
        claim.account_id,
        claim.message,
        claim.website,
        claim.siret,
        claim.created_at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Claims after one of them, the oldest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn claims(
    connection: &mut PgConnection,
    filter: &QueueFilter,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<ClaimRecord>, StoreError> {
    let rows = sqlx::query_as!(
        ClaimRecord,
        "SELECT id, establishment_id, account_id, message, website, siret, created_at, assignee_id, decision,
                answer, decided_at
         FROM management_claim
         WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
           AND ($2::text IS NULL OR coalesce(decision, 'open') = $2)
           AND ($3::uuid IS NULL OR establishment_id = $3)
           AND ($4::uuid IS NULL OR account_id = $4)
           AND ($5::uuid IS NULL OR assignee_id = $5)
           AND (NOT $6 OR assignee_id IS NULL)
         ORDER BY id LIMIT $7",
        after,
        filter.state.as_deref(),
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

/// One claim; `lock`: nobody else decides on it until the transaction ends.
///
/// # Errors
/// As PostgreSQL says.
pub async fn claim(
    connection: &mut PgConnection,
    id: Uuid,
    lock: bool,
) -> Result<Option<ClaimRecord>, StoreError> {
    if lock {
        sqlx::query!("SELECT FROM management_claim WHERE id = $1 FOR UPDATE", id)
            .fetch_optional(&mut *connection)
            .await?;
    }
    let row = sqlx::query_as!(
        ClaimRecord,
        "SELECT id, establishment_id, account_id, message, website, siret, created_at, assignee_id, decision,
                answer, decided_at
         FROM management_claim WHERE id = $1",
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Who looks after a claim that waits; none: nobody any more. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn assign_claim(
    connection: &mut PgConnection,
    id: Uuid,
    assignee: Option<Uuid>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE management_claim SET assignee_id = $2 WHERE id = $1 AND decision IS NULL",
        id,
        assignee
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Decides on a claim, once. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn decide_claim(
    connection: &mut PgConnection,
    id: Uuid,
    decision: &Decision<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE management_claim SET decision = $2, answer = $3, decided_by = $4, decided_at = $5
         WHERE id = $1 AND decision IS NULL",
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

/// Takes a claim back, in the name of its account. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn withdraw_claim(
    connection: &mut PgConnection,
    id: Uuid,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE management_claim SET decision = 'withdrawn', decided_by = account_id, decided_at = $2
         WHERE id = $1 AND decision IS NULL",
        id,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many manage an establishment, and its SIRET number.
///
/// # Errors
/// As PostgreSQL says.
pub async fn claimed(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
) -> Result<(i64, Option<String>), StoreError> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM management WHERE establishment_id = $1) AS "managers!",
                  (SELECT siret FROM establishment WHERE id = $1) AS siret"#,
        establishment.as_uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok((row.managers, row.siret))
}

/// Forgets what was told to an account, and what it told of itself.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_account(connection: &mut PgConnection, account: Uuid) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM notification WHERE account_id = $1", account).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM management_claim WHERE account_id = $1", account).execute(connection).await?;
    Ok(())
}
