//! Writes the index. A position moves only after the tasks that led to it have succeeded.

use std::time::Duration;

use meilisearch_sdk::client::SwapIndexes;
use meilisearch_sdk::errors::{Error, ErrorCode, ErrorType, MeilisearchError as ServerError};
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;
use plainpied_domain::EstablishmentId;
use serde_json::Value as Json;

use super::document::{attribute, encode};
use super::settings::settings;
use super::state::State;
use super::{MeilisearchError, Server};
use crate::Document;
use crate::analysis::Analyser;
use crate::embedded::Binding;

/// Bytes of documents in one request: far below the server's usual limit of 100 MB.
const REQUEST: usize = 8_000_000;
/// How often a request without answer is sent again, and the pause before the first time; each next one is double.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);
/// How often a task is asked after, and how long: merging a large index takes minutes.
const LOOK: Duration = Duration::from_millis(20);
const LONGEST_TASK: Duration = Duration::from_secs(3_600);

/// Writes the live index.
pub struct MeilisearchWriter {
    server: Server,
    state: State,
}

/// Fills a new index beside the live one.
pub struct MeilisearchRebuild {
    live: Server,
    next: Server,
    state: State,
    analyser: Analyser,
    waiting: Vec<Json>,
    bytes: usize,
    sent: Vec<(TaskInfo, Vec<Json>)>,
    added: u64,
}

impl MeilisearchWriter {
    /// The live index, to go on from its position; or why it has to be rebuilt.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`].
    pub async fn open(server: Server, binding: &Binding) -> Result<Result<Self, String>, MeilisearchError> {
        let stored = server.client.index(server.state_index()).get_document::<State>("1").await;
        let state = match stored {
            Ok(state) => state,
            Err(Error::ParseError(error)) => return Ok(Err(format!("its state cannot be read: {error}"))),
            Err(error) if is_nothing(&error) => return Ok(Err("there is none on the server yet".to_owned())),
            Err(error) => return Err(error.into()),
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
        let mut last = std::collections::HashMap::new();
        for document in upserts {
            last.insert(document.id, document);
        }
        let documents = last.into_values().map(|document| encode(document, &mut analyser)).collect();
        self.server.store(documents).await?;
        self.server.remove(deletes).await?;
        let state = State { position, ..self.state };
        self.server.set_state(&state).await?;
        self.state = state;
        Ok(())
    }
}

impl MeilisearchRebuild {
    /// Begins with an empty index beside the live one.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`].
    pub async fn begin(live: Server, binding: &Binding) -> Result<Self, MeilisearchError> {
        let generation = match live.client.index(live.state_index()).get_document::<State>("1").await {
            Ok(state) => state.generation + 1,
            Err(error) if is_nothing(&error) => 1,
            Err(Error::ParseError(_)) => 1,
            Err(error) => return Err(error.into()),
        };
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
        let encoded = encode(document, &mut self.analyser);
        self.bytes += encoded.to_string().len();
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
        let documents = upserts.iter().map(|document| encode(document, &mut self.analyser)).collect();
        self.next.store(documents).await?;
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
            Posted::Accepted(task) => self.sent.push((task, documents)),
            Posted::TooLarge => self.next.store(documents).await?,
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
            Err(error) if is_about_documents(&error) => self.next.store_halves(documents, &error).await,
            Err(error) => Err(failed("store documents", &error)),
        }
    }
}

enum Posted {
    Accepted(TaskInfo),
    TooLarge,
}

impl Server {
    /// Stores documents; those that the server refuses are looked for by halves, named in the log and left out.
    pub(super) async fn store(&self, documents: Vec<Json>) -> Result<(), MeilisearchError> {
        let mut left = vec![documents];
        while let Some(documents) = left.pop().filter(|documents| !documents.is_empty()) {
            let error = match self.post(&documents).await? {
                Posted::TooLarge => too_large(),
                Posted::Accepted(task) => match self.wait(&task).await? {
                    Ok(()) => continue,
                    Err(error) if is_about_documents(&error) => error,
                    Err(error) => return Err(failed("store documents", &error)),
                },
            };
            left.extend(halves(documents, &error));
        }
        Ok(())
    }

    async fn store_halves(&self, documents: Vec<Json>, error: &ServerError) -> Result<(), MeilisearchError> {
        for half in halves(documents, error) {
            Box::pin(self.store(half)).await?;
        }
        Ok(())
    }

    async fn remove(&self, ids: &[EstablishmentId]) -> Result<(), MeilisearchError> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = ids.iter().map(|id| id.as_uuid().to_string()).collect();
        let task = again(|| async { self.client.index(&self.index).delete_documents(&ids).await }).await?;
        self.done(task, "remove documents").await
    }

    async fn set_state(&self, state: &State) -> Result<(), MeilisearchError> {
        let index = self.client.index(self.state_index());
        let task = again(|| async { index.add_or_replace(&[state], Some(attribute::ID)).await }).await?;
        self.done(task, "store the state of the index").await
    }

    /// Makes the indexes with their settings, where they are missing.
    async fn create(&self) -> Result<(), MeilisearchError> {
        for uid in [self.index.clone(), self.state_index()] {
            let task = self.client.create_index(&uid, Some(attribute::ID)).await?;
            match self.wait(&task).await? {
                Ok(()) => {}
                Err(error) if error.error_code == ErrorCode::IndexAlreadyExists => {}
                Err(error) => return Err(failed("make an index", &error)),
            }
        }
        let task = self.client.index(&self.index).set_settings(&settings()).await?;
        self.done(task, "set up the index").await
    }

    /// Removes the index and its state.
    ///
    /// # Errors
    /// [`MeilisearchError::Away`], [`MeilisearchError::Task`].
    pub async fn remove_index(&self) -> Result<(), MeilisearchError> {
        for uid in [self.index.clone(), self.state_index()] {
            let task = self.client.delete_index(&uid).await?;
            match self.wait(&task).await? {
                Ok(()) => {}
                Err(error) if error.error_code == ErrorCode::IndexNotFound => {}
                Err(error) => return Err(failed("remove an index", &error)),
            }
        }
        Ok(())
    }

    async fn post(&self, documents: &[Json]) -> Result<Posted, MeilisearchError> {
        let index = self.client.index(&self.index);
        let posted = again(|| async {
            match index.add_or_replace(documents, Some(attribute::ID)).await {
                Err(Error::Meilisearch(error)) if error.error_code == ErrorCode::PayloadTooLarge => {
                    Ok(Posted::TooLarge)
                }
                other => other.map(Posted::Accepted),
            }
        });
        posted.await
    }

    async fn done(&self, task: TaskInfo, step: &'static str) -> Result<(), MeilisearchError> {
        self.wait(&task).await?.map_err(|error| failed(step, &error))
    }

    /// What became of a task.
    async fn wait(&self, task: &TaskInfo) -> Result<Result<(), ServerError>, MeilisearchError> {
        let ended = again(|| async { self.client.wait_for_task(task, Some(LOOK), Some(LONGEST_TASK)).await });
        Ok(match ended.await? {
            Task::Failed { content } => Err(content.error),
            _ => Ok(()),
        })
    }
}

/// Sends a request again where there was no answer, ever more slowly.
async fn again<T, F: Future<Output = Result<T, Error>>>(
    mut request: impl FnMut() -> F,
) -> Result<T, MeilisearchError> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match request().await {
            Err(Error::HttpError(error)) => {
                tracing::info!(
                    error = &error as &dyn std::error::Error,
                    ?pause,
                    "Meilisearch did not answer, trying again"
                );
            }
            other => return Ok(other?),
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    Ok(request().await?)
}

/// Both halves; a single document is named and gone.
fn halves(mut documents: Vec<Json>, error: &ServerError) -> Vec<Vec<Json>> {
    if documents.len() > 1 {
        let second = documents.split_off(documents.len() / 2);
        return vec![documents, second];
    }
    for document in documents {
        let id = document.get(attribute::ID).map(ToString::to_string).unwrap_or_default();
        tracing::error!(id, reason = error.error_message, "Meilisearch refuses a document: it is left out");
    }
    Vec::new()
}

fn is_about_documents(error: &ServerError) -> bool {
    error.error_type == ErrorType::InvalidRequest && error.error_code != ErrorCode::IndexNotFound
}

fn is_nothing(error: &Error) -> bool {
    let Error::Meilisearch(error) = error else { return false };
    matches!(error.error_code, ErrorCode::IndexNotFound | ErrorCode::DocumentNotFound)
}

fn failed(step: &'static str, error: &ServerError) -> MeilisearchError {
    MeilisearchError::Task { step, message: error.error_message.clone() }
}

fn too_large() -> ServerError {
    ServerError {
        error_message: "the request is larger than the server takes".to_owned(),
        error_code: ErrorCode::PayloadTooLarge,
        error_type: ErrorType::InvalidRequest,
        error_link: String::new(),
    }
}
