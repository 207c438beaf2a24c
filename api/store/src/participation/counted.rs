//! What was said of many places, counted: for files and for digests.

use plainpied_domain::{EstablishmentId, LonLat, Stand};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{StoreError, row};

/// What was said of one answer of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHeard {
    /// The establishment.
    pub establishment_id: Uuid,
    /// Its commune.
    pub commune_code: String,
    /// The criterion; empty: everything that is said.
    pub criterion: String,
    /// How many needed it to decide.
    pub asked: i64,
    /// How many found the present answer true.
    pub proved: i64,
    /// How many found it untrue.
    pub disproved: i64,
}

/// What was said in some time of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardLately {
    /// The criterion; none: everything that is said.
    pub criterion: Option<String>,
    /// How many needed it to decide.
    pub asked: i64,
    /// How many found the present answer true.
    pub proved: i64,
    /// How many found it untrue.
    pub disproved: i64,
}

/// What was ever said of published establishments, by establishment and criterion.
///
/// # Errors
/// As PostgreSQL says.
pub async fn heard_all(connection: &mut PgConnection) -> Result<Vec<PlaceHeard>, StoreError> {
    Ok(sqlx::query_file_as!(PlaceHeard, "src/participation/heard_all.sql").fetch_all(connection).await?)
}

/// What was said between two instants, and where its establishments stand.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn heard_between(
    connection: &mut PgConnection,
    (after, until): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<(Stand, HeardLately)>, StoreError> {
    // Asks and confirmations have ids of their instant: the primary key is their order in time.
    let (first, last) = (EstablishmentId::new(after, [0; 10]), EstablishmentId::new(until, [u8::MAX; 10]));
    let rows = sqlx::query_file!(
        "src/participation/heard_between.sql",
        after,
        until,
        first.as_uuid(),
        last.as_uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let stand = Stand {
                id: EstablishmentId::from(row.id),
                at: LonLat::new(row.lon, row.lat)
                    .map_err(|error| row::inconsistent(row.id, "location", error.to_string()))?,
                commune: row::parse(row.id, "commune_code", &row.commune_code)?,
                city: row.parent_code.map(|code| row::parse(row.id, "commune_code", &code)).transpose()?,
            };
            let heard = HeardLately {
                criterion: row.criterion,
                asked: row.asked,
                proved: row.proved,
                disproved: row.disproved,
            };
            Ok((stand, heard))
        })
        .collect()
}
