//! What errors of the rooms below come to.

use plainpied_domain::CursorError;
use plainpied_opendata::flat::FlatError;
use plainpied_search::SearchError;
use plainpied_store::StoreError;

use super::{Problem, code};

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if let StoreError::Arithmetic(_) = error {
            return Self::parameter("filter", "its arithmetic leads beyond what numbers can hold")
                .cause(error);
        }
        let code = if error.is_transient() { &code::DATABASE_UNAVAILABLE } else { &code::INTERNAL };
        Self::new(code).cause(error)
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match &error {
            SearchError::Unavailable { .. } => Self::new(&code::SEARCH_UNAVAILABLE).cause(error),
            SearchError::SortNeedsPlace => Self::new(&code::MISSING_PARAMETER)
                .detail("sort=distance needs a place to measure from: add lat and lon")
                .at("lat"),
            SearchError::TooDeep { max, .. } => Self::new(&code::TOO_DEEP)
                .detail(format!("a search goes no further than {max} results"))
                .at("cursor"),
            SearchError::Engine { .. } | SearchError::FreshnessNeedsToday => {
                Self::new(&code::INTERNAL).cause(error)
            }
        }
    }
}

impl From<CursorError> for Problem {
    fn from(error: CursorError) -> Self {
        Self::new(&code::INVALID_CURSOR).detail(error.to_string()).at("cursor")
    }
}

impl From<FlatError> for Problem {
    fn from(error: FlatError) -> Self {
        let code = match &error {
            FlatError::Room(_) => &code::NO_ROOM,
            FlatError::Format(_) => &code::INTERNAL,
        };
        Self::new(code).cause(error)
    }
}

impl From<csv::Error> for Problem {
    fn from(error: csv::Error) -> Self {
        Self::new(&code::INTERNAL).cause(error)
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::new(&code::INTERNAL).cause(error)
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::new(&code::INTERNAL).cause(error)
    }
}
