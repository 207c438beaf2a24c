//! What writers look at before they write, in the same transaction.

use plainpied_criteria::Schema;
use plainpied_domain::{Establishment, EstablishmentId, InseeCode, SourceKey};
use sqlx::PgConnection;
use uuid::Uuid;

use super::resolve;
use crate::StoreError;

/// Until the transaction ends nobody else adds a place in this commune: two that add the same one come after each other.
///
/// # Errors
/// As PostgreSQL says.
pub async fn alone_in(connection: &mut PgConnection, commune: &InseeCode) -> Result<(), StoreError> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended('add to ' || $1, 0)) AS ignored",
        commune.as_str()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The establishment that a source knows by this id.
///
/// # Errors
/// As PostgreSQL says.
pub async fn identified(
    connection: &mut PgConnection,
    source: &SourceKey,
    id: &str,
) -> Result<Option<EstablishmentId>, StoreError> {
    let found: Option<Uuid> = sqlx::query_scalar!(
        "SELECT establishment_id FROM external_id WHERE source_key = $1 AND id = $2",
        source.as_str(),
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.map(Into::into))
}

/// Establishments as they stand, locked until the transaction ends. Those that are not there are left out.
///
/// # Errors
/// As PostgreSQL says.
pub async fn locked(
    connection: &mut PgConnection,
    schema: &Schema,
    ids: &[EstablishmentId],
) -> Result<Vec<Establishment>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    Ok(resolve::lock(connection, schema, &ids).await?.into_values().collect())
}

/// What sources call the one they call the other from now on.
///
/// # Errors
/// As PostgreSQL says.
pub async fn move_external_ids(
    connection: &mut PgConnection,
    from: EstablishmentId,
    to: EstablishmentId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE external_id SET establishment_id = $2 WHERE establishment_id = $1",
        from.as_uuid(),
        to.as_uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Remembers what other sources call an establishment, in the transaction that writes it. An id that leads elsewhere
/// already is left as it is.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_external_ids(
    connection: &mut PgConnection,
    id: EstablishmentId,
    ids: &[(SourceKey, String)],
) -> Result<(), StoreError> {
    let (sources, names): (Vec<_>, Vec<_>) =
        ids.iter().map(|(source, name)| (source.to_string(), name.clone())).unzip();
    sqlx::query!(
        "INSERT INTO external_id (source_key, id, establishment_id, fingerprint)
         SELECT given.source, given.id, $3, 0 FROM UNNEST($1::text[], $2::text[]) AS given (source, id)
         ON CONFLICT (source_key, id) DO NOTHING",
        &sources,
        &names,
        id.as_uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
