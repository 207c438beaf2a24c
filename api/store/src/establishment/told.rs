//! What is temporary at places that are read by the hundred or all at once: one small read beside them, as few places
//! have a notice.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::FeatureRecord;
use crate::StoreError;

/// Gives records their notices that have not ended.
///
/// # Errors
/// As PostgreSQL says.
pub(crate) async fn tell_notices(
    connection: &mut PgConnection,
    records: &mut [FeatureRecord],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
    let mut told = notices_of(connection, &ids).await?;
    for record in records {
        record.notices = told.remove(&record.id);
    }
    Ok(())
}

/// The notices of all establishments that have not ended.
///
/// # Errors
/// As PostgreSQL says.
pub(super) async fn all_notices(connection: &mut PgConnection) -> Result<HashMap<Uuid, String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT establishment_id FROM notice WHERE withdrawn_at IS NULL AND ends_at > now()"
    );
    let ids = ids.fetch_all(&mut *connection).await?;
    notices_of(connection, &ids).await
}

async fn notices_of(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query_file!("src/establishment/told.sql", ids).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.notices)).collect())
}
