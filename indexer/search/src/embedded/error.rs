use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

use crate::SearchError;

/// Why the index could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriterError {
    /// Another process, or another part of this one, writes this index.
    #[error("the index in {} is being written by another process", dir.display())]
    Busy {
        /// The index directory.
        dir: PathBuf,
    },
    /// A file of the index directory.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A position before the one that the index has reached.
    #[error("position {asked} is before {reached}, the position of the index")]
    Backwards {
        /// The position of the index.
        reached: i64,
        /// The position given.
        asked: i64,
    },
    /// A rebuild has been begun and not ended.
    #[error("a rebuild of this index is already under way")]
    RebuildRunning,
    /// A rebuild has been published since: the writer that it gave back is the one to use.
    #[error("generation {generation} of the index has been replaced by a rebuild")]
    Superseded {
        /// The generation of this writer.
        generation: u64,
    },
    /// A file of the handover is not what this crate writes.
    #[error("{} is not readable JSON", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where it goes wrong.
        #[source]
        source: serde_json::Error,
    },
    /// The engine failed.
    #[error("the search engine failed to {step}")]
    Engine {
        /// What it was doing.
        step: &'static str,
        /// What it said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Says which file a system error is about.
pub(super) fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriterError {
    move |source| WriterError::Io { action, path: path.to_owned(), source }
}

/// Says at which step of writing the engine failed.
pub(super) fn writing(step: &'static str) -> impl FnOnce(TantivyError) -> WriterError {
    move |source| WriterError::Engine { step, source: source.into() }
}

/// Says at which step of searching the engine failed.
pub(super) fn searching<E: std::error::Error + Send + Sync + 'static>(
    step: &'static str,
) -> impl FnOnce(E) -> SearchError {
    move |source| SearchError::Engine { step, source: source.into() }
}
