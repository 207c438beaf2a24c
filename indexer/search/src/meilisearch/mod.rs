//! The adapter of a Meilisearch server: several API machines search one index that one indexer writes.
//!
//! Texts are cut into words here, as for the embedded engine, and stored as those words: what is elided, abbreviated or
//! written with a ligature is the same in both. The server finds (all words, slips, beginnings), filters and counts;
//! what ranks is the blend of [`crate::ScoreParts`] over the first that it finds.

mod answer;
mod area;
mod asking;
mod document;
mod error;
mod facets;
mod filter;
mod hits;
mod rebuild;
mod relax;
mod search;
mod sending;
mod settings;
mod state;
mod suggesting;
#[cfg(test)]
mod tests;
mod writer;

use meilisearch_sdk::client::Client;

pub use error::MeilisearchError;
pub use rebuild::MeilisearchRebuild;
pub use search::MeilisearchSearch;
pub use writer::MeilisearchWriter;

/// Keys of a server that are looked through.
const MOST_KEYS: usize = 1_000;

/// A server and the name of the index on it.
#[derive(Clone)]
pub struct Server {
    client: Client,
    index: String,
}

impl Server {
    /// A server at a URL, with the key that is allowed what is asked of it, and the index by that name. Connects to
    /// nothing yet.
    ///
    /// # Errors
    /// A key that no header can hold.
    pub fn new(url: &str, key: Option<&str>, index: &str) -> Result<Self, MeilisearchError> {
        let client = Client::new(url.trim_end_matches('/'), key)?;
        Ok(Self { client, index: index.to_owned() })
    }

    /// The key with which machines that only search may search this index and no other; made where there is none.
    ///
    /// # Errors
    /// The server is away, or our own key may not make keys.
    pub async fn search_key(&self) -> Result<String, MeilisearchError> {
        use meilisearch_sdk::key::{Action, KeyBuilder, KeysQuery};
        let name = format!("plainpied search of {}", self.index);
        let known = self.client.get_keys_with(KeysQuery::new().with_limit(MOST_KEYS)).await?;
        if let Some(key) = known.results.into_iter().find(|key| key.name.as_deref() == Some(&name)) {
            return Ok(key.key);
        }
        let mut wanted = KeyBuilder::new();
        wanted.with_name(&name).with_action(Action::Search);
        wanted.with_action(Action::StatsGet).with_indexes([self.index.clone(), self.state_index()]);
        Ok(wanted.execute(&self.client).await?.key)
    }

    fn state_index(&self) -> String {
        format!("{}_state", self.index)
    }

    /// The server and index that a rebuild fills.
    fn next(&self) -> Self {
        Self { client: self.client.clone(), index: format!("{}_next", self.index) }
    }
}
