//! What the index says of itself: kept in an index of one document beside it, and swapped together with it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::SearchError;
use crate::embedded::Binding;

/// The one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// Always 1.
    pub id: u8,
    /// Every change of the log up to here is in the index.
    pub position: i64,
    /// Grows by a rebuild.
    pub generation: u64,
    /// What the index belongs to.
    pub binding: Binding,
}

impl State {
    /// The state that a search was answered in.
    pub(super) fn read(stored: Json) -> Result<Self, SearchError> {
        let unavailable = |reason: String| SearchError::Unavailable { reason };
        let state: Self = serde_json::from_value(stored).map_err(|error| {
            unavailable(format!(
                "the index on the Meilisearch server says nothing of itself ({error}): run plainpied-indexer"
            ))
        })?;
        match state.binding.unreadable() {
            Some(difference) => Err(unavailable(difference)),
            None => Ok(state),
        }
    }
}
