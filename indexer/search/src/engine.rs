use std::sync::Arc;

use plainpied_domain::EstablishmentId;

use crate::embedded::EmbeddedSearch;
use crate::meilisearch::MeilisearchSearch;
use crate::{EngineStatus, Page, Query, SearchEngine, SearchError, Suggest, Suggestion};

/// The engine that an installation has chosen. Clones search the same index.
#[derive(Clone)]
pub enum Engine {
    /// An index on the local disk.
    Embedded(Arc<EmbeddedSearch>),
    /// An index on a Meilisearch server.
    Meilisearch(MeilisearchSearch),
}

impl From<Arc<EmbeddedSearch>> for Engine {
    fn from(search: Arc<EmbeddedSearch>) -> Self {
        Self::Embedded(search)
    }
}

impl SearchEngine for Engine {
    async fn search(&self, query: Query) -> Result<Page, SearchError> {
        match self {
            Self::Embedded(engine) => engine.search(query).await,
            Self::Meilisearch(engine) => engine.search(query).await,
        }
    }

    async fn ids(&self, query: Query) -> Result<Vec<EstablishmentId>, SearchError> {
        match self {
            Self::Embedded(engine) => engine.ids(query).await,
            Self::Meilisearch(engine) => engine.ids(query).await,
        }
    }

    async fn suggest(&self, suggest: Suggest) -> Result<Vec<Suggestion>, SearchError> {
        match self {
            Self::Embedded(engine) => engine.suggest(suggest).await,
            Self::Meilisearch(engine) => engine.suggest(suggest).await,
        }
    }

    async fn status(&self) -> Result<EngineStatus, SearchError> {
        match self {
            Self::Embedded(engine) => engine.status().await,
            Self::Meilisearch(engine) => engine.status().await,
        }
    }
}
