use std::cmp::Reverse;

use plainpied_criteria::{Answers, schema};
use plainpied_domain::{BoundingBox, EstablishmentId, InseeCode, Status};
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

struct LatestRow {
    id: Uuid,
    name: String,
    status: String,
    version: i32,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
    criteria: String,
}

impl LatestRow {
    fn into_record(self) -> Result<LatestRecord, StoreError> {
        Ok(LatestRecord {
            id: self.id,
            status: row::parse(self.id, "status", &self.status)?,
            answers: row::answers(self.id, schema(), &self.criteria)?,
            name: self.name,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
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
    let rows = sqlx::query_file_as!(LatestRow, "src/establishment/latest.sql", commune.as_str(), most)
        .fetch_all(connection);
    rows.await?.into_iter().map(LatestRow::into_record).collect()
}

/// The establishments of a box that changed last, the latest first; also those that are closed since.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn latest_in_box(
    connection: &mut PgConnection,
    bbox: BoundingBox,
    most: i64,
) -> Result<Vec<LatestRecord>, StoreError> {
    let mut found = Vec::new();
    for [west, south, east, north] in bbox.parts() {
        let part = sqlx::query_file_as!(
            LatestRow,
            "src/establishment/latest_in_box.sql",
            west,
            south,
            east,
            north,
            most
        );
        found.extend(part.fetch_all(&mut *connection).await?);
    }
    // The two halves of a box over the antimeridian, as one list.
    found.sort_by_key(|row| (Reverse(row.updated_at), row.id));
    found.truncate(usize::try_from(most).unwrap_or(0));
    found.into_iter().map(LatestRow::into_record).collect()
}

/// Those of these establishments that changed last, the latest first.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn latest_of(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
    most: i64,
) -> Result<Vec<LatestRecord>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let rows =
        sqlx::query_file_as!(LatestRow, "src/establishment/latest_of.sql", &ids, most).fetch_all(connection);
    rows.await?.into_iter().map(LatestRow::into_record).collect()
}

/// Names of the establishments among these that were ever shown.
///
/// # Errors
/// As PostgreSQL says.
pub async fn names(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let rows =
        sqlx::query!("SELECT id, name FROM establishment WHERE id = ANY ($1) AND status <> 'draft'", &ids)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
