//! What moderators look at: all that waits for them, what they decided, and what an account did so far.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// Which of what waits.
#[derive(Debug, Clone, Copy, Default)]
pub struct WaitingFilter {
    /// `suggestion`, `report`, `claim` or `proposal`; none: all.
    pub kind: Option<&'static str>,
    /// Looked after by this account.
    pub assignee: Option<Uuid>,
    /// Looked after by nobody.
    pub unassigned: bool,
}

/// Something that waits for the moderators.
#[derive(Debug, Clone)]
pub struct WaitingRecord {
    /// `suggestion`, `report`, `claim` or `proposal`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Why a suggestion waits; the kind of a report or proposal.
    pub about: String,
    /// The name of a new place, the words of a report or proposal.
    pub says: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// About which establishment.
    pub establishment_id: Option<Uuid>,
    /// Its name.
    pub place: Option<String>,
    /// Whose; none: of nobody who is known.
    pub account_id: Option<Uuid>,
    /// The name of that account, unless it was deleted.
    pub author: Option<String>,
    /// Who looks after it.
    pub assignee_id: Option<Uuid>,
    /// The name of that moderator.
    pub assignee: Option<String>,
}

/// How much waits of one kind.
#[derive(Debug, Clone)]
pub struct WaitingCount {
    /// `suggestion`, `report`, `claim` or `proposal`.
    pub kind: String,
    /// All of it.
    pub all: i64,
    /// What the account that asks looks after.
    pub mine: i64,
    /// What nobody looks after.
    pub unassigned: i64,
}

/// Something that was decided.
#[derive(Debug, Clone)]
pub struct DecidedRecord {
    /// `suggestion`, `report`, `claim` or `proposal`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Why a suggestion waited; the kind of a report or proposal.
    pub about: String,
    /// `accepted` or `rejected`; of a proposal `accepted`, `declined` or `done`.
    pub decision: String,
    /// What whoever waited was told.
    pub answer: String,
    /// When.
    pub decided_at: OffsetDateTime,
    /// About which establishment.
    pub establishment_id: Option<Uuid>,
    /// Its name, or the words of a proposal.
    pub place: String,
    /// The name of the moderator.
    pub by: Option<String>,
}

/// Which decisions.
#[derive(Debug, Clone, Copy)]
pub struct DecidedFilter {
    /// `suggestion`, `report`, `claim` or `proposal`; none: all.
    pub kind: Option<&'static str>,
    /// Of this moderator.
    pub by: Option<Uuid>,
}

/// What an account did so far.
#[derive(Debug, Clone)]
pub struct AccountFigures {
    /// Versions that it wrote.
    pub edits: i64,
    /// Suggestions of it that wait.
    pub waiting: i64,
    /// Suggestions of it that were accepted.
    pub accepted: i64,
    /// Suggestions of it that were refused.
    pub rejected: i64,
    /// Reports that it made.
    pub reports: i64,
    /// Establishments that it manages.
    pub managed: i64,
}

/// What waits after one of them, the oldest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn waiting(
    connection: &mut PgConnection,
    filter: WaitingFilter,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<WaitingRecord>, StoreError> {
    Ok(sqlx::query_file_as!(
        WaitingRecord,
        "src/moderation/waiting.sql",
        filter.kind,
        filter.assignee,
        filter.unassigned,
        after.unwrap_or_default(),
        most
    )
    .fetch_all(connection)
    .await?)
}

/// How much waits, by kind: kinds of which nothing waits are absent.
///
/// # Errors
/// As PostgreSQL says.
pub async fn waiting_counts(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<WaitingCount>, StoreError> {
    Ok(sqlx::query_file_as!(WaitingCount, "src/moderation/waiting_counts.sql", account)
        .fetch_all(connection)
        .await?)
}

/// What was decided before one of them, the latest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn decided(
    connection: &mut PgConnection,
    filter: DecidedFilter,
    (before, id): (OffsetDateTime, Uuid),
    most: i64,
) -> Result<Vec<DecidedRecord>, StoreError> {
    Ok(sqlx::query_file_as!(
        DecidedRecord,
        "src/moderation/decided.sql",
        filter.kind,
        filter.by,
        before,
        id,
        most
    )
    .fetch_all(connection)
    .await?)
}

/// What an account did so far.
///
/// # Errors
/// As PostgreSQL says.
pub async fn figures(connection: &mut PgConnection, account: Uuid) -> Result<AccountFigures, StoreError> {
    let actor = crate::account::actor(account);
    Ok(sqlx::query_file_as!(AccountFigures, "src/moderation/figures.sql", account, actor)
        .fetch_one(connection)
        .await?)
}
