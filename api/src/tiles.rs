//! Tiles that were made, as long as the change log stands where it stood and no notice begins or ends.

use std::sync::Arc;

use moka::sync::Cache;
use plainpied_domain::Tile;
use plainpied_store::tile::TileFilter;
use time::OffsetDateTime;

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
    /// When the next notice on it begins or ends: it is not right any longer then, whatever the log says.
    pub until: Option<OffsetDateTime>,
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
    /// The tile, where it was made at this position of the change log, and no notice began or ended since.
    pub fn get(&self, key: &TileKey, position: i64, now: OffsetDateTime) -> Option<Arc<CachedTile>> {
        self.0.get(key).filter(|tile| tile.position == position && tile.until.is_none_or(|until| now < until))
    }

    /// Keeps a tile.
    pub fn put(&self, key: TileKey, tile: Arc<CachedTile>) {
        self.0.insert(key, tile);
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn kept(until: Option<OffsetDateTime>) -> (TileCache, TileKey) {
        let cache = TileCache::default();
        let key = TileKey { tile: Tile::new(3, 4, 2).unwrap(), filter: TileFilter::default() };
        let tile = CachedTile { position: 7, until, etag: String::new(), bytes: vec![1] };
        cache.put(key.clone(), Arc::new(tile));
        (cache, key)
    }

    #[test]
    fn a_tile_of_another_position_is_not_given_out() {
        let (cache, key) = kept(None);
        assert!(cache.get(&key, 7, NOON).is_some());
        assert!(cache.get(&key, 8, NOON).is_none());
        let other = TileKey { filter: TileFilter { need: Some(0), ..TileFilter::default() }, ..key };
        assert!(cache.get(&other, 7, NOON).is_none());
    }

    #[test]
    fn a_tile_is_not_given_out_once_a_notice_on_it_begins_or_ends() {
        let (cache, key) = kept(Some(NOON));
        assert!(cache.get(&key, 7, NOON - time::Duration::MILLISECOND).is_some());
        assert!(cache.get(&key, 7, NOON).is_none());
    }
}
