//! A new index beside the live one.

use meilisearch_sdk::client::SwapIndexes;
use meilisearch_sdk::task_info::TaskInfo;
use plainpied_domain::EstablishmentId;

use super::document::{Encoded, encode};
use super::state::State;
use super::{MeilisearchError, MeilisearchWriter, Server};
use crate::Document;
use crate::analysis::Analyser;
use crate::embedded::Binding;

/// Bytes of documents in one request: far below the server's usual limit of 100 MB.
const REQUEST: usize = 8_000_000;

/// Fills a new index beside the live one.
pub struct MeilisearchRebuild {
    live: Server,
    next: Server,
    state: State,
    analyser: Analyser,
    waiting: Vec<Encoded>,
    bytes: usize,
    sent: Vec<(TaskInfo, Vec<Encoded>)>,
    added: u64,
}

impl MeilisearchRebuild {
    /// Begins with an empty index beside the live one.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`].
    pub async fn begin(live: Server, binding: &Binding) -> Result<Self, MeilisearchError> {
        let generation = live.state().await?.map_or(1, |state| state.generation + 1);
        let next = live.next();
        next.remove_index().await?;
        next.create().await?;
        let state = State { id: 1, position: 0, generation, binding: *binding };
        Ok(Self {
            live,
            next,
            state,
            analyser: Analyser::new(),
            waiting: Vec::new(),
            bytes: 0,
            sent: Vec::new(),
            added: 0,
        })
    }

    /// Adds a document, or replaces the one of the same id.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`].
    pub async fn add(&mut self, document: &Document) -> Result<(), MeilisearchError> {
        let encoded = encode(document, &mut self.analyser)?;
        self.bytes += encoded.get().len();
        self.waiting.push(encoded);
        self.added += 1;
        if self.bytes >= REQUEST { self.send().await } else { Ok(()) }
    }

    /// How many documents were added.
    pub fn added(&self) -> u64 {
        self.added
    }

    /// Writes and removes what was changed while the rebuild ran.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`].
    pub async fn change(
        &mut self,
        upserts: &[Document],
        deletes: &[EstablishmentId],
    ) -> Result<(), MeilisearchError> {
        self.settle().await?;
        let documents = upserts.iter().map(|document| encode(document, &mut self.analyser));
        self.next.store(documents.collect::<Result<_, _>>()?).await?;
        self.next.remove(deletes).await
    }

    /// Makes this index the live one, true at `position`: one task swaps documents and state together.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`]: the old index stays the live one.
    pub async fn publish(mut self, position: i64) -> Result<MeilisearchWriter, MeilisearchError> {
        self.settle().await?;
        let Self { live, next, state, .. } = self;
        let state = State { position, ..state };
        next.set_state(&state).await?;
        live.create().await?;
        let swap = |one: String, other: String| SwapIndexes { indexes: (one, other), rename: None };
        let pairs =
            [swap(live.index.clone(), next.index.clone()), swap(live.state_index(), next.state_index())];
        let task = live.client.swap_indexes(&pairs).await?;
        live.done(task, "swap the new index for the old").await?;
        next.remove_index().await?;
        Ok(MeilisearchWriter { server: live, state })
    }

    async fn send(&mut self) -> Result<(), MeilisearchError> {
        self.bytes = 0;
        let documents = std::mem::take(&mut self.waiting);
        if documents.is_empty() {
            return Ok(());
        }
        match self.next.post(&documents).await? {
            Ok(task) => self.sent.push((task, documents)),
            Err(refused) => self.next.store_halves(documents, &refused).await?,
        }
        // The server works while we read on, but not without bound.
        if self.sent.len() > 8 { self.settle_first().await } else { Ok(()) }
    }

    async fn settle(&mut self) -> Result<(), MeilisearchError> {
        self.send().await?;
        while !self.sent.is_empty() {
            self.settle_first().await?;
        }
        Ok(())
    }

    async fn settle_first(&mut self) -> Result<(), MeilisearchError> {
        let (task, documents) = self.sent.remove(0);
        match self.next.wait(&task).await? {
            Ok(()) => Ok(()),
            Err(error) => self.next.store_halves(documents, &error).await,
        }
    }
}
