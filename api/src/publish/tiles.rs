//! The archive of vector tiles: PMTiles, version 3.
//!
//! There is none for each department: an archive is read by ranges, so that whoever wants a part of the country takes the
//! tiles of a box out of the whole, and clusters at a border would count half of what is there.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Seek;

use plainpied_criteria::needs::needs;
use plainpied_domain::Tile;
use plainpied_store::tile::{self, FIRST_OF_PLACES};
use plainpied_store::{Snapshot, items};
use pmtiles::{PmTilesStreamWriter, PmTilesWriter, TileCoord, TileId, TileType};
use serde_json::json;

use super::FileEntry;
use super::file::Sink;
use super::run::{PublishError, Run};
use crate::view::{media, vector_layers};

/// Name of the format, and ending of the file.
pub(crate) const PMTILES: &str = "pmtiles";
/// Where it lies in its set.
const PATH: &str = "all/plainpied.pmtiles";
/// Tiles that are read together.
const TILES: usize = 32;
/// Before a map is moved it shows mainland France.
const CENTRE: (f64, f64, u8) = (2.5, 46.6, 5);

impl Run<'_> {
    /// Writes every tile in which there is something, down to the first zoom that shows places, along the Hilbert curve.
    /// None where there are no places: the format has no empty archive.
    pub async fn tiles(
        &self,
        snapshot: &mut Snapshot,
        others: &[FileEntry],
    ) -> Result<Option<FileEntry>, PublishError> {
        let Some(like) = others.first().filter(|file| file.places > 0) else { return Ok(None) };
        self.bar.set_message(PMTILES);
        // The directories stand before the tiles, and are known after them.
        let mut spool = tempfile::tempfile().map_err(PublishError::Write)?;
        let file = spool.try_clone().map_err(PublishError::Write)?;
        let mut archive = self.describe(snapshot, like).await?.create(file)?;
        for zoom in 0..=FIRST_OF_PLACES {
            zoom_level(snapshot, zoom, &mut archive).await?;
        }
        archive.finalize()?;
        spool.rewind().map_err(PublishError::Write)?;
        let mut sink = Sink::begin(self.target, &format!("{}/{PATH}", self.set));
        sink.copy(spool).await?;
        let (size, sha256) = sink.finish().await?;
        Ok(Some(FileEntry {
            path: PATH.to_owned(),
            format: PMTILES.to_owned(),
            media_type: media::PMTILES.to_owned(),
            size,
            sha256,
            ..like.clone()
        }))
    }

    async fn describe(
        &self,
        snapshot: &mut Snapshot,
        like: &FileEntry,
    ) -> Result<PmTilesWriter, PublishError> {
        let verdicts = needs().all().iter().map(tile::verdict_member);
        let sources: BTreeSet<&str> = like.sources.iter().map(String::as_str).collect();
        let named = self.reference.sources().iter().filter(|source| sources.contains(source.key.as_str()));
        let attribution: Vec<&str> = named.map(|source| source.attribution.as_str()).collect();
        let metadata = json!({
            "name": "Plainpied",
            "description": "Places open to the public and what is known of their accessibility. What is absent is unknown.",
            "attribution": attribution.join(", "),
            "license": like.licences.join(", "),
            "type": "overlay",
            "version": self.set,
            "vector_layers": vector_layers(FIRST_OF_PLACES, &["count"], (verdicts, &[])),
        });
        let (lon, lat, zoom) = CENTRE;
        let mut archive = PmTilesWriter::new(TileType::Mvt)
            .max_zoom(FIRST_OF_PLACES)
            .center(lon, lat)
            .center_zoom(zoom)
            .metadata(metadata.to_string());
        if let Some([west, south, east, north]) = items::extents(snapshot).await?.establishments.bbox {
            archive = archive.bounds(west, south, east, north);
        }
        Ok(archive)
    }
}

/// The tiles of a zoom, in the order in which they stand in the archive.
async fn zoom_level(
    snapshot: &mut Snapshot,
    zoom: u8,
    archive: &mut PmTilesStreamWriter<File>,
) -> Result<(), PublishError> {
    let there = tile::occupied(snapshot, zoom).await?.into_iter();
    let coordinates = |tile: Tile| TileCoord::new(zoom, tile.column(), tile.row()).map(|at| (at, tile));
    let mut along = there.map(coordinates).collect::<Result<Vec<_>, _>>()?;
    along.sort_unstable_by_key(|(at, _)| TileId::from(*at).value());
    for some in along.chunks(TILES) {
        let tiles: Vec<Tile> = some.iter().map(|(_, tile)| *tile).collect();
        for ((at, _), bytes) in some.iter().zip(tile::whole(snapshot, zoom, &tiles).await?) {
            archive.add_tile(*at, &bytes)?;
        }
    }
    Ok(())
}
