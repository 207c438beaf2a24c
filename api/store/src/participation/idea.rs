use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// What somebody would have otherwise.
#[derive(Debug, Clone)]
pub struct IdeaRecord {
    /// Id.
    pub id: Uuid,
    /// `criterion`, `wording`, `rule`, `other`.
    pub kind: String,
    /// The criterion or need that it is about.
    pub about: Option<String>,
    /// In words.
    pub text: String,
    /// Who said it, where somebody did.
    pub account_id: Option<Uuid>,
    /// When.
    pub created_at: OffsetDateTime,
    /// `open`, `accepted`, `declined`, `done`.
    pub state: String,
    /// What the moderators say.
    pub answer: Option<String>,
    /// When they said it.
    pub answered_at: Option<OffsetDateTime>,
}

/// Which ideas.
#[derive(Debug, Clone, Default)]
pub struct IdeaFilter {
    /// Only of this state.
    pub state: Option<String>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only those before this one, in the order of the list.
    pub before: Option<(OffsetDateTime, Uuid)>,
}

/// An answer of the moderators.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// `accepted`, `declined`, `done`.
    pub state: &'a str,
    /// In words.
    pub text: &'a str,
    /// Who answers.
    pub by: Uuid,
    /// When.
    pub at: OffsetDateTime,
}

/// Keeps an idea.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_idea(connection: &mut PgConnection, idea: &IdeaRecord) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO idea (id, kind, about, text, account_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        idea.id,
        idea.kind,
        idea.about,
        idea.text,
        idea.account_id,
        idea.created_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ideas that are shown, the newest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn ideas(
    connection: &mut PgConnection,
    filter: &IdeaFilter,
    most: i64,
) -> Result<Vec<IdeaRecord>, StoreError> {
    let (at, id) = filter.before.unzip();
    Ok(sqlx::query_as!(
        IdeaRecord,
        "SELECT id, kind, about, text, account_id, created_at, state, answer, answered_at FROM idea
         WHERE NOT hidden AND ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR kind = $2)
           AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
         ORDER BY created_at DESC, id DESC LIMIT $5",
        filter.state,
        filter.kind,
        at,
        id,
        most
    )
    .fetch_all(connection)
    .await?)
}

/// One idea that is shown.
///
/// # Errors
/// As PostgreSQL says.
pub async fn idea(connection: &mut PgConnection, id: Uuid) -> Result<Option<IdeaRecord>, StoreError> {
    Ok(sqlx::query_as!(
        IdeaRecord,
        "SELECT id, kind, about, text, account_id, created_at, state, answer, answered_at FROM idea
         WHERE id = $1 AND NOT hidden",
        id
    )
    .fetch_optional(connection)
    .await?)
}

/// Answers an idea; a later answer takes the place of the one before. False: there is no such idea.
///
/// # Errors
/// As PostgreSQL says.
pub async fn answer_idea(
    connection: &mut PgConnection,
    id: Uuid,
    answer: &Answer<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE idea SET state = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE id = $1 AND NOT hidden",
        id,
        answer.state,
        answer.text,
        answer.by,
        answer.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Shows an idea no more. False: there is none that is shown.
///
/// # Errors
/// As PostgreSQL says.
pub async fn hide_idea(connection: &mut PgConnection, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query!("UPDATE idea SET hidden = true WHERE id = $1 AND NOT hidden", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
