#![doc = include_str!("../README.md")]

mod analysis;
mod document;
pub mod embedded;
mod page;
mod port;
mod query;

pub use document::{Document, DocumentActivity};
pub use page::{Facets, Hit, Page};
pub use port::{EngineStatus, SearchEngine, SearchError};
pub use query::{Query, Sort};
