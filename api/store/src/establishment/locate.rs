use plainpied_domain::{EstablishmentId, Status};
use sqlx::PgConnection;

use crate::{StoreError, row};

/// What an id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// What became of the place.
    pub status: Status,
    /// The place it lives on in, where it was merged or has moved.
    pub successor: Option<EstablishmentId>,
    /// Its present version.
    pub version: i32,
}

/// What became of an establishment; `None` where there never was one.
///
/// # Errors
/// As PostgreSQL says.
pub async fn locate(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<Option<Located>, StoreError> {
    let found =
        sqlx::query_file!("src/establishment/locate.sql", id.as_uuid()).fetch_optional(connection).await?;
    found
        .map(|found| {
            Ok(Located {
                status: row::parse(id.as_uuid(), "status", &found.status)?,
                successor: found.successor_id.map(Into::into),
                version: found.version,
            })
        })
        .transpose()
}
