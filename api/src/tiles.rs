//! Tiles that were made, as long as the change log stands where it stood.

use std::sync::Arc;

use moka::sync::Cache;
use plainpied_domain::Tile;
use plainpied_store::tile::TileFilter;

/// Bytes that are kept.
const ROOM: u64 = 64 << 20;
/// What one costs beside its bytes.
const OVERHEAD: usize = 300;

/// Which tile.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TileKey {
    /// Where.
    pub tile: Tile,
    /// Of which places, for whom.
    pub filter: TileFilter,
}

/// A tile that was made.
#[derive(Debug)]
pub(crate) struct CachedTile {
    /// Where the change log stood before it was read.
    pub position: i64,
    /// Strong, with its quotation marks.
    pub etag: String,
    /// Empty where nothing is.
    pub bytes: Vec<u8>,
}

/// The tiles of this process.
#[derive(Debug)]
pub(crate) struct TileCache(Cache<TileKey, Arc<CachedTile>>);

impl Default for TileCache {
    fn default() -> Self {
        let weight = |_: &TileKey, tile: &Arc<CachedTile>| {
            u32::try_from(tile.bytes.len() + OVERHEAD).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(ROOM).weigher(weight).build())
    }
}

impl TileCache {
    /// The tile, where it was made at this position of the change log.
    pub fn get(&self, key: &TileKey, position: i64) -> Option<Arc<CachedTile>> {
        self.0.get(key).filter(|tile| tile.position == position)
    }

    /// Keeps a tile.
    pub fn put(&self, key: TileKey, tile: Arc<CachedTile>) {
        self.0.insert(key, tile);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_of_another_position_is_not_given_out() {
        let cache = TileCache::default();
        let key = TileKey { tile: Tile::new(3, 4, 2).unwrap(), filter: TileFilter::default() };
        cache.put(key.clone(), Arc::new(CachedTile { position: 7, etag: String::new(), bytes: vec![1] }));
        assert!(cache.get(&key, 7).is_some());
        assert!(cache.get(&key, 8).is_none());
        let other = TileKey { filter: TileFilter { need: Some(0), ..TileFilter::default() }, ..key };
        assert!(cache.get(&other, 7).is_none());
    }
}
