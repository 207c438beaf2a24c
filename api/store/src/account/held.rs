//! What else is kept of an account, for its own look at it.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;
use crate::moderation::NoticeRecord;
use crate::participation::IdeaRecord;

/// Who an account is at a provider of identities.
#[derive(Debug, Clone)]
pub struct IdentityRecord {
    /// The provider.
    pub issuer: String,
    /// What it calls the person.
    pub subject: String,
    /// Since when.
    pub since: OffsetDateTime,
}

/// An establishment that an account speaks for.
#[derive(Debug, Clone)]
pub struct ManagedRecord {
    /// Which.
    pub establishment_id: Uuid,
    /// Since when.
    pub since: OffsetDateTime,
}

/// What is kept by an e-mail address: a link that was mailed, a wrong password, a mail that waits to be sent.
#[derive(Debug, Clone)]
pub struct AddressedRecord {
    /// `sign_in`, `change_email`, `wrong_password`, `mail`.
    pub kind: String,
    /// The address.
    pub email: String,
    /// When.
    pub at: OffsetDateTime,
    /// After which it is of no use.
    pub expires_at: Option<OffsetDateTime>,
}

/// Something that an account looks after or decided.
#[derive(Debug, Clone)]
pub struct DeedRecord {
    /// `suggestion`, `report`, `claim`, `proposal`, `redaction`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// `assigned` while it waits, else what was decided.
    pub did: String,
    /// When it was decided.
    pub at: Option<OffsetDateTime>,
}

/// An answer that is kept for a request that may be sent again.
#[derive(Debug, Clone)]
pub struct KeptAnswerRecord {
    /// What the client called it.
    pub key: String,
    /// The status.
    pub status: i16,
    /// The body.
    pub body: String,
    /// When.
    pub at: OffsetDateTime,
}

/// Who an account is at providers of identities.
///
/// # Errors
/// As PostgreSQL says.
pub async fn identities(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<IdentityRecord>, StoreError> {
    let rows = sqlx::query_as!(
        IdentityRecord,
        "SELECT issuer, subject, since FROM account_identity WHERE account_id = $1 ORDER BY since, issuer",
        account
    );
    Ok(rows.fetch_all(connection).await?)
}

/// The establishments that an account manages, the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn management(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<ManagedRecord>, StoreError> {
    let rows = sqlx::query_as!(
        ManagedRecord,
        "SELECT establishment_id, since FROM management WHERE account_id = $1 ORDER BY since, establishment_id",
        account
    );
    Ok(rows.fetch_all(connection).await?)
}

/// What is kept by the address of an account, or by one that it wants to have; the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn addressed(
    connection: &mut PgConnection,
    account: Uuid,
    email: Option<&str>,
) -> Result<Vec<AddressedRecord>, StoreError> {
    let rows = sqlx::query_as!(
        AddressedRecord,
        r#"SELECT purpose AS "kind!", email AS "email!", created_at AS "at!", expires_at
           FROM mail_link WHERE account_id = $1 OR email = $2
           UNION ALL SELECT 'wrong_password', email, at, NULL FROM wrong_password WHERE email = $2
           UNION ALL SELECT 'mail', recipient, created_at, expires_at FROM mail_outbox WHERE recipient = $2
           ORDER BY 3, 1"#,
        account,
        email
    );
    Ok(rows.fetch_all(connection).await?)
}

/// What an account looks after and decided, by kind.
///
/// # Errors
/// As PostgreSQL says.
pub async fn deeds(connection: &mut PgConnection, account: Uuid) -> Result<Vec<DeedRecord>, StoreError> {
    let rows = sqlx::query_as!(
        DeedRecord,
        r#"SELECT 'suggestion' AS "kind!", id AS "id!", coalesce(decision, 'assigned') AS "did!", decided_at AS at
           FROM suggestion WHERE assignee_id = $1 OR decided_by = $1
           UNION ALL SELECT 'report', id, coalesce(decision, 'assigned'), decided_at
           FROM report WHERE assignee_id = $1 OR decided_by = $1
           UNION ALL SELECT 'claim', id, coalesce(decision, 'assigned'), decided_at
           FROM management_claim WHERE assignee_id = $1 OR decided_by = $1
           UNION ALL SELECT 'proposal', id, state, answered_at FROM idea WHERE answered_by = $1
           UNION ALL SELECT 'redaction', id, member, at FROM redaction WHERE account_id = $1
           ORDER BY 1, 2"#,
        account
    );
    Ok(rows.fetch_all(connection).await?)
}

/// Answers that are kept for requests that may be sent again, the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn kept_answers(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<KeptAnswerRecord>, StoreError> {
    let rows = sqlx::query_as!(
        KeptAnswerRecord,
        "SELECT key, status, body, at FROM idempotent_answer WHERE account_id = $1 ORDER BY at, key",
        account
    );
    Ok(rows.fetch_all(connection).await?)
}

/// The notices that an account announced, those that have ended and those that were taken back too; the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn announced(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<NoticeRecord>, StoreError> {
    let rows = sqlx::query_as!(
        NoticeRecord,
        "SELECT id, establishment_id, kind, message, criteria, begins_at, ends_at, source_key, account_id, created_at
         FROM notice WHERE account_id = $1 ORDER BY created_at, id",
        account
    );
    Ok(rows.fetch_all(connection).await?)
}

/// What an account proposed, what is hidden too; the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn proposed(connection: &mut PgConnection, account: Uuid) -> Result<Vec<IdeaRecord>, StoreError> {
    let rows = sqlx::query_as!(
        IdeaRecord,
        "SELECT id, kind, about, text, account_id, created_at, state, answer, answered_at
         FROM idea WHERE account_id = $1 ORDER BY created_at, id",
        account
    );
    Ok(rows.fetch_all(connection).await?)
}

/// Since when an operator trusts an account.
///
/// # Errors
/// As PostgreSQL says.
pub async fn trusted_at(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Option<OffsetDateTime>, StoreError> {
    let at = sqlx::query_scalar!("SELECT trusted_at FROM account WHERE id = $1", account);
    Ok(at.fetch_optional(connection).await?.flatten())
}
