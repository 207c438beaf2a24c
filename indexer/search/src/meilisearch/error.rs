use meilisearch_sdk::errors::{Error, ErrorCode};

use crate::SearchError;

/// Why the server did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum MeilisearchError {
    /// No answer, or one that is none.
    #[error("Meilisearch does not answer: is it running at this address, and is the key right?")]
    Away(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A document that JSON cannot hold.
    #[error("a document cannot be written as JSON")]
    Encode(#[from] serde_json::Error),
    /// A task failed.
    #[error("Meilisearch failed at {step}: {message}")]
    Task {
        /// What it was to do.
        step: &'static str,
        /// What it said.
        message: String,
    },
    /// The state of the index is missing or unreadable.
    #[error("the index on the Meilisearch server cannot be used: {0}")]
    State(String),
    /// A position before the one that the index has reached.
    #[error("the index stands at {reached} and cannot go back to {asked}")]
    Backwards {
        /// The position reached.
        reached: i64,
        /// The position asked for.
        asked: i64,
    },
}

impl From<Error> for MeilisearchError {
    fn from(error: Error) -> Self {
        Self::Away(error.into())
    }
}

impl MeilisearchError {
    /// Whether the server says that there is no such index.
    pub(super) fn is_missing(error: &Error) -> bool {
        matches!(error, Error::Meilisearch(known) if known.error_code == ErrorCode::IndexNotFound)
    }
}

/// What a search says where the server does not answer it.
pub(super) fn unavailable(error: &Error) -> SearchError {
    let reason = match error {
        error if MeilisearchError::is_missing(error) => {
            "there is no index on the Meilisearch server yet: run plainpied-indexer".to_owned()
        }
        error => format!("Meilisearch does not answer: {error}"),
    };
    SearchError::Unavailable { reason }
}
