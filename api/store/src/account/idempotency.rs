//! Requests that are sent again because their answer was lost: done once, answered twice.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// A request that its client may send again.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Whose.
    pub account: Uuid,
    /// What the client calls it.
    pub key: &'a str,
    /// Hash of method, address and body.
    pub request: &'a [u8],
}

/// What is known of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// Nothing: it is to be done now.
    Not,
    /// It was done, and this was the answer.
    Before {
        /// The status.
        status: u16,
        /// The body.
        body: String,
    },
    /// The key was used for another request.
    Otherwise,
}

/// Looks whether a request was done before. Until the transaction ends, others with the same claim wait.
///
/// # Errors
/// As PostgreSQL says.
pub async fn claim(connection: &mut PgConnection, claim: &Claim<'_>) -> Result<Answered, StoreError> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || $2, 0)) AS ignored",
        claim.account,
        claim.key
    )
    .execute(&mut *connection)
    .await?;
    let row = sqlx::query!(
        "SELECT request, status, body FROM idempotent_answer WHERE account_id = $1 AND key = $2",
        claim.account,
        claim.key
    )
    .fetch_optional(connection)
    .await?;
    Ok(match row {
        None => Answered::Not,
        Some(row) if row.request == claim.request => {
            Answered::Before { status: u16::try_from(row.status).unwrap_or(200), body: row.body }
        }
        Some(_) => Answered::Otherwise,
    })
}

/// Keeps the answer, in the transaction of what was done.
///
/// # Errors
/// As PostgreSQL says.
pub async fn keep(
    connection: &mut PgConnection,
    claim: &Claim<'_>,
    (status, body): (u16, &str),
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO idempotent_answer (account_id, key, request, status, body, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        claim.account,
        claim.key,
        claim.request,
        i16::try_from(status).unwrap_or(200),
        body,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets answers from before an instant.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_answers(
    connection: &mut PgConnection,
    before: OffsetDateTime,
) -> Result<u64, StoreError> {
    let done =
        sqlx::query!("DELETE FROM idempotent_answer WHERE at < $1", before).execute(connection).await?;
    Ok(done.rows_affected())
}
