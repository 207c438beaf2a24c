//! Follows the change log and feeds the search engine.
//!
//! [`Worker::run`] holds the right to write the index (a second process waits and says so), opens it, rebuilds it where
//! it is missing, damaged or made for another database, and then follows the log: it is woken after commits and polls
//! besides, so that a lost wake-up costs at most one interval. The position of the log lies in the commit of the index
//! itself: a crash replays the last changes, which changes nothing, and skips none.
//!
//! [`follow_derived`] does the same for what map tiles are made of and for the statistics, which lie in the database.
//!
//! Used by the program `plainpied-indexer` and, in one process with the API, by `plainpied serve`.

pub mod cli;
mod derived;
pub mod engine;
pub mod environment;
mod error;
mod feed;
pub mod logging;
mod meilisearch;
mod progress;
mod rebuild;
mod retry;
mod vocabulary;
mod worker;

pub use derived::follow_derived;
pub use error::IndexerError;
pub use meilisearch::MeilisearchWorker;
pub use worker::{Worker, WorkerConfig};
