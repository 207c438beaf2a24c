use std::collections::HashMap;

use plainpied_domain::{EstablishmentId, Status};
use sqlx::PgConnection;
use uuid::Uuid;

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

/// What became of each of these establishments that ever was.
///
/// # Errors
/// As PostgreSQL says.
pub async fn locate_all(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
) -> Result<HashMap<EstablishmentId, Located>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let found = sqlx::query_file!("src/establishment/locate_all.sql", &ids).fetch_all(connection).await?;
    let located = |row: (Uuid, String, Option<Uuid>, i32)| {
        let (id, status, successor, version) = row;
        let status = row::parse(id, "status", &status)?;
        Ok((id.into(), Located { status, successor: successor.map(Into::into), version }))
    };
    found.into_iter().map(|row| located((row.id, row.status, row.successor_id, row.version))).collect()
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
