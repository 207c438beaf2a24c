use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::index::SegmentId;
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::binding::Stamp;
use super::columns::{Columns, Interners};
use super::facets::FacetNames;
use super::fields::{Fields, schema};
use super::layout::Layout;
use super::opening::{open, stamp};
use super::snapshot::Snapshot;

/// How often a directory is read again that changes while it is read.
const ATTEMPTS: usize = 5;
const WHAT_TO_DO: &str = "run the indexer, which rebuilds it";
/// How the reason begins where no index was ever made.
pub(super) const NO_INDEX_YET: &str = "there is no index yet";

/// Follows an index directory from commit to commit and from generation to generation.
pub(super) struct Follower {
    layout: Layout,
    opened: Option<Opened>,
}

/// The generation that is followed.
struct Opened {
    generation: u64,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    columns: HashMap<SegmentId, Arc<Columns>>,
    interners: Interners,
    /// What the engine says of the commit that was read last, byte for byte.
    seen: Vec<u8>,
}

impl Follower {
    pub(super) fn new(dir: &Path) -> Self {
        Self { layout: Layout::new(dir), opened: None }
    }

    /// The newest commit: `present` itself where it still is that. `Err` says why there is none and what to do.
    pub(super) fn look(&mut self, present: Option<Arc<Snapshot>>) -> Result<Arc<Snapshot>, String> {
        let mut looked = self.look_once(present.as_ref());
        for _ in 1..ATTEMPTS {
            // A rebuild may remove the old generation between two reads; then `current` names another one now.
            if looked.is_ok()
                || self.layout.live().ok() == Some(self.opened.as_ref().map(|opened| opened.generation))
            {
                break;
            }
            looked = self.look_once(present.as_ref());
        }
        if looked.is_err() {
            self.opened = None;
        }
        looked
    }

    fn look_once(&mut self, present: Option<&Arc<Snapshot>>) -> Result<Arc<Snapshot>, String> {
        let generation = match self.layout.live() {
            Ok(Some(generation)) => generation,
            Ok(None) => return Err(format!("{NO_INDEX_YET}: {WHAT_TO_DO}")),
            Err(error) => {
                return Err(format!("the index directory cannot be read ({error}): {WHAT_TO_DO}"));
            }
        };
        let unusable = |reason: String| format!("the index cannot be used, {reason}: {WHAT_TO_DO}");
        let mut opened = match self.opened.take() {
            Some(opened) if opened.generation == generation => opened,
            _ => Opened::open(&self.layout, generation).map_err(unusable)?,
        };
        let metas = read_metas(&self.layout, generation).map_err(|error| unusable(error.to_string()))?;
        if let Some(present) = present
            && present.generation == generation
            && opened.seen == metas
        {
            let present = Arc::clone(present);
            self.opened = Some(opened);
            return Ok(present);
        }
        let snapshot = opened.read(metas).map_err(unusable)?;
        self.opened = Some(opened);
        Ok(Arc::new(snapshot))
    }
}

impl Opened {
    fn open(layout: &Layout, generation: u64) -> Result<Self, String> {
        let index = open(&layout.generation(generation))?;
        if let Some(difference) = stamp(&index)?.binding.unreadable() {
            return Err(difference);
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error: tantivy::TantivyError| format!("it is damaged: {error}"))?;
        let fields = schema().1;
        let (columns, interners, seen) = (HashMap::new(), Interners::default(), Vec::new());
        Ok(Self { generation, index, reader, fields, columns, interners, seen })
    }

    /// Opens the newest commit. The stamp is read before and after the segments: position and content are those of one
    /// commit.
    fn read(&mut self, mut metas: Vec<u8>) -> Result<Snapshot, String> {
        let mut stamp = self.stamp()?;
        for _ in 0..ATTEMPTS {
            self.reader.reload().map_err(|error| format!("it is damaged: {error}"))?;
            let after = self.stamp()?;
            if after.position == stamp.position {
                break;
            }
            // `metas` is older than what is open now: the next look reads again, which costs little.
            metas.clear();
            stamp = after;
        }
        let searcher = self.reader.searcher();
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            let known = self.columns.get(&segment.segment_id()).cloned();
            let opened = match known {
                Some(known) => known,
                None => Columns::open(segment, &mut self.interners)
                    .map(Arc::new)
                    .map_err(|error| cause(&error))?,
            };
            columns.push(opened);
        }
        let ids = searcher.segment_readers().iter().map(tantivy::SegmentReader::segment_id);
        self.columns = ids.zip(columns.iter().cloned()).collect();
        self.seen = metas;
        let facets = FacetNames {
            communes: self.interners.communes.names(),
            departments: self.interners.departments.names(),
            activities: self.interners.activities.names(),
        };
        let Self { fields, generation, .. } = *self;
        let alive = columns.iter().map(|_| OnceLock::new()).collect();
        Ok(Snapshot { searcher, fields, columns, alive, facets, generation, position: stamp.position })
    }

    fn stamp(&self) -> Result<Stamp, String> {
        stamp(&self.index)
    }
}

fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

/// The engine's list of segments, which every commit replaces.
fn read_metas(layout: &Layout, generation: u64) -> io::Result<Vec<u8>> {
    fs::read(layout.generation(generation).join("meta.json"))
}
