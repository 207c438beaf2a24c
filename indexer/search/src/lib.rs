#![doc = include_str!("../README.md")]

mod analysis;
mod document;
pub mod embedded;
mod engine;
mod facets;
mod known;
pub mod meilisearch;
mod order;
mod page;
mod port;
mod query;
mod score;
mod standing;
mod understood;

pub use document::{Document, DocumentActivity};
pub use engine::Engine;
pub use facets::{CompletenessCounts, FacetSet, Facets, FreshnessCounts, VerdictCounts};
pub use known::{Age, Known, Share};
pub use page::{Hit, Page, ScoreParts, Suggestion};
pub use port::{EngineStatus, SearchEngine, SearchError};
pub use query::{Query, Sort, Suggest};
pub use standing::{Accepted, Asked, AskedNeed, Unknown};
pub use understood::{search_typed, search_understood};
