//! What was ever written of an establishment, and what sources say against each other.

mod redaction;

use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub use redaction::{
    RedactionRecord, add_redaction, mark, redact_diffs, redact_elsewhere, redact_reason, redactions,
};

use crate::StoreError;

/// One version, as it is told.
#[derive(Debug, Clone)]
pub struct VersionRecord {
    /// Whose.
    pub establishment_id: Uuid,
    /// Counts from 1.
    pub version: i32,
    /// When it was written here.
    pub at: OffsetDateTime,
    /// On whose word.
    pub source_key: String,
    /// When that was seen.
    pub observed: Option<Date>,
    /// Who wrote it: `import`, `account:<id>`.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`; null is unknown or absent.
    pub diff: serde_json::Value,
}

/// Versions before `before` (none: the newest too), the newest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn versions(
    connection: &mut PgConnection,
    id: EstablishmentId,
    before: Option<i32>,
    most: i64,
) -> Result<Vec<VersionRecord>, StoreError> {
    let rows = sqlx::query_as!(
        VersionRecord,
        "SELECT establishment_id, version, at, source_key, observed, actor, reason, diff
         FROM establishment_version
         WHERE establishment_id = $1 AND version < coalesce($2, 2147483647)
         ORDER BY version DESC LIMIT $3",
        id.as_uuid(),
        before,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// All versions after one, the newest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn versions_since(
    connection: &mut PgConnection,
    id: EstablishmentId,
    version: i32,
    most: i64,
) -> Result<Vec<VersionRecord>, StoreError> {
    let rows = sqlx::query_as!(
        VersionRecord,
        "SELECT establishment_id, version, at, source_key, observed, actor, reason, diff
         FROM establishment_version
         WHERE establishment_id = $1 AND version > $2
         ORDER BY version DESC LIMIT $3",
        id.as_uuid(),
        version,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// One version.
///
/// # Errors
/// As PostgreSQL says.
pub async fn version(
    connection: &mut PgConnection,
    id: EstablishmentId,
    version: i32,
) -> Result<Option<VersionRecord>, StoreError> {
    let row = sqlx::query_as!(
        VersionRecord,
        "SELECT establishment_id, version, at, source_key, observed, actor, reason, diff
         FROM establishment_version WHERE establishment_id = $1 AND version = $2",
        id.as_uuid(),
        version
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// What an actor wrote, the newest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn versions_by(
    connection: &mut PgConnection,
    account: Uuid,
    most: i64,
) -> Result<Vec<VersionRecord>, StoreError> {
    let rows = sqlx::query_as!(
        VersionRecord,
        "SELECT establishment_id, version, at, source_key, observed, actor, reason, diff
         FROM establishment_version
         WHERE actor = $1 AND actor LIKE 'account:%'
         ORDER BY at DESC, establishment_id, version DESC LIMIT $2",
        crate::account::actor(account),
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Where a page of what an account wrote ends: when, to which establishment, which version.
pub type Written = (OffsetDateTime, Uuid, i32);

/// What an account wrote before `before` (none: the newest too), the newest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn versions_by_before(
    connection: &mut PgConnection,
    account: Uuid,
    before: Option<Written>,
    most: i64,
) -> Result<Vec<VersionRecord>, StoreError> {
    let (at, establishment, version) = before.map_or((None, None, None), |(at, establishment, version)| {
        (Some(at), Some(establishment), Some(version))
    });
    let rows = sqlx::query_as!(
        VersionRecord,
        "SELECT establishment_id, version, at, source_key, observed, actor, reason, diff
         FROM establishment_version
         WHERE actor = $1 AND actor LIKE 'account:%'
           AND at <= coalesce($2::timestamptz, 'infinity')
           AND ($2::timestamptz IS NULL OR (at, establishment_id, version) < ($2, $3::uuid, $4::integer))
         ORDER BY at DESC, establishment_id DESC, version DESC LIMIT $5",
        crate::account::actor(account),
        at,
        establishment,
        version,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// How many versions an account wrote.
///
/// # Errors
/// As PostgreSQL says.
pub async fn count_by(connection: &mut PgConnection, account: Uuid) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM establishment_version WHERE actor = $1 AND actor LIKE 'account:%'"#,
        crate::account::actor(account)
    );
    Ok(count.fetch_one(connection).await?)
}

/// The establishments that an account wrote to, by id.
///
/// # Errors
/// As PostgreSQL says.
pub async fn touched_by(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<EstablishmentId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT establishment_id FROM establishment_version
         WHERE actor = $1 AND actor LIKE 'account:%' ORDER BY establishment_id",
        crate::account::actor(account)
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// What a source says that a better one says otherwise.
#[derive(Debug, Clone)]
pub struct DisagreementRecord {
    /// The criterion.
    pub criterion: String,
    /// The source that is not followed.
    pub source_key: String,
    /// What it says; none: that nobody knows.
    pub value: Option<serde_json::Value>,
    /// When that was seen.
    pub observed: Option<Date>,
    /// When it was said here.
    pub at: OffsetDateTime,
}

/// All that is said against the answers of an establishment.
///
/// # Errors
/// As PostgreSQL says.
pub async fn disagreements(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<Vec<DisagreementRecord>, StoreError> {
    let rows = sqlx::query_as!(
        DisagreementRecord,
        "SELECT criterion, source_key, value, observed, at FROM disagreement
         WHERE establishment_id = $1 ORDER BY criterion, source_key",
        id.as_uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
