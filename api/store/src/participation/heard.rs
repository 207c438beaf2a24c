use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// Something that was missing to decide.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Id.
    pub id: Uuid,
    /// Where.
    pub establishment: EstablishmentId,
    /// Which criterion.
    pub criterion: String,
    /// For the managers.
    pub note: Option<String>,
    /// When.
    pub at: OffsetDateTime,
}

/// Whether what was said proved true.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// Id.
    pub id: Uuid,
    /// Where.
    pub establishment: EstablishmentId,
    /// Of which criterion; none: of everything.
    pub criterion: Option<String>,
    /// Whether it did.
    pub proved: bool,
    /// When.
    pub at: OffsetDateTime,
}

/// What was said of one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardRecord {
    /// The criterion.
    pub criterion: String,
    /// How many needed it to decide.
    pub asked: i64,
    /// How many found the present answer true.
    pub proved: i64,
    /// How many found it untrue.
    pub disproved: i64,
}

/// What was said of the whole, at its present version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeardWhole {
    /// How many found all of it true.
    pub proved: i64,
    /// How many did not.
    pub disproved: i64,
}

/// A note with an ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskNote {
    /// The criterion.
    pub criterion: String,
    /// In words.
    pub note: String,
    /// When.
    pub at: OffsetDateTime,
}

/// Counts an ask. False: there is no such published establishment.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_ask(connection: &mut PgConnection, ask: &Ask) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO ask (id, establishment_id, commune_code, criterion, note, at)
         SELECT $1, id, commune_code, $3, $4, $5 FROM establishment WHERE id = $2 AND status = 'published'",
        ask.id,
        ask.establishment.as_uuid(),
        ask.criterion,
        ask.note,
        ask.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts a confirmation of the present answer. False: there is no such published establishment, or no such answer.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_confirmation(
    connection: &mut PgConnection,
    said: &Confirmation,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO confirmation (id, establishment_id, commune_code, version, criterion, value, proved, at)
         SELECT $1, id, commune_code, version, $3, criteria -> $3, $4, $5 FROM establishment
         WHERE id = $2 AND status = 'published' AND ($3::text IS NULL OR criteria ? $3)",
        said.id,
        said.establishment.as_uuid(),
        said.criterion,
        said.proved,
        said.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What was said of each criterion of an establishment; confirmations of its present answers only.
///
/// # Errors
/// As PostgreSQL says.
pub async fn heard(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<Vec<HeardRecord>, StoreError> {
    Ok(sqlx::query_file_as!(HeardRecord, "src/participation/heard.sql", id.as_uuid())
        .fetch_all(connection)
        .await?)
}

/// What was said of the whole, as it stands now.
///
/// # Errors
/// As PostgreSQL says.
pub async fn heard_whole(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<HeardWhole, StoreError> {
    Ok(sqlx::query_as!(
        HeardWhole,
        r#"SELECT count(*) FILTER (WHERE c.proved) AS "proved!", count(*) FILTER (WHERE NOT c.proved) AS "disproved!"
           FROM confirmation c JOIN establishment e ON (e.id, e.version) = (c.establishment_id, c.version)
           WHERE c.establishment_id = $1 AND c.criterion IS NULL"#,
        id.as_uuid()
    )
    .fetch_one(connection)
    .await?)
}

/// The notes of the latest asks, the latest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn ask_notes(
    connection: &mut PgConnection,
    id: EstablishmentId,
    most: i64,
) -> Result<Vec<AskNote>, StoreError> {
    Ok(sqlx::query_as!(
        AskNote,
        r#"SELECT criterion, note AS "note!", at FROM ask
           WHERE establishment_id = $1 AND note IS NOT NULL ORDER BY at DESC, id LIMIT $2"#,
        id.as_uuid(),
        most
    )
    .fetch_all(connection)
    .await?)
}

/// How often a criterion of a place was asked for.
#[derive(Debug, Clone)]
pub struct AskCount {
    /// Of which establishment.
    pub establishment_id: uuid::Uuid,
    /// The criterion.
    pub criterion: String,
    /// How often.
    pub count: i64,
}

/// What was asked for in each of these establishments, the most asked for first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn asked_of(
    connection: &mut PgConnection,
    establishments: &[uuid::Uuid],
) -> Result<Vec<AskCount>, StoreError> {
    Ok(sqlx::query_as!(
        AskCount,
        r#"SELECT establishment_id, criterion, count(*) AS "count!" FROM ask
           WHERE establishment_id = ANY ($1) GROUP BY establishment_id, criterion ORDER BY count(*) DESC, criterion"#,
        establishments
    )
    .fetch_all(connection)
    .await?)
}
