use plainpied_domain::locating::Neighbour;
use plainpied_domain::{EstablishmentId, LonLat};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::row::inconsistent;

/// What tells where these establishments are, of those that are published.
///
/// # Errors
/// As PostgreSQL says.
pub async fn neighbours(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
) -> Result<Vec<Neighbour>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let found = sqlx::query_file!("src/establishment/neighbours.sql", &ids).fetch_all(connection).await?;
    let all = found.into_iter().map(|row| {
        let at = LonLat::new(row.lon, row.lat);
        let at = at.map_err(|error| inconsistent(row.id, "location", error.to_string()))?;
        Ok(Neighbour {
            name: row.name,
            house_number: row.house_number,
            street: row.street,
            locality: row.locality,
            commune: row.commune,
            at,
        })
    });
    all.collect()
}
