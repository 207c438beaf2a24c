use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use plainpied_domain::EstablishmentId;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, TantivyDocument};

use super::binding::{Binding, Stamp};
use super::encode::{Encoder, id_term};
use super::error::writing;
use super::fields::{Fields, schema};
use super::opening::open_checked;
use super::{Rebuild, WriterError, WriterLock};
use crate::Document;

/// What writing may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resources {
    /// Indexing threads, at least 1.
    pub threads: usize,
    /// Memory for documents that are not on disk yet, bytes, all threads together. Less than 15 MB a thread is taken
    /// as that.
    pub memory: usize,
}

impl Resources {
    /// For the trickle of changes: 128 MB.
    pub fn live() -> Self {
        Self { threads: 1, memory: 128_000_000 }
    }

    /// For a rebuild: every core up to 8, 150 MB each.
    pub fn rebuild() -> Self {
        let threads = available_parallelism().map_or(1, NonZeroUsize::get).min(8);
        Self { threads, memory: threads * 150_000_000 }
    }

    fn per_thread(self) -> usize {
        const LEAST: usize = 15_000_000;
        const MOST: usize = 4_000_000_000;
        (self.memory / self.threads.max(1)).clamp(LEAST, MOST)
    }
}

/// Writes the live index. What is written is found after [`IndexWriter::commit`]; what is not committed is forgotten.
pub struct IndexWriter {
    lock: WriterLock,
    generation: u64,
    stamp: Stamp,
    inner: Box<Inner>,
}

/// What opening an index for writing gives.
pub enum Opened {
    /// The index, to go on from its position.
    Ready(IndexWriter),
    /// There is no index that could go on.
    NeedsRebuild {
        /// Why, to be logged.
        reason: String,
        /// The lock, for [`Rebuild::begin`].
        lock: WriterLock,
    },
}

impl IndexWriter {
    /// Opens the live index, removes what an abandoned rebuild has left, and compares all checksums.
    ///
    /// # Errors
    /// [`WriterError::Io`] and [`WriterError::Engine`] where the directory cannot be written. An index that is missing,
    /// damaged or bound to something else is no error but [`Opened::NeedsRebuild`].
    pub fn open(lock: WriterLock, binding: &Binding, resources: Resources) -> Result<Opened, WriterError> {
        match open_checked(lock.layout(), binding) {
            Ok((generation, index, stamp)) => {
                lock.layout().remove_all_but(&[generation])?;
                lock.set_live(generation);
                Self::over(lock, generation, &index, (stamp, resources)).map(Opened::Ready)
            }
            Err(reason) => Ok(Opened::NeedsRebuild { reason, lock }),
        }
    }

    pub(super) fn over(
        lock: WriterLock,
        generation: u64,
        index: &Index,
        (stamp, resources): (Stamp, Resources),
    ) -> Result<Self, WriterError> {
        let inner = Box::new(Inner::over(index, resources)?);
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(4);
        policy.set_del_docs_ratio_before_merge(0.3);
        inner.engine.set_merge_policy(Box::new(policy));
        Ok(Self { lock, generation, stamp, inner })
    }

    /// Adds a document or replaces the one of the same id.
    ///
    /// # Errors
    /// [`WriterError::Engine`], [`WriterError::Superseded`].
    pub fn upsert(&mut self, document: &Document) -> Result<(), WriterError> {
        self.check_live()?;
        self.inner.upsert(document)
    }

    /// Removes a document; one that is not there stays away.
    ///
    /// # Errors
    /// [`WriterError::Superseded`].
    pub fn delete(&mut self, id: EstablishmentId) -> Result<(), WriterError> {
        self.check_live()?;
        self.inner.delete(id);
        Ok(())
    }

    /// Makes everything written so far searchable and durable, together with the position that it is true at.
    ///
    /// # Errors
    /// [`WriterError::Backwards`] for a position before the present one; [`WriterError::Engine`], after which the
    /// writer is to be opened again; [`WriterError::Superseded`].
    pub fn commit(&mut self, position: i64) -> Result<(), WriterError> {
        self.check_live()?;
        let reached = self.stamp.position;
        if position < reached {
            return Err(WriterError::Backwards { reached, asked: position });
        }
        let stamp = Stamp { position, ..self.stamp };
        self.inner.commit(&stamp)?;
        self.stamp = stamp;
        Ok(())
    }

    /// The position of the last commit.
    pub fn position(&self) -> i64 {
        self.stamp.position
    }

    /// The lock, to be shared with a rebuild and the handover.
    pub fn lock(&self) -> &WriterLock {
        &self.lock
    }

    /// Begins a new index beside this one, which may go on being written meanwhile.
    ///
    /// # Errors
    /// Those of [`Rebuild::begin`].
    pub fn begin_rebuild(&self, resources: Resources) -> Result<Rebuild, WriterError> {
        Rebuild::begin(&self.lock, &self.stamp.binding, resources)
    }

    fn check_live(&self) -> Result<(), WriterError> {
        if self.lock.live() == self.generation {
            Ok(())
        } else {
            Err(WriterError::Superseded { generation: self.generation })
        }
    }
}

/// The engine's writer and what turns our documents into its own.
pub(super) struct Inner {
    pub(super) engine: tantivy::IndexWriter<TantivyDocument>,
    encoder: Encoder,
    fields: Fields,
}

impl Inner {
    pub(super) fn over(index: &Index, resources: Resources) -> Result<Self, WriterError> {
        let (_, fields) = schema();
        let threads = resources.threads.max(1);
        let engine = index
            .writer_with_num_threads(threads, resources.per_thread() * threads)
            .map_err(writing("open an index for writing"))?;
        Ok(Self { engine, encoder: Encoder::new(fields), fields })
    }

    pub(super) fn add(&mut self, document: &Document) -> Result<(), WriterError> {
        let encoded = self.encoder.encode(document);
        self.engine.add_document(encoded).map_err(writing("add a document"))?;
        Ok(())
    }

    pub(super) fn upsert(&mut self, document: &Document) -> Result<(), WriterError> {
        self.delete(document.id);
        self.add(document)
    }

    pub(super) fn delete(&mut self, id: EstablishmentId) {
        self.engine.delete_term(id_term(&self.fields, id));
    }

    pub(super) fn commit(&mut self, stamp: &Stamp) -> Result<(), WriterError> {
        let payload = serde_json::to_string(stamp)
            .map_err(|source| WriterError::Engine { step: "write a stamp", source: source.into() })?;
        let mut prepared = self.engine.prepare_commit().map_err(writing("prepare a commit"))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(writing("commit"))?;
        Ok(())
    }
}
