//! Writes the index. A position moves only after the tasks that led to it have succeeded.

use std::collections::HashMap;

use plainpied_domain::EstablishmentId;

use super::document::encode;
use super::state::State;
use super::{MeilisearchError, Server};
use crate::Document;
use crate::analysis::Analyser;
use crate::embedded::Binding;

/// Writes the live index.
pub struct MeilisearchWriter {
    pub(super) server: Server,
    pub(super) state: State,
}

impl MeilisearchWriter {
    /// The live index, to go on from its position; or why it has to be rebuilt.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`].
    pub async fn open(server: Server, binding: &Binding) -> Result<Result<Self, String>, MeilisearchError> {
        let state = match server.state().await? {
            Ok(state) => state,
            Err(reason) => return Ok(Err(reason)),
        };
        Ok(match state.binding.difference(binding) {
            Some(difference) => Err(difference),
            None => Ok(Self { server, state }),
        })
    }

    /// The position that the index has reached.
    pub fn position(&self) -> i64 {
        self.state.position
    }

    /// Writes and removes documents, and moves to the position once all of it is done. Documents that the server refuses
    /// one by one are named in the log and left out.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`]: the position has not moved.
    /// [`MeilisearchError::Backwards`].
    pub async fn apply(
        &mut self,
        upserts: &[Document],
        deletes: &[EstablishmentId],
        position: i64,
    ) -> Result<(), MeilisearchError> {
        if position < self.state.position {
            return Err(MeilisearchError::Backwards { reached: self.state.position, asked: position });
        }
        let mut analyser = Analyser::new();
        let mut last = HashMap::new();
        for document in upserts {
            last.insert(document.id, document);
        }
        let documents = last.into_values().map(|document| encode(document, &mut analyser));
        self.server.store(documents.collect::<Result<_, _>>()?).await?;
        self.server.remove(deletes).await?;
        let state = State { position, ..self.state };
        self.server.set_state(&state).await?;
        self.state = state;
        Ok(())
    }
}
