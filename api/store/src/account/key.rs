use plainpied_domain::access::{Scope, Scopes};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Account, AccountRow, KeyLimits};
use crate::StoreError;

/// A key as it is listed.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// What it begins with.
    pub prefix: String,
    /// What it is for.
    pub name: String,
    /// How far it reaches.
    pub scopes: Vec<String>,
    /// The origin that browsers may use it from.
    pub origin: Option<String>,
    /// Requests a day that it may ask; none: no limit of its own.
    pub requests_a_day: Option<i32>,
    /// Requests a second that it may go on asking; none: as many as an address.
    pub requests_a_second: Option<i32>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// From when on it is refused.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<OffsetDateTime>,
    /// When it was taken back.
    pub revoked_at: Option<OffsetDateTime>,
}

/// A key to be kept.
#[derive(Debug, Clone)]
pub struct NewKey<'a> {
    /// What it begins with.
    pub prefix: &'a str,
    /// SHA-256 of the whole key.
    pub hash: &'a [u8],
    /// Whose.
    pub account: Uuid,
    /// What it is for.
    pub name: &'a str,
    /// How far it reaches.
    pub scopes: Scopes,
    /// The origin that browsers may use it from.
    pub origin: Option<&'a str>,
    /// What it may ask.
    pub limits: KeyLimits,
    /// When it is made.
    pub created_at: OffsetDateTime,
    /// From when on it is refused.
    pub expires_at: Option<OffsetDateTime>,
}

/// A key as it is looked up for a request.
#[derive(Debug, Clone)]
pub struct KnownKey {
    /// SHA-256 of the whole key.
    pub hash: Vec<u8>,
    /// How far it reaches.
    pub scopes: Scopes,
    /// The origin that browsers may use it from.
    pub origin: Option<String>,
    /// What it may ask.
    pub limits: KeyLimits,
    /// From when on it is refused.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was taken back.
    pub revoked_at: Option<OffsetDateTime>,
    /// When it was last used.
    pub last_used_at: Option<OffsetDateTime>,
    /// Whose it is.
    pub account: Account,
}

/// Keeps a key.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_key(connection: &mut PgConnection, key: &NewKey<'_>) -> Result<(), StoreError> {
    let scopes: Vec<String> = key.scopes.iter().map(|scope| scope.to_string()).collect();
    sqlx::query!(
        "INSERT INTO api_key (prefix, account_id, name, hash, scopes, origin, created_at, expires_at,
                              requests_a_day, requests_a_second)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        key.prefix,
        key.account,
        key.name,
        key.hash,
        &scopes,
        key.origin,
        key.created_at,
        key.expires_at,
        key.limits.a_day,
        key.limits.a_second
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The key that begins so, with its account, unless that was deleted.
///
/// # Errors
/// As PostgreSQL says.
pub async fn key(connection: &mut PgConnection, prefix: &str) -> Result<Option<KnownKey>, StoreError> {
    let row = sqlx::query!(
        "SELECT k.hash, k.scopes, k.origin, k.requests_a_day, k.requests_a_second, k.expires_at, k.revoked_at, k.last_used_at, a.id, a.name, a.email,
                a.role, a.source_key, a.created_at, a.blocked_at
         FROM api_key k JOIN account a ON a.id = k.account_id
         WHERE k.prefix = $1 AND a.deleted_at IS NULL",
        prefix
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let account = AccountRow {
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        source_key: row.source_key,
        created_at: row.created_at,
        blocked_at: row.blocked_at,
    };
    Ok(Some(KnownKey {
        hash: row.hash,
        // A scope that this release does not know opens nothing.
        scopes: row.scopes.iter().filter_map(|scope| scope.parse::<Scope>().ok()).collect(),
        origin: row.origin,
        limits: KeyLimits { a_day: row.requests_a_day, a_second: row.requests_a_second },
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
        account: account.into_domain()?,
    }))
}

/// The keys of an account, the newest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn keys(connection: &mut PgConnection, account: Uuid) -> Result<Vec<ApiKey>, StoreError> {
    let rows = sqlx::query_as!(
        ApiKey,
        "SELECT prefix, name, scopes, origin, requests_a_day, requests_a_second, created_at, expires_at,
                last_used_at, revoked_at
         FROM api_key
         WHERE account_id = $1 ORDER BY created_at DESC, prefix",
        account
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Takes a key back. False: there is none that begins so, or it was taken back already.
///
/// # Errors
/// As PostgreSQL says.
pub async fn revoke_key(
    connection: &mut PgConnection,
    prefix: &str,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE api_key SET revoked_at = $2 WHERE prefix = $1 AND revoked_at IS NULL",
        prefix,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Remembers that a key was used.
///
/// # Errors
/// As PostgreSQL says.
pub async fn touch_key(
    connection: &mut PgConnection,
    prefix: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE api_key SET last_used_at = $2 WHERE prefix = $1", prefix, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets a key expire at an instant.
///
/// # Errors
/// As PostgreSQL says.
pub async fn expire_key(
    connection: &mut PgConnection,
    prefix: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE api_key SET expires_at = $2 WHERE prefix = $1", prefix, at)
        .execute(connection)
        .await?;
    Ok(())
}
