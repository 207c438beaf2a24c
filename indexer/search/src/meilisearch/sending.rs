//! Requests that change something: sent again where there is no answer, and waited for.

use std::time::Duration;

use meilisearch_sdk::errors::{Error, ErrorCode, ErrorType, MeilisearchError as ServerError};
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;
use plainpied_domain::EstablishmentId;
use serde_json::Value as Json;

use super::document::{Encoded, attribute};
use super::settings::settings;
use super::state::State;
use super::{MeilisearchError, Server};

/// How often a request without answer is sent again, and the pause before the first time; each next one is double.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);
/// How often a task is asked after, and how long: merging a large index takes minutes.
const LOOK: Duration = Duration::from_millis(20);
const LONGEST_TASK: Duration = Duration::from_secs(3_600);

impl Server {
    /// Stores documents; those that the server refuses are looked for by halves, named in the log and left out.
    pub(super) async fn store(&self, documents: Vec<Encoded>) -> Result<(), MeilisearchError> {
        let mut left = vec![documents];
        while let Some(documents) = left.pop().filter(|documents| !documents.is_empty()) {
            let outcome = match self.post(&documents).await? {
                Ok(task) => self.wait(&task).await?,
                Err(refused) => Err(refused),
            };
            if let Err(error) = outcome {
                left.extend(halves(documents, &error)?);
            }
        }
        Ok(())
    }

    /// Stores what was refused together, by halves.
    pub(super) async fn store_halves(
        &self,
        documents: Vec<Encoded>,
        error: &ServerError,
    ) -> Result<(), MeilisearchError> {
        for half in halves(documents, error)? {
            self.store(half).await?;
        }
        Ok(())
    }

    pub(super) async fn remove(&self, ids: &[EstablishmentId]) -> Result<(), MeilisearchError> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = ids.iter().map(|id| id.as_uuid().to_string()).collect();
        let task = again(|| async { self.client.index(&self.index).delete_documents(&ids).await }).await?;
        self.done(task, "remove documents").await
    }

    pub(super) async fn set_state(&self, state: &State) -> Result<(), MeilisearchError> {
        let index = self.client.index(self.state_index());
        let task = again(|| async { index.add_or_replace(&[state], Some(attribute::ID)).await }).await?;
        self.done(task, "store the state of the index").await
    }

    /// Makes the indexes with their settings, where they are missing.
    pub(super) async fn create(&self) -> Result<(), MeilisearchError> {
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

    /// The task that stores documents, or why the server does not take them.
    pub(super) async fn post(
        &self,
        documents: &[Encoded],
    ) -> Result<Result<TaskInfo, ServerError>, MeilisearchError> {
        let index = self.client.index(&self.index);
        let posted = again(|| async {
            match index.add_or_replace(documents, Some(attribute::ID)).await {
                Err(Error::Meilisearch(error)) if error.error_code == ErrorCode::PayloadTooLarge => {
                    Ok(Err(error))
                }
                other => other.map(Ok),
            }
        });
        posted.await
    }

    /// The state of the index; or why there is none that can be read.
    pub(super) async fn state(&self) -> Result<Result<State, String>, MeilisearchError> {
        match self.client.index(self.state_index()).get_document::<State>("1").await {
            Ok(state) => Ok(Ok(state)),
            Err(Error::ParseError(error)) => Ok(Err(format!("its state cannot be read: {error}"))),
            Err(error) if is_nothing(&error) => Ok(Err("there is none on the server yet".to_owned())),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn done(&self, task: TaskInfo, step: &'static str) -> Result<(), MeilisearchError> {
        self.wait(&task).await?.map_err(|error| failed(step, &error))
    }

    /// What became of a task.
    pub(super) async fn wait(&self, task: &TaskInfo) -> Result<Result<(), ServerError>, MeilisearchError> {
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

/// Both halves of what was refused; a single document is named and gone.
///
/// # Errors
/// It was not the documents that were wrong.
fn halves(mut documents: Vec<Encoded>, error: &ServerError) -> Result<Vec<Vec<Encoded>>, MeilisearchError> {
    let is_about_documents =
        error.error_type == ErrorType::InvalidRequest && error.error_code != ErrorCode::IndexNotFound;
    if !is_about_documents {
        return Err(failed("store documents", error));
    }
    if documents.len() > 1 {
        let second = documents.split_off(documents.len() / 2);
        return Ok(vec![documents, second]);
    }
    for document in documents {
        let fields: Json = serde_json::from_str(document.get()).unwrap_or_default();
        let id = fields.get(attribute::ID).map(ToString::to_string).unwrap_or_default();
        tracing::error!(id, reason = error.error_message, "Meilisearch refuses a document: it is left out");
    }
    Ok(Vec::new())
}

fn is_nothing(error: &Error) -> bool {
    let Error::Meilisearch(error) = error else { return false };
    matches!(error.error_code, ErrorCode::IndexNotFound | ErrorCode::DocumentNotFound)
}

fn failed(step: &'static str, error: &ServerError) -> MeilisearchError {
    MeilisearchError::Task { step, message: error.error_message.clone() }
}
