use plainpied_criteria::needs::{Need, Verdict, needs};
use plainpied_domain::{Cell, Tile};
use sqlx::PgConnection;

use super::{FINER, FIRST_OF_PLACES, LEVELS};
use crate::StoreError;

/// Places on one tile at the most; more are left out, those along the curve last.
const MOST_PLACES: i64 = 5_000;

/// Which places, and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TileFilter {
    /// Only those of this activity.
    pub activity: Option<String>,
    /// The rank of a need whose verdicts are told.
    pub need: Option<usize>,
}

/// How far the tiles have followed the change log.
///
/// # Errors
/// As PostgreSQL says.
pub async fn position(connection: &mut PgConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!("SELECT position FROM tile_state").fetch_one(connection).await?)
}

/// A Mapbox Vector Tile (version 2.1), empty where nothing is: the layer `clusters` up to the zoom before
/// [`FIRST_OF_PLACES`], then `places`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn tile(
    connection: &mut PgConnection,
    tile: Tile,
    filter: &TileFilter,
) -> Result<Vec<u8>, StoreError> {
    if tile.zoom() >= FIRST_OF_PLACES {
        return places(connection, tile, filter).await;
    }
    let of_clusters = tile.zoom() + FINER;
    match LEVELS.into_iter().find(|level| *level >= of_clusters) {
        Some(level) => clusters(connection, tile, filter, level).await,
        None => near_clusters(connection, tile, filter).await,
    }
}

/// The side of a tile in cells of [`Cell`].
fn side(tile: Tile) -> i64 {
    1 << (Cell::LEVEL - tile.zoom())
}

/// Made of counted cells.
async fn clusters(
    connection: &mut PgConnection,
    tile: Tile,
    filter: &TileFilter,
    level: u8,
) -> Result<Vec<u8>, StoreError> {
    let ([first, end], [x, y]) = (tile.cells(level), tile.origin());
    let coarser = 2 * i32::from(level - tile.zoom() - FINER);
    // Where the counts of the need begin, from 1.
    let counts = filter.need.map(|rank| i32::try_from(rank * Verdict::ALL.len()).unwrap_or(0) + 1);
    Ok(sqlx::query_file_scalar!(
        "src/tile/clusters.sql",
        i16::from(level),
        filter.activity.as_deref().unwrap_or_default(),
        first,
        end,
        coarser,
        counts,
        x,
        y,
        side(tile)
    )
    .fetch_one(connection)
    .await?)
}

/// Made of the places themselves.
async fn near_clusters(
    connection: &mut PgConnection,
    tile: Tile,
    filter: &TileFilter,
) -> Result<Vec<u8>, StoreError> {
    let ([first, end], [x, y]) = (tile.cells(Cell::LEVEL), tile.origin());
    let coarser = 2 * i32::from(Cell::LEVEL - tile.zoom() - FINER);
    Ok(sqlx::query_file_scalar!(
        "src/tile/near_clusters.sql",
        filter.activity,
        first,
        end,
        coarser,
        letter(filter),
        x,
        y,
        side(tile)
    )
    .fetch_one(connection)
    .await?)
}

async fn places(
    connection: &mut PgConnection,
    tile: Tile,
    filter: &TileFilter,
) -> Result<Vec<u8>, StoreError> {
    let ([first, end], [x, y]) = (tile.cells(Cell::LEVEL), tile.origin());
    Ok(sqlx::query_file_scalar!(
        "src/tile/places.sql",
        filter.activity,
        first,
        end,
        letter(filter),
        x,
        y,
        side(tile),
        MOST_PLACES
    )
    .fetch_one(connection)
    .await?)
}

/// Where the letter of the need stands in a stamp, from 1.
fn letter(filter: &TileFilter) -> Option<i32> {
    let need: &Need = needs().all().get(filter.need?)?;
    needs().place(need).and_then(|place| i32::try_from(place).ok())
}
