//! All tiles of one state of the base, for an archive. Serving goes on meanwhile: what tiles are made of is copied into a
//! temporary table of the same name, which stands before the other one for this connection.

use plainpied_criteria::needs::needs;
use plainpied_domain::{Cell, Tile};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::follow::{present, write_places};
use super::read::{Detail, near_clusters, places};
use super::{FIRST_OF_PLACES, TileFilter};
use crate::StoreError;
use crate::document::Snapshot;

/// Places that are brought up to date together.
const BATCH: usize = 5_000;

/// A [`crate::document::patient_snapshot`] that holds the tiles of exactly this state, those of changes too that have no
/// position yet. It makes a temporary table, which a standby does not: it wants the primary. It is never committed.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn snapshot(pool: &PgPool) -> Result<Snapshot, StoreError> {
    let mut snapshot = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
    // Before anything is looked at: tables that are emptied or written anew meanwhile would be empty here.
    sqlx::query!("LOCK TABLE establishment, commune, change, tile_place IN ACCESS SHARE MODE")
        .execute(&mut *snapshot)
        .await?;
    sqlx::query!("SET LOCAL statement_timeout = 0").execute(&mut *snapshot).await?;
    sqlx::query!("SET LOCAL idle_in_transaction_session_timeout = 0").execute(&mut *snapshot).await?;
    sqlx::query!(
        "CREATE TEMPORARY TABLE tile_place ON COMMIT DROP AS SELECT * FROM tile_place ORDER BY cell"
    )
    .execute(&mut *snapshot)
    .await?;
    sqlx::query!("ALTER TABLE tile_place ADD PRIMARY KEY (establishment_id)").execute(&mut *snapshot).await?;
    sqlx::query!("CREATE INDEX ON tile_place (cell)").execute(&mut *snapshot).await?;
    let ids = behind(&mut snapshot).await?;
    for ids in ids.chunks(BATCH) {
        let there = present(&mut snapshot, ids).await?;
        write_places(&mut snapshot, ids, &there).await?;
    }
    sqlx::query!("ANALYZE tile_place").execute(&mut *snapshot).await?;
    Ok(snapshot)
}

/// Those that changed since the tiles were made; all where other rules made them.
async fn behind(snapshot: &mut PgConnection) -> Result<Vec<Uuid>, StoreError> {
    let state = sqlx::query!("SELECT position, mark FROM tile_state").fetch_one(&mut *snapshot).await?;
    let head = crate::change::head(snapshot).await?.position;
    let from = if state.mark == needs().mark() && state.position <= head {
        state.position
    } else {
        sqlx::query!("DELETE FROM tile_place").execute(&mut *snapshot).await?;
        0
    };
    let ids = sqlx::query_scalar!(
        r#"SELECT establishment_id AS "id!" FROM change WHERE position > $1
           UNION SELECT establishment_id FROM change_pending"#,
        from
    );
    Ok(ids.fetch_all(snapshot).await?)
}

/// The tiles of a zoom in which there are places, in no particular order.
///
/// # Errors
/// As PostgreSQL says.
pub async fn occupied(snapshot: &mut Snapshot, zoom: u8) -> Result<Vec<Tile>, StoreError> {
    let bits = 2 * i32::from(Cell::LEVEL - zoom.min(Tile::DEEPEST));
    let numbers = sqlx::query_scalar!(r#"SELECT DISTINCT cell >> $1 AS "number!" FROM tile_place"#, bits)
        .fetch_all(&mut **snapshot)
        .await?;
    Ok(numbers.into_iter().map(|number| Tile::around(Cell::from_number(number << bits), zoom)).collect())
}

/// Tiles of one zoom as [`super::tile`] makes them, with every place and the verdicts for every need.
///
/// # Errors
/// As PostgreSQL says.
pub async fn whole(snapshot: &mut Snapshot, zoom: u8, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, StoreError> {
    let filter = TileFilter::default();
    if zoom < FIRST_OF_PLACES {
        return near_clusters(snapshot, (zoom, tiles), &filter).await;
    }
    // An archive outlives notices: it has none.
    let detail = Detail { most: None, all_verdicts: true, noticed: Vec::new() };
    places(snapshot, (zoom, tiles), &filter, &detail).await
}
