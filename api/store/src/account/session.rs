//! Who is signed in.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Account, AccountRow};
use crate::StoreError;

/// A session to be kept.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Id: names it in lists.
    pub id: Uuid,
    /// Whose.
    pub account: Uuid,
    /// SHA-256 of the token.
    pub token_hash: &'a [u8],
    /// Browser and system.
    pub agent: &'a str,
    /// When it begins.
    pub created_at: OffsetDateTime,
    /// When it ends, unless it is used before.
    pub expires_at: OffsetDateTime,
}

/// A session as it is looked up for a request.
#[derive(Debug, Clone)]
pub struct KnownSession {
    /// Id.
    pub id: Uuid,
    /// When it was last used, to the hour.
    pub last_seen_at: OffsetDateTime,
    /// Language of the account: `fr` or `en`.
    pub language: String,
    /// Whose it is.
    pub account: Account,
}

/// A session as it is listed.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// Id.
    pub id: Uuid,
    /// Browser and system.
    pub agent: String,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it was last used, to the hour.
    pub last_seen_at: OffsetDateTime,
    /// When it ends, unless it is used before.
    pub expires_at: OffsetDateTime,
}

/// Begins a session.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_session(connection: &mut PgConnection, session: &NewSession<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO session (id, account_id, token_hash, agent, created_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
        session.id,
        session.account,
        session.token_hash,
        session.agent,
        session.created_at,
        session.expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The session of a token that has not ended, unless its account is blocked or deleted.
///
/// # Errors
/// As PostgreSQL says.
pub async fn session(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<KnownSession>, StoreError> {
    let row = sqlx::query!(
        "SELECT s.id AS session_id, s.last_seen_at, a.language, a.id, a.name, a.email, a.role, a.source_key,
                a.created_at, a.blocked_at
         FROM session s JOIN account a ON a.id = s.account_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.deleted_at IS NULL AND a.blocked_at IS NULL",
        token_hash,
        now
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
    Ok(Some(KnownSession {
        id: row.session_id,
        last_seen_at: row.last_seen_at,
        language: row.language,
        account: account.into_domain()?,
    }))
}

/// Remembers that a session was used, and lets it go on until `expires_at`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn touch_session(
    connection: &mut PgConnection,
    id: Uuid,
    (at, expires_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE id = $1", id, at, expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// The sessions of an account, the one used last first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn sessions(
    connection: &mut PgConnection,
    account: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<SessionRecord>, StoreError> {
    let sessions = sqlx::query_as!(
        SessionRecord,
        "SELECT id, agent, created_at, last_seen_at, expires_at FROM session
         WHERE account_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id",
        account,
        now
    )
    .fetch_all(connection)
    .await?;
    Ok(sessions)
}

/// Ends a session of an account. False: it has none of this id.
///
/// # Errors
/// As PostgreSQL says.
pub async fn end_session(connection: &mut PgConnection, account: Uuid, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query!("DELETE FROM session WHERE account_id = $1 AND id = $2", account, id);
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// Ends all sessions of an account but one.
///
/// # Errors
/// As PostgreSQL says.
pub async fn end_sessions(
    connection: &mut PgConnection,
    account: Uuid,
    except: Option<Uuid>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM session WHERE account_id = $1 AND ($2::uuid IS NULL OR id <> $2)",
        account,
        except
    );
    Ok(done.execute(connection).await?.rows_affected())
}
