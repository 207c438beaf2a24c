//! Map tiles: what they are made of, following the change log, and the tiles themselves as Mapbox Vector Tiles.

mod archive;
mod counts;
mod follow;
mod read;

pub use archive::{occupied, snapshot, whole};
pub use follow::follow;
pub use read::{MadeTile, TileFilter, position, tile, verdict_member};

/// The levels of cells that are counted beforehand. A tile is made of the cells of the next level that is at least
/// [`FINER`] below its zoom.
pub(crate) const LEVELS: [u8; 4] = [5, 8, 11, 14];
/// A tile shows clusters of so many levels below it: eight a side.
pub(crate) const FINER: u8 = 3;
/// From this zoom on places stand alone.
pub const FIRST_OF_PLACES: u8 = 14;
