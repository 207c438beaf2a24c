use std::future::Future;

use plainpied_domain::EstablishmentId;

use crate::{Page, Query, Suggest, Suggestion};

/// What a search engine must do, whichever it is. Values in and out are those of this crate and of the domain; nothing
/// of an engine shows.
pub trait SearchEngine: Send + Sync {
    /// The page of documents that the query asks for.
    ///
    /// # Errors
    /// [`SearchError::Unavailable`] while there is no index to search, the errors of [`Query::check`], and
    /// [`SearchError::Engine`] where the engine itself fails. No text makes it fail.
    fn search(&self, query: Query) -> impl Future<Output = Result<Page, SearchError>> + Send;

    /// Every document that a search for the query matches, however many, by id; page and order aside.
    ///
    /// # Errors
    /// Those of [`SearchEngine::search`].
    fn ids(&self, query: Query) -> impl Future<Output = Result<Vec<EstablishmentId>, SearchError>> + Send;

    /// Places whose name holds all words typed, the last perhaps unfinished, the best first. Names that hold them
    /// letter for letter come before those that hold them but for slips as in a search. Of a beginning that very many
    /// names share, the best of some of them.
    ///
    /// # Errors
    /// [`SearchError::Unavailable`] while there is no index to search, and [`SearchError::Engine`] where the engine
    /// itself fails. No text makes it fail; a text without words gives nothing.
    fn suggest(&self, suggest: Suggest) -> impl Future<Output = Result<Vec<Suggestion>, SearchError>> + Send;

    /// How far the index has come.
    ///
    /// # Errors
    /// [`SearchError::Unavailable`] while there is no index to search.
    fn status(&self) -> impl Future<Output = Result<EngineStatus, SearchError>> + Send;
}

/// How far an index has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineStatus {
    /// The position of the change log up to which the index holds every change.
    pub position: i64,
    /// How many documents a search can find.
    pub documents: u64,
    /// Grows by a rebuild.
    pub generation: u64,
}

/// Why a search gave no page.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is no index, or it cannot be read. The reason says what to do.
    #[error("the search index is unavailable: {reason}")]
    Unavailable {
        /// What is wrong and what to do.
        reason: String,
    },
    /// Sorting by distance without a place to measure from.
    #[error("sort by distance needs a place to measure from: give near")]
    SortNeedsPlace,
    /// Counting or asking by age without a day to reckon it from.
    #[error("freshness needs the day: give today")]
    FreshnessNeedsToday,
    /// A page further down than any engine goes.
    #[error("offset {offset} + limit {limit} is beyond {max}, the last result that can be reached")]
    TooDeep {
        /// Results to skip, as asked.
        offset: usize,
        /// Results on the page, as asked.
        limit: usize,
        /// The largest sum of both.
        max: usize,
    },
    /// The engine failed.
    #[error("the search engine failed at {step}")]
    Engine {
        /// What it was doing.
        step: &'static str,
        /// What it said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
