use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;

use crate::StoreError;

/// What a copy of a published record is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its version.
    pub version: i32,
    /// Its notices, with as much of each as tells one from another, a JSON list; absent where there are none.
    pub notices: Option<String>,
}

/// The revision of a published establishment: much less to read than the record.
///
/// # Errors
/// As PostgreSQL says.
pub async fn revision(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<Option<Revision>, StoreError> {
    Ok(sqlx::query_file_as!(Revision, "src/establishment/revision.sql", id.as_uuid())
        .fetch_optional(connection)
        .await?)
}
