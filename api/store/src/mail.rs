//! Mails that wait to be sent.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct NewMail<'a> {
    /// Id: names the message too, so that one that is sent twice is seen to be one.
    pub id: Uuid,
    /// What it is about, for operators.
    pub kind: &'a str,
    /// To whom.
    pub recipient: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// As plain text.
    pub text: &'a str,
    /// As HTML.
    pub html: &'a str,
    /// The address that ends the subscription, where it is one.
    pub unsubscribe: Option<&'a str>,
    /// When it is written.
    pub created_at: OffsetDateTime,
    /// After which it is of no use.
    pub expires_at: Option<OffsetDateTime>,
}

/// A mail that is to be sent now.
#[derive(Clone)]
pub struct DueMail {
    /// Id.
    pub id: Uuid,
    /// What it is about.
    pub kind: String,
    /// To whom.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// As plain text.
    pub text_body: String,
    /// As HTML.
    pub html_body: String,
    /// The address that ends the subscription, where it is one.
    pub unsubscribe: Option<String>,
    /// When it was written.
    pub created_at: OffsetDateTime,
    /// After which it is of no use.
    pub expires_at: Option<OffsetDateTime>,
    /// How often it was tried, this time too.
    pub attempts: i16,
}

/// A mail that waits or was given up, as operators see it.
#[derive(Debug, Clone)]
pub struct MailStatus {
    /// Id.
    pub id: Uuid,
    /// What it is about.
    pub kind: String,
    /// When it was written.
    pub created_at: OffsetDateTime,
    /// When it is tried next.
    pub due_at: OffsetDateTime,
    /// How often it was tried.
    pub attempts: i16,
    /// Why it was not sent.
    pub last_error: Option<String>,
    /// Since when it is not tried any more.
    pub given_up_at: Option<OffsetDateTime>,
}

/// Keeps a mail until it is sent, in the transaction of what causes it.
///
/// # Errors
/// As PostgreSQL says.
pub async fn enqueue(connection: &mut PgConnection, mail: &NewMail<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO mail_outbox
             (id, kind, recipient, subject, text_body, html_body, unsubscribe, created_at, due_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        mail.id,
        mail.kind,
        mail.recipient,
        mail.subject,
        mail.text,
        mail.html,
        mail.unsubscribe,
        mail.created_at,
        mail.expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes up to `most` mails that are due. Nobody else gets them before `until`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn take_due(
    connection: &mut PgConnection,
    now: OffsetDateTime,
    until: OffsetDateTime,
    most: i64,
) -> Result<Vec<DueMail>, StoreError> {
    let mails = sqlx::query_as!(
        DueMail,
        "UPDATE mail_outbox SET due_at = $2, attempts = attempts + 1
         WHERE id IN (SELECT id FROM mail_outbox WHERE due_at <= $1 AND given_up_at IS NULL
                      ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING id, kind, recipient, subject, text_body, html_body, unsubscribe, created_at, expires_at,
                   attempts",
        now,
        until,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(mails)
}

/// Forgets a mail: it was sent, or is of no use any more.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget(connection: &mut PgConnection, id: Uuid) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM mail_outbox WHERE id = $1", id).execute(connection).await?;
    Ok(())
}

/// Puts a mail off until `due_at`, or gives it up since `given_up_at`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn put_off(
    connection: &mut PgConnection,
    id: Uuid,
    (due_at, given_up_at): (OffsetDateTime, Option<OffsetDateTime>),
    error: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE mail_outbox SET due_at = $2, given_up_at = $3, last_error = $4 WHERE id = $1",
        id,
        due_at,
        given_up_at,
        error
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets mails that were given up before an instant.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_given_up(
    connection: &mut PgConnection,
    before: OffsetDateTime,
) -> Result<u64, StoreError> {
    let done = sqlx::query!("DELETE FROM mail_outbox WHERE given_up_at < $1", before);
    Ok(done.execute(connection).await?.rows_affected())
}

/// Mails that were tried in vain, the oldest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn waiting(connection: &mut PgConnection, most: i64) -> Result<Vec<MailStatus>, StoreError> {
    let mails = sqlx::query_as!(
        MailStatus,
        "SELECT id, kind, created_at, due_at, attempts, last_error, given_up_at FROM mail_outbox
         ORDER BY created_at, id LIMIT $1",
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(mails)
}

/// How many mails wait, and how many were given up.
///
/// # Errors
/// As PostgreSQL says.
pub async fn counts(connection: &mut PgConnection) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE given_up_at IS NULL) AS "waiting!",
                  count(*) FILTER (WHERE given_up_at IS NOT NULL) AS "given_up!"
           FROM mail_outbox"#
    )
    .fetch_one(connection)
    .await?;
    Ok((row.waiting, row.given_up))
}

/// Tries all mails again at once, those that were given up too; how many.
///
/// # Errors
/// As PostgreSQL says.
pub async fn retry(connection: &mut PgConnection, now: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!("UPDATE mail_outbox SET due_at = $1, given_up_at = NULL", now);
    Ok(done.execute(connection).await?.rows_affected())
}
