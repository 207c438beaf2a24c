use plainpied_domain::EstablishmentId;
use tantivy::Index;
use tantivy::merge_policy::NoMergePolicy;

use super::binding::{Binding, Stamp};
use super::error::writing;
use super::opening::create;
use super::writer::Inner;
use super::{IndexWriter, Resources, WriterError, WriterLock};
use crate::Document;

/// The most segments that a published index is left with: each costs every search a little.
const SEGMENTS: usize = 6;

/// A new index being filled beside the live one, which is searched until this one is published. Dropped without that,
/// it leaves a directory behind which the next opening or rebuild removes.
pub struct Rebuild {
    lock: WriterLock,
    binding: Binding,
    generation: u64,
    index: Index,
    inner: Inner,
    added: u64,
    _running: Running,
}

/// Lets the next rebuild begin when this one ends, however it ends.
struct Running(WriterLock);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.end_rebuild();
    }
}

impl Rebuild {
    /// Begins the generation after the newest one on disk.
    ///
    /// # Errors
    /// [`WriterError::RebuildRunning`] while another rebuild has not ended; [`WriterError::Io`] and
    /// [`WriterError::Engine`] where the directory cannot be written.
    pub fn begin(lock: &WriterLock, binding: &Binding, resources: Resources) -> Result<Self, WriterError> {
        lock.begin_rebuild()?;
        let running = Running(lock.clone());
        let layout = lock.layout();
        // A `current` that is not readable names no index that would be worth keeping.
        let live = layout.live().ok().flatten();
        let newest = layout.on_disk()?.into_iter().chain(live).max().unwrap_or(0);
        layout.remove_all_but(live.as_slice())?;
        let generation = newest + 1;
        let index = create(layout, generation)?;
        let inner = Inner::over(&index, resources)?;
        inner.engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self {
            lock: lock.clone(),
            binding: *binding,
            generation,
            index,
            inner,
            added: 0,
            _running: running,
        })
    }

    /// Adds a document that has not been added yet: the fast way.
    ///
    /// # Errors
    /// [`WriterError::Engine`].
    pub fn add(&mut self, document: &Document) -> Result<(), WriterError> {
        self.added += 1;
        self.inner.add(document)
    }

    /// Adds a document or replaces the one of the same id: for changes that arrive while the rebuild runs.
    ///
    /// # Errors
    /// [`WriterError::Engine`].
    pub fn upsert(&mut self, document: &Document) -> Result<(), WriterError> {
        self.inner.upsert(document)
    }

    /// Removes a document; one that is not there stays away.
    pub fn delete(&mut self, id: EstablishmentId) {
        self.inner.delete(id);
    }

    /// How many documents [`Rebuild::add`] has taken.
    pub fn added(&self) -> u64 {
        self.added
    }

    /// Makes this index the live one, true at `position`, and gives back its writer. Searches see the old index until
    /// then and the new one after, never neither. The writer of the old index answers
    /// [`WriterError::Superseded`] from then on.
    ///
    /// # Errors
    /// [`WriterError::Io`], [`WriterError::Engine`]: the old index stays the live one.
    pub fn publish(self, position: i64, resources: Resources) -> Result<IndexWriter, WriterError> {
        let Self { lock, binding, generation, index, mut inner, .. } = self;
        let stamp = Stamp { position, binding };
        inner.commit(&stamp)?;
        merge_smallest(&index, &mut inner)?;
        inner.engine.wait_merging_threads().map_err(writing("wait for merges"))?;
        let writer = IndexWriter::over(lock.clone(), generation, &index, (stamp, resources))?;
        lock.layout().set_live(generation)?;
        lock.set_live(generation);
        if let Err(error) = lock.layout().remove_all_but(&[generation]) {
            // The next opening tries again: the new index is live and whole all the same.
            tracing::warn!(generation, error = &error as &dyn std::error::Error, "old index left on disk");
        }
        Ok(writer)
    }
}

/// Merges the smallest segments into one where there are too many.
fn merge_smallest(index: &Index, inner: &mut Inner) -> Result<(), WriterError> {
    let mut segments = index.searchable_segment_metas().map_err(writing("list segments"))?;
    if segments.len() <= SEGMENTS {
        return Ok(());
    }
    segments.sort_by_key(|segment| segment.max_doc());
    let small: Vec<_> =
        segments.iter().take(segments.len() + 1 - SEGMENTS).map(|segment| segment.id()).collect();
    inner.engine.merge(&small).wait().map_err(writing("merge segments"))?;
    Ok(())
}
