use plainpied_criteria::needs::{Need, Verdict, needs};
use plainpied_domain::{Cell, Tile};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{FINER, FIRST_OF_PLACES, LEVELS};
use crate::StoreError;

/// Places on one tile at the most; more are left out, those along the curve last, and counted in a layer of their own.
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

/// A tile, and how long it is right if nobody changes anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeTile {
    /// A Mapbox Vector Tile (version 2.1), empty where nothing is.
    pub bytes: Vec<u8>,
    /// When the next notice of one of its places begins or ends.
    pub until: Option<OffsetDateTime>,
}

/// A tile at an instant: the layer `clusters` up to the zoom before [`FIRST_OF_PLACES`], then `places`, and `cut` where
/// there are more than a tile takes.
///
/// # Errors
/// As PostgreSQL says.
pub async fn tile(
    connection: &mut PgConnection,
    tile: Tile,
    filter: &TileFilter,
    now: OffsetDateTime,
) -> Result<MadeTile, StoreError> {
    if tile.zoom() < FIRST_OF_PLACES {
        return Ok(MadeTile { bytes: clusters_of(connection, tile, filter).await?, until: None });
    }
    let (noticed, until) = noticed_in(connection, tile, now).await?;
    let detail = Detail { most: Some(MOST_PLACES), noticed, ..Detail::default() };
    let bytes = places(connection, (tile.zoom(), &[tile]), filter, &detail).await?.pop().unwrap_or_default();
    Ok(MadeTile { bytes, until })
}

/// The places of a tile about which a notice holds, and when that is no longer all: the next beginning or end.
async fn noticed_in(
    connection: &mut PgConnection,
    tile: Tile,
    now: OffsetDateTime,
) -> Result<(Vec<Uuid>, Option<OffsetDateTime>), StoreError> {
    let [first, after] = tile.cells(Cell::LEVEL);
    let notices = sqlx::query_file!("src/tile/noticed.sql", first, after, now).fetch_all(connection).await?;
    let turns =
        notices.iter().map(|notice| if notice.begins_at > now { notice.begins_at } else { notice.ends_at });
    let until = turns.min();
    let begun = notices.into_iter().filter(|notice| notice.begins_at <= now);
    Ok((begun.map(|notice| notice.establishment_id).collect(), until))
}

async fn clusters_of(
    connection: &mut PgConnection,
    tile: Tile,
    filter: &TileFilter,
) -> Result<Vec<u8>, StoreError> {
    let zoom = tile.zoom();
    match LEVELS.into_iter().find(|level| *level >= zoom + FINER) {
        Some(level) => clusters(connection, tile, filter, level).await,
        None => Ok(near_clusters(connection, (zoom, &[tile]), filter).await?.pop().unwrap_or_default()),
    }
}

/// The side of a tile in cells of [`Cell`].
fn side(zoom: u8) -> i64 {
    1 << (Cell::LEVEL - zoom)
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
        side(tile.zoom())
    )
    .fetch_one(connection)
    .await?)
}

/// Tiles of one zoom as SQL takes them.
struct Squares {
    side: i64,
    first: Vec<i64>,
    after: Vec<i64>,
    x: Vec<i64>,
    y: Vec<i64>,
}

impl Squares {
    fn new(zoom: u8, tiles: &[Tile]) -> Self {
        let cells = tiles.iter().map(|tile| tile.cells(Cell::LEVEL));
        let (first, after) = cells.map(|[first, after]| (first, after)).unzip();
        let (x, y) = tiles.iter().map(|tile| tile.origin()).map(|[x, y]| (x, y)).unzip();
        Self { side: side(zoom), first, after, x, y }
    }
}

/// Clusters of tiles of one zoom, made of the places themselves.
pub(super) async fn near_clusters(
    connection: &mut PgConnection,
    (zoom, tiles): (u8, &[Tile]),
    filter: &TileFilter,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let Squares { side, first, after, x, y } = Squares::new(zoom, tiles);
    let coarser = 2 * i32::from(Cell::LEVEL - zoom - FINER);
    Ok(sqlx::query_file_scalar!(
        "src/tile/near_clusters.sql",
        filter.activity,
        coarser,
        filter.need.and_then(letter),
        side,
        &first,
        &after,
        &x,
        &y
    )
    .fetch_all(connection)
    .await?)
}

/// What stands in a tile of places beside the filter.
#[derive(Default)]
pub(super) struct Detail {
    /// How many places at the most; none: all.
    pub most: Option<i64>,
    /// Whether the verdict of every need has a member of its own, by [`verdict_member`].
    pub all_verdicts: bool,
    /// Places about which a notice holds: they have the member `notice`.
    pub noticed: Vec<Uuid>,
}

/// Places of tiles of one zoom.
pub(super) async fn places(
    connection: &mut PgConnection,
    (zoom, tiles): (u8, &[Tile]),
    filter: &TileFilter,
    detail: &Detail,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let Squares { side, first, after, x, y } = Squares::new(zoom, tiles);
    let (names, letters): (Vec<String>, Vec<i32>) = needs()
        .all()
        .iter()
        .enumerate()
        .filter(|_| detail.all_verdicts)
        .filter_map(|(rank, need)| Some((verdict_member(need), letter(rank)?)))
        .unzip();
    Ok(sqlx::query_file_scalar!(
        "src/tile/places.sql",
        filter.activity,
        detail.most,
        filter.need.and_then(letter),
        side,
        &first,
        &after,
        &x,
        &y,
        &names,
        &letters,
        &detail.noticed
    )
    .fetch_all(connection)
    .await?)
}

/// The member that tells the verdict for a need.
pub fn verdict_member(need: &Need) -> String {
    format!("verdict_{}", need.key)
}

/// Where the letter of the need of this rank stands in a stamp, from 1.
fn letter(rank: usize) -> Option<i32> {
    needs().place(needs().all().get(rank)?).and_then(|place| i32::try_from(place).ok())
}
