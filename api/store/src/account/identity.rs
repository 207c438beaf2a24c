//! Accounts by what a provider of identities calls their people.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// Somebody who is at the provider just now.
#[derive(Debug, Clone)]
pub struct Visit {
    /// What the provider's answer must hold.
    pub nonce: String,
    /// What proves that we asked (RFC 7636).
    pub verifier: String,
    /// Where to go afterwards.
    pub next: String,
}

/// Remembers that somebody goes to the provider.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_visit(
    connection: &mut PgConnection,
    state_hash: &[u8],
    visit: &Visit,
    expires_at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO openid_visit (state_hash, nonce, verifier, next, expires_at) VALUES ($1, $2, $3, $4, $5)",
        state_hash,
        visit.nonce,
        visit.verifier,
        visit.next,
        expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The visit of somebody who comes back, once.
///
/// # Errors
/// As PostgreSQL says.
pub async fn take_visit(
    connection: &mut PgConnection,
    state_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Visit>, StoreError> {
    let visit = sqlx::query!(
        "DELETE FROM openid_visit WHERE state_hash = $1 RETURNING nonce, verifier, next, expires_at",
        state_hash
    );
    let visit = visit.fetch_optional(connection).await?.filter(|visit| visit.expires_at > now);
    Ok(visit.map(|visit| Visit { nonce: visit.nonce, verifier: visit.verifier, next: visit.next }))
}

/// Forgets those who did not come back.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_visits(connection: &mut PgConnection, now: OffsetDateTime) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM openid_visit WHERE expires_at < $1", now).execute(connection).await?;
    Ok(())
}

/// The account of somebody at a provider.
///
/// # Errors
/// As PostgreSQL says.
pub async fn identified(
    connection: &mut PgConnection,
    issuer: &str,
    subject: &str,
) -> Result<Option<Uuid>, StoreError> {
    let account = sqlx::query_scalar!(
        "SELECT account_id FROM account_identity WHERE issuer = $1 AND subject = $2",
        issuer,
        subject
    );
    Ok(account.fetch_optional(connection).await?)
}

/// Ties an account to somebody at a provider.
///
/// # Errors
/// As PostgreSQL says.
pub async fn identify(
    connection: &mut PgConnection,
    (issuer, subject): (&str, &str),
    account: Uuid,
    since: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO account_identity (issuer, subject, account_id, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (issuer, subject) DO UPDATE SET account_id = excluded.account_id, since = excluded.since",
        issuer,
        subject,
        account,
        since
    )
    .execute(connection)
    .await?;
    Ok(())
}
