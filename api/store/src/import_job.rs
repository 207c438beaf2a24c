//! What an import remembers: where it came from, and how it ended.

use plainpied_domain::SourceKey;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// One run of an import.
#[derive(Debug, Clone)]
pub struct ImportJob {
    /// Its id.
    pub id: Uuid,
    /// The source imported.
    pub source: SourceKey,
    /// File name or URL.
    pub origin: String,
    /// The entity tag of the URL (RFC 9110 clause 8.8.3).
    pub etag: Option<String>,
    /// The options that change what an import does: the same file with others is not the same import.
    pub options: String,
}

/// How an import ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New establishments.
    pub created: u64,
    /// New versions.
    pub updated: u64,
    /// Nothing new.
    pub unchanged: u64,
    /// Bad rows.
    pub rejected: u64,
}

/// Notes that an import began.
///
/// # Errors
/// As PostgreSQL says.
pub async fn begin(
    connection: &mut PgConnection,
    job: &ImportJob,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO import_job (id, source_key, origin, etag, options, started_at) VALUES ($1, $2, $3, $4, $5, $6)",
        job.id,
        job.source.as_str(),
        job.origin,
        job.etag,
        job.options,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that an import went through to the end.
///
/// # Errors
/// As PostgreSQL says.
pub async fn finish(
    connection: &mut PgConnection,
    id: Uuid,
    counts: ImportCounts,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let [created, updated, unchanged, rejected] =
        [counts.created, counts.updated, counts.unchanged, counts.rejected].map(u64::cast_signed);
    sqlx::query!(
        "UPDATE import_job SET finished_at = $2, created = $3, updated = $4, unchanged = $5, rejected = $6
         WHERE id = $1",
        id,
        at,
        created,
        updated,
        unchanged,
        rejected
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The entity tag that a URL had when it was last imported to the end with these options.
///
/// # Errors
/// As PostgreSQL says.
pub async fn last_etag(connection: &mut PgConnection, job: &ImportJob) -> Result<Option<String>, StoreError> {
    let etag = sqlx::query_scalar!(
        "SELECT etag FROM import_job
         WHERE origin = $1 AND source_key = $2 AND options = $3 AND finished_at IS NOT NULL
         ORDER BY finished_at DESC LIMIT 1",
        job.origin,
        job.source.as_str(),
        job.options
    )
    .fetch_optional(connection)
    .await?;
    Ok(etag.flatten())
}

/// Takes the lock that only one import of a source holds at a time, for as long as the connection lives.
///
/// # Errors
/// As PostgreSQL says.
pub async fn lock_source(connection: &mut PgConnection, source: &SourceKey) -> Result<bool, StoreError> {
    let ours = sqlx::query_scalar!(
        "SELECT pg_try_advisory_lock(hashtextextended('import ' || $1, 0))",
        source.as_str()
    )
    .fetch_one(connection)
    .await?;
    Ok(ours == Some(true))
}

/// Renews the statistics of the planner after many rows were written.
///
/// # Errors
/// As PostgreSQL says.
pub async fn analyze(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("ANALYZE establishment, external_id, establishment_version").execute(connection).await?;
    Ok(())
}
