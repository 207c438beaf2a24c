//! Links that mails hold, wrong passwords, and what was typed into forms whose session had ended.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// A link that a mail holds.
#[derive(Debug, Clone)]
pub struct MailLink {
    /// SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// The address that whoever follows it has, lower case.
    pub email: String,
    /// Whose address is to change to it; none: it signs in.
    pub account: Option<Uuid>,
    /// Language of the reader: `fr` or `en`.
    pub language: String,
    /// Where to go afterwards.
    pub next: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// From when on it is refused.
    pub expires_at: OffsetDateTime,
    /// When it was used.
    pub used_at: Option<OffsetDateTime>,
}

/// Keeps a link.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_link(connection: &mut PgConnection, link: &MailLink) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO mail_link (token_hash, purpose, email, account_id, language, next, created_at, expires_at)
         VALUES ($1, CASE WHEN $3::uuid IS NULL THEN 'sign_in' ELSE 'change_email' END, $2, $3, $4, $5, $6, $7)",
        link.token_hash,
        link.email,
        link.account,
        link.language,
        link.next,
        link.created_at,
        link.expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many links an address was sent since. Until the transaction ends, others who ask for it wait.
///
/// # Errors
/// As PostgreSQL says.
pub async fn count_links(
    connection: &mut PgConnection,
    email: &str,
    since: OffsetDateTime,
) -> Result<i64, StoreError> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('mail_link ' || $1, 0)) AS ignored", email)
        .execute(&mut *connection)
        .await?;
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM mail_link WHERE email = $1 AND created_at > $2"#,
        email,
        since
    );
    Ok(count.fetch_one(connection).await?)
}

/// The link of a token, used and expired ones too.
///
/// # Errors
/// As PostgreSQL says.
pub async fn link(connection: &mut PgConnection, token_hash: &[u8]) -> Result<Option<MailLink>, StoreError> {
    let link = sqlx::query_as!(
        MailLink,
        r#"SELECT token_hash, email, account_id AS account, language, next, created_at, expires_at, used_at
           FROM mail_link WHERE token_hash = $1"#,
        token_hash
    );
    Ok(link.fetch_optional(connection).await?)
}

/// Uses a link up. False: somebody else did.
///
/// # Errors
/// As PostgreSQL says.
pub async fn use_link(
    connection: &mut PgConnection,
    token_hash: &[u8],
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE mail_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        token_hash,
        at
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// How many wrong passwords were tried for an address since.
///
/// # Errors
/// As PostgreSQL says.
pub async fn wrong_passwords(
    connection: &mut PgConnection,
    email: &str,
    since: OffsetDateTime,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM wrong_password WHERE email = $1 AND at > $2"#,
        email,
        since
    );
    Ok(count.fetch_one(connection).await?)
}

/// Remembers a wrong password.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_wrong_password(
    connection: &mut PgConnection,
    email: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!("INSERT INTO wrong_password (email, at) VALUES ($1, $2)", email, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps what was typed into a form.
///
/// # Errors
/// As PostgreSQL says.
pub async fn keep_form(
    connection: &mut PgConnection,
    token_hash: &[u8],
    fields: &serde_json::Value,
    expires_at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO kept_form (token_hash, fields, expires_at) VALUES ($1, $2, $3)",
        token_hash,
        fields,
        expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was typed into a form.
///
/// # Errors
/// As PostgreSQL says.
pub async fn kept_form(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<serde_json::Value>, StoreError> {
    let fields = sqlx::query_scalar!(
        "SELECT fields FROM kept_form WHERE token_hash = $1 AND expires_at > $2",
        token_hash,
        now
    );
    Ok(fields.fetch_optional(connection).await?)
}

/// Forgets what is of no use any more: sessions, links, wrong passwords, forms and drafts.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_expired(connection: &mut PgConnection, now: OffsetDateTime) -> Result<(), StoreError> {
    let before = now - time::Duration::DAY;
    sqlx::query!("DELETE FROM session WHERE expires_at < $1", now).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM mail_link WHERE expires_at < $1", before).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM wrong_password WHERE at < $1", before).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM kept_form WHERE expires_at < $1", now).execute(&mut *connection).await?;
    crate::draft::forget_lapsed(connection, now).await
}
