//! The embedded adapter: tantivy on a local disk, written by one process, searched by any number of them.

mod area;
mod binding;
mod bits;
mod cells;
mod columns;
mod encode;
mod error;
mod facets;
mod fields;
mod follower;
mod handover;
mod interner;
mod layout;
mod lock;
mod matching;
mod opening;
mod outcome;
mod plan;
mod postings;
mod ranking;
mod reader;
mod rebuild;
mod snapshot;
mod terms;
mod writer;

pub use binding::{Binding, FORMAT};
pub use error::WriterError;
pub use handover::{RebuildState, RebuildStatus, RequestId, read_status, request_rebuild};
pub use lock::WriterLock;
pub use reader::EmbeddedSearch;
pub use rebuild::Rebuild;
pub use writer::{IndexWriter, Opened, Resources};
