use plainpied_criteria::{Answers, schema};
use plainpied_domain::{InseeCode, Status};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{StoreError, row};

/// An establishment that changed.
#[derive(Debug)]
pub struct LatestRecord {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What became of it.
    pub status: Status,
    /// Version.
    pub version: i32,
    /// When it was first written here.
    pub created_at: OffsetDateTime,
    /// When it was last changed here.
    pub updated_at: OffsetDateTime,
    /// What is known.
    pub answers: Answers,
}

/// The name of a commune or municipal arrondissement, where there is one.
///
/// # Errors
/// As PostgreSQL says.
pub async fn commune_name(
    connection: &mut PgConnection,
    commune: &InseeCode,
) -> Result<Option<String>, StoreError> {
    let name = sqlx::query_scalar!("SELECT name FROM commune WHERE code = $1", commune.as_str());
    Ok(name.fetch_optional(connection).await?)
}

/// The establishments of a commune that changed last, the latest first; also those that are closed since.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn latest(
    connection: &mut PgConnection,
    commune: &InseeCode,
    most: i64,
) -> Result<Vec<LatestRecord>, StoreError> {
    let rows = sqlx::query_file!("src/establishment/latest.sql", commune.as_str(), most)
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LatestRecord {
                id: row.id,
                status: row::parse(row.id, "status", &row.status)?,
                answers: row::answers(row.id, schema(), &row.criteria)?,
                name: row.name,
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        })
        .collect()
}
