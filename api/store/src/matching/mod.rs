//! Candidates for places that somebody describes: many descriptions at once, a few statements for all of them.

mod place;

use plainpied_domain::{EstablishmentId, LonLat};
use sqlx::PgConnection;
use uuid::Uuid;

pub use place::{KnownPlace, places};

use crate::StoreError;

/// By what a place may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// SIRET number.
    Siret(String),
    /// Id in the national address base.
    Ban(String),
    /// Id at a source.
    External {
        /// Key of the source.
        source: String,
        /// The id there.
        id: String,
    },
}

/// A place that an item may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The item, as the caller counts them.
    pub item: i32,
    /// The place.
    pub id: EstablishmentId,
    /// An id at a source leads there.
    pub identified: bool,
}

/// The places with these identifiers, at most `most` of each BAN id. One statement.
///
/// # Errors
/// As PostgreSQL says.
pub async fn identified(
    connection: &mut PgConnection,
    wanted: &[(i32, Identifier)],
    most: i64,
) -> Result<Vec<Found>, StoreError> {
    let items: Vec<i32> = wanted.iter().map(|(item, _)| *item).collect();
    let mut columns: [Vec<&str>; 3] = Default::default();
    for (_, identifier) in wanted {
        let row = match identifier {
            Identifier::Siret(siret) => ["siret", "", siret],
            Identifier::Ban(id) => ["ban", "", id],
            Identifier::External { source, id } => ["external", source, id],
        };
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    let [kinds, sources, values] = columns;
    let rows = sqlx::query_file!(
        "src/matching/identified.sql",
        &items,
        &kinds as &[&str],
        &sources as &[&str],
        &values as &[&str],
        most
    );
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.map(|row| Found { item: row.item, id: row.id.into(), identified: row.decisive }).collect())
}

/// The places within `metres` of each point, the nearest first, at most `most` of each. One statement.
///
/// # Errors
/// As PostgreSQL says.
pub async fn around(
    connection: &mut PgConnection,
    wanted: &[(i32, LonLat)],
    metres: f64,
    most: i64,
) -> Result<Vec<Found>, StoreError> {
    let items: Vec<i32> = wanted.iter().map(|(item, _)| *item).collect();
    let lons: Vec<f64> = wanted.iter().map(|(_, at)| at.lon()).collect();
    let lats: Vec<f64> = wanted.iter().map(|(_, at)| at.lat()).collect();
    let rows = sqlx::query_file!("src/matching/around.sql", &items, &lons, &lats, metres, most);
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.map(|row| Found { item: row.item, id: row.id.into(), identified: false }).collect())
}

/// A place near a point, open or closed.
#[derive(Debug, Clone)]
pub struct NearPlace {
    /// The place.
    pub place: KnownPlace,
    /// What became of it.
    pub status: String,
}

/// The places around a point, closed ones too, the nearest first, at most `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn near(
    connection: &mut PgConnection,
    at: LonLat,
    metres: f64,
    most: i64,
) -> Result<Vec<NearPlace>, StoreError> {
    let rows = sqlx::query_file!("src/matching/near.sql", at.lon(), at.lat(), metres, most);
    let rows = rows.fetch_all(connection).await?.into_iter();
    let rows = rows.map(|row| {
        let place = KnownPlace {
            id: row.id,
            name: row.name,
            house_number: row.house_number,
            street: row.street,
            locality: row.locality,
            postal_code: row.postal_code,
            commune_code: row.commune_code,
            commune_parent: row.commune_parent,
            commune_name: row.commune_name,
            activities: row.activities,
            siret: row.siret,
            ban_id: row.ban_id,
            lon: row.lon,
            lat: row.lat,
        };
        NearPlace { place, status: row.status }
    });
    Ok(rows.collect())
}

fn uuids(ids: &[EstablishmentId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.as_uuid()).collect()
}
