use plainpied_search::embedded::WriterError;
use plainpied_search::meilisearch::MeilisearchError;
use plainpied_store::StoreError;

/// Why indexing stopped, until it tries again.
#[derive(Debug, thiserror::Error)]
pub enum IndexerError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Writer(#[from] WriterError),
    /// The Meilisearch server.
    #[error(transparent)]
    Meilisearch(#[from] MeilisearchError),
    /// The rebuild that another process was asked for.
    #[error("the process that holds the index could not rebuild it: {0}")]
    Handover(String),
}
