//! What the indexer reads: published establishments with the words they are found by.

use futures::{Stream, TryStreamExt};
use plainpied_criteria::{Answers, Schema, schema};
use plainpied_domain::{DepartmentCode, EstablishmentId, InseeCode, LonLat, Provenance};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{StoreError, row};

/// What is indexed of an establishment.
#[derive(Debug, Clone)]
pub struct IndexedRecord {
    /// Id.
    pub id: EstablishmentId,
    /// Version.
    pub version: i32,
    /// Name.
    pub name: String,
    /// Slugs of its activities.
    pub activities: Vec<String>,
    /// Commune or arrondissement.
    pub commune: InseeCode,
    /// The commune of an arrondissement.
    pub commune_parent: Option<InseeCode>,
    /// Name of the commune.
    pub commune_name: String,
    /// Code of the department.
    pub department: DepartmentCode,
    /// Street.
    pub street: Option<String>,
    /// Hamlet or place name.
    pub locality: Option<String>,
    /// Postal code.
    pub postal_code: String,
    /// Position.
    pub at: LonLat,
    /// Percent.
    pub completeness: u8,
    /// What is known.
    pub answers: Answers,
    /// The latest day on which one of the answers was seen to be so, or all of them were confirmed.
    pub observed: Option<Date>,
}

struct IndexedRow {
    id: Uuid,
    version: i32,
    name: String,
    activities: Vec<String>,
    commune_code: String,
    parent_code: Option<String>,
    commune_name: String,
    department_code: String,
    street: Option<String>,
    locality: Option<String>,
    postal_code: String,
    lon: f64,
    lat: f64,
    completeness: i16,
    criteria: String,
    provenance: String,
    verified_at: Option<OffsetDateTime>,
}

impl IndexedRow {
    fn into_record(self, schema: &Schema) -> Result<IndexedRecord, StoreError> {
        let id = self.id;
        let answers = row::answers(id, schema, &self.criteria)?;
        let observed = self.observed(schema, &answers)?;
        let at = LonLat::new(self.lon, self.lat);
        Ok(IndexedRecord {
            id: id.into(),
            version: self.version,
            name: self.name,
            activities: self.activities,
            commune: row::parse(id, "commune_code", &self.commune_code)?,
            commune_parent: self.parent_code.map(|code| row::parse(id, "commune_code", &code)).transpose()?,
            commune_name: self.commune_name,
            department: row::parse(id, "department_code", &self.department_code)?,
            street: self.street,
            locality: self.locality,
            postal_code: self.postal_code,
            at: at.map_err(|error| row::inconsistent(id, "location", error.to_string()))?,
            completeness: u8::try_from(self.completeness)
                .map_err(|error| row::inconsistent(id, "completeness", error.to_string()))?,
            answers,
            observed,
        })
    }

    fn observed(&self, schema: &Schema, answers: &Answers) -> Result<Option<Date>, StoreError> {
        if answers.is_empty() {
            return Ok(None);
        }
        let provenance = Provenance::parse(schema, &self.provenance)
            .map_err(|error| row::inconsistent(self.id, "provenance", error.to_string()))?;
        let seen = answers.iter().filter_map(|(criterion, _)| provenance.origin(criterion)?.observed).max();
        Ok(seen.max(self.verified_at.map(OffsetDateTime::date)))
    }
}

/// Those of the establishments that can be found, in no particular order: the others belong out of the index.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn of(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
) -> Result<Vec<IndexedRecord>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    sqlx::query_file_as!(IndexedRow, "src/document/of.sql", &ids)
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(|row| row.into_record(schema()))
        .collect()
}

/// A transaction that reads one state of the base.
pub type Snapshot = Transaction<'static, Postgres>;

/// A transaction that sees the base as it is now, for as long as it takes. What it reads of places is held before it looks:
/// a table that a migration writes anew meanwhile would be empty for it, and one that is locked would stop it half-way.
///
/// # Errors
/// As PostgreSQL says.
pub async fn snapshot(pool: &PgPool) -> Result<Snapshot, StoreError> {
    let mut transaction = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    sqlx::query!("LOCK TABLE establishment, commune, change IN ACCESS SHARE MODE")
        .execute(&mut *transaction)
        .await?;
    sqlx::query!("SET LOCAL statement_timeout = 0").execute(&mut *transaction).await?;
    Ok(transaction)
}

/// [`snapshot`] for a program that may work on what it has read for minutes before it reads on.
///
/// # Errors
/// As PostgreSQL says.
pub async fn patient_snapshot(pool: &PgPool) -> Result<Snapshot, StoreError> {
    let mut transaction = snapshot(pool).await?;
    sqlx::query!("SET LOCAL idle_in_transaction_session_timeout = 0").execute(&mut *transaction).await?;
    Ok(transaction)
}

/// All establishments that can be found, streamed in constant memory from one snapshot.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub fn all(connection: &mut PgConnection) -> impl Stream<Item = Result<IndexedRecord, StoreError>> + Send {
    sqlx::query_file_as!(IndexedRow, "src/document/all.sql")
        .fetch(connection)
        .map_err(StoreError::from)
        .and_then(async |row| row.into_record(schema()))
}

/// About how many there are, from the statistics of the planner: for a progress bar.
///
/// # Errors
/// As PostgreSQL says.
pub async fn estimate(connection: &mut PgConnection) -> Result<u64, StoreError> {
    let estimate = sqlx::query_scalar!(
        r#"SELECT reltuples::bigint AS "count!" FROM pg_class WHERE oid = 'establishment'::regclass"#
    )
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(estimate).unwrap_or(0))
}

/// Ids and versions of all establishments that can be found: what an index must hold.
///
/// # Errors
/// As PostgreSQL says.
pub async fn published_versions(connection: &mut PgConnection) -> Result<Vec<(Uuid, i32)>, StoreError> {
    let rows = sqlx::query!("SELECT id, version FROM establishment WHERE status = 'published' ORDER BY id")
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}
