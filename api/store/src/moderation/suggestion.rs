//! Writes that wait for a moderator.

use plainpied_domain::EstablishmentId;
use plainpied_domain::review::{Burst, Held, Standing};
use serde_json::Value;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Decision, QueueFilter};
use crate::StoreError;

/// A write that waits, or that waited.
#[derive(Debug, Clone)]
pub struct SuggestionRecord {
    /// Id.
    pub id: Uuid,
    /// `create`, `describe`, `replace`.
    pub kind: String,
    /// Why it waits.
    pub held: String,
    /// About which establishment; none: a new one.
    pub establishment_id: Option<Uuid>,
    /// The version that stood then.
    pub base_version: Option<i32>,
    /// The body of the request.
    pub body: Value,
    /// Who says it; none: nobody who is known.
    pub account_id: Option<Uuid>,
    /// When.
    pub created_at: OffsetDateTime,
    /// Who looks after it.
    pub assignee_id: Option<Uuid>,
    /// `accepted`, `rejected` or `withdrawn`.
    pub decision: Option<String>,
    /// What the author is told.
    pub answer: Option<String>,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
    /// The establishment that it was written to.
    pub written_id: Option<Uuid>,
    /// The version that it became.
    pub written_version: Option<i32>,
    /// Where somebody without an account is told of the decision, until it is made.
    pub notify_email: Option<String>,
    /// In which language: `fr` or `en`.
    pub notify_language: Option<String>,
}

/// A write to keep.
#[derive(Debug, Clone)]
pub struct NewSuggestion<'a> {
    /// Id.
    pub id: Uuid,
    /// `create`, `describe`, `replace`.
    pub kind: &'a str,
    /// Why it waits.
    pub held: Held,
    /// About which establishment; none: a new one.
    pub establishment: Option<EstablishmentId>,
    /// The version that stands now.
    pub base_version: Option<i32>,
    /// The body of the request.
    pub body: &'a Value,
    /// Who says it.
    pub account: Option<Uuid>,
    /// When.
    pub at: OffsetDateTime,
    /// Where somebody without an account is told of the decision, and in which language.
    pub notify: Option<(&'a str, &'static str)>,
}

/// Keeps a write that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_suggestion(
    connection: &mut PgConnection,
    new: &NewSuggestion<'_>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO suggestion (id, kind, held, establishment_id, base_version, body, account_id, created_at,
                                 notify_email, notify_language)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id,
        new.kind,
        new.held.as_str(),
        new.establishment.map(EstablishmentId::as_uuid),
        new.base_version,
        new.body,
        new.account,
        new.at,
        new.notify.map(|(email, _)| email),
        new.notify.map(|(_, language)| language)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Suggestions after one of them, the oldest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn suggestions(
    connection: &mut PgConnection,
    (filter, held): (&QueueFilter, Option<Held>),
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<SuggestionRecord>, StoreError> {
    let rows = sqlx::query_as!(
        SuggestionRecord,
        "SELECT id, kind, held, establishment_id, base_version, body, account_id, created_at, assignee_id,
                decision, answer, decided_at, written_id, written_version, notify_email, notify_language
         FROM suggestion
         WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
           AND ($2::text IS NULL OR coalesce(decision, 'open') = $2)
           AND ($3::text IS NULL OR held = $3)
           AND ($4::uuid IS NULL OR establishment_id = $4)
           AND ($5::uuid IS NULL OR account_id = $5)
           AND ($6::uuid IS NULL OR assignee_id = $6)
           AND (NOT $7 OR assignee_id IS NULL)
         ORDER BY id LIMIT $8",
        after,
        filter.state.as_deref(),
        held.map(Held::as_str),
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

/// One suggestion.
///
/// # Errors
/// As PostgreSQL says.
pub async fn suggestion(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<SuggestionRecord>, StoreError> {
    let row = sqlx::query_as!(
        SuggestionRecord,
        "SELECT id, kind, held, establishment_id, base_version, body, account_id, created_at, assignee_id,
                decision, answer, decided_at, written_id, written_version, notify_email, notify_language
         FROM suggestion WHERE id = $1",
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// One suggestion that nobody else decides on until the transaction ends.
///
/// # Errors
/// As PostgreSQL says.
pub async fn lock_suggestion(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<SuggestionRecord>, StoreError> {
    sqlx::query!("SELECT FROM suggestion WHERE id = $1 FOR UPDATE", id)
        .fetch_optional(&mut *connection)
        .await?;
    suggestion(connection, id).await
}

/// Who looks after a suggestion that waits; none: nobody any more. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn assign_suggestion(
    connection: &mut PgConnection,
    id: Uuid,
    assignee: Option<Uuid>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE suggestion SET assignee_id = $2 WHERE id = $1 AND decision IS NULL",
        id,
        assignee
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Decides on a suggestion, once; `written`: what it became. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn decide_suggestion(
    connection: &mut PgConnection,
    id: Uuid,
    decision: &Decision<'_>,
    written: Option<(Uuid, Option<i32>)>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE suggestion SET decision = $2, answer = $3, decided_by = $4, decided_at = $5,
                written_id = $6, written_version = $7, notify_email = NULL, notify_language = NULL
         WHERE id = $1 AND decision IS NULL",
        id,
        decision.word(),
        decision.answer,
        decision.by,
        decision.at,
        written.map(|(id, _)| id),
        written.and_then(|(_, version)| version)
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a suggestion back, in the name of its author. False: there is none that waits.
///
/// # Errors
/// As PostgreSQL says.
pub async fn withdraw_suggestion(
    connection: &mut PgConnection,
    id: Uuid,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE suggestion SET decision = 'withdrawn', decided_by = account_id, decided_at = $2
         WHERE id = $1 AND decision IS NULL",
        id,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What an account wrote so far, as far as rules look at it. Until the transaction ends its other writes wait: two at
/// once would both be its last free one.
///
/// # Errors
/// As PostgreSQL says.
pub async fn standing(
    connection: &mut PgConnection,
    account: Uuid,
    (first_edits, burst): (u32, Option<Burst>),
    now: OffsetDateTime,
) -> Result<Standing, StoreError> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended('writes of ' || $1::uuid::text, 0)) AS ignored",
        account
    )
    .execute(&mut *connection)
    .await?;
    let since = burst.map_or(now, |burst| now - Duration::minutes(i64::from(burst.minutes)));
    // What moderators accepted lately was asked for at its own time.
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM (SELECT FROM establishment_version
                       WHERE actor = $2 AND actor LIKE 'account:%' LIMIT $3) AS first) AS "edits!",
                  (SELECT count(*) FROM establishment_version
                       WHERE actor = $2 AND actor LIKE 'account:%' AND at > $4)
                  + (SELECT count(*) FROM suggestion WHERE account_id = $1 AND created_at > $4)
                  - (SELECT count(*) FROM suggestion
                         WHERE account_id = $1 AND decision = 'accepted' AND written_version IS NOT NULL
                           AND decided_at > $4) AS "recent!",
                  EXISTS (SELECT FROM account WHERE id = $1 AND trusted_at IS NOT NULL) AS "trusted!""#,
        account,
        crate::account::actor(account),
        i64::from(first_edits),
        since
    )
    .fetch_one(connection)
    .await?;
    Ok(Standing { edits: row.edits, recent: row.recent, trusted: row.trusted })
}

/// Says whether an operator trusts an account: its first edits do not wait then. False: there is no such account.
///
/// # Errors
/// As PostgreSQL says.
pub async fn trust(
    connection: &mut PgConnection,
    account: Uuid,
    since: Option<OffsetDateTime>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE account SET trusted_at = $2 WHERE id = $1 AND deleted_at IS NULL",
        account,
        since
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
