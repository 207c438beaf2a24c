//! Asking the process that holds the lock for a rebuild, through files of the index directory. Any process may ask and
//! read; only the holder reports.

use std::fs;
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::io_error;
use super::layout::{Layout, write_atomically};
use super::{WriterError, WriterLock};

/// Names one demand for a rebuild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(Uuid);

/// How a rebuild goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebuildStatus {
    /// The demand it answers; `None` for one that the holder began by itself.
    pub request: Option<RequestId>,
    /// Where it stands.
    pub state: RebuildState,
    /// Documents indexed.
    pub done: u64,
    /// Documents to index, as counted at the beginning.
    pub total: u64,
    /// What a person should know: the reason of a failure.
    pub message: String,
}

/// Where a rebuild stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RebuildState {
    /// Under way.
    Running,
    /// Published.
    Done,
    /// Given up; the live index is as it was.
    Failed,
}

#[derive(Serialize, Deserialize)]
struct Request {
    request: RequestId,
}

/// Asks for a rebuild of the index in `dir`. A demand that nobody has taken up yet is joined, not repeated.
///
/// # Errors
/// [`WriterError::Io`] where the directory cannot be written.
pub fn request_rebuild(dir: &Path) -> Result<RequestId, WriterError> {
    if let Ok(Some(waiting)) = pending(dir) {
        return Ok(waiting);
    }
    fs::create_dir_all(dir).map_err(io_error("create", dir))?;
    let request = RequestId(Uuid::new_v4());
    write_json(&Layout::new(dir).request(), &Request { request })?;
    Ok(request)
}

/// What the holder last reported; `None` where there has been no rebuild.
///
/// # Errors
/// [`WriterError::Io`], [`WriterError::Malformed`].
pub fn read_status(dir: &Path) -> Result<Option<RebuildStatus>, WriterError> {
    read_json(&Layout::new(dir).status())
}

impl WriterLock {
    /// The demand that waits to be taken up.
    ///
    /// # Errors
    /// [`WriterError::Io`], [`WriterError::Malformed`].
    pub fn pending_request(&self) -> Result<Option<RequestId>, WriterError> {
        pending(self.dir())
    }

    /// Publishes how the rebuild goes. Done or failed, it also takes the demand it answers away.
    ///
    /// # Errors
    /// [`WriterError::Io`] where the directory cannot be written.
    pub fn report(&self, status: &RebuildStatus) -> Result<(), WriterError> {
        write_json(&self.layout().status(), status)?;
        let ended = status.state != RebuildState::Running;
        if ended && status.request.is_some() && pending(self.dir())? == status.request {
            let path = self.layout().request();
            fs::remove_file(&path).map_err(io_error("remove", &path))?;
        }
        Ok(())
    }
}

fn pending(dir: &Path) -> Result<Option<RequestId>, WriterError> {
    let found: Option<Request> = read_json(&Layout::new(dir).request())?;
    Ok(found.map(|found| found.request))
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, WriterError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|source| WriterError::Malformed { path: path.to_owned(), source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error("read", path)(error)),
    }
}

fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), WriterError> {
    let bytes = serde_json::to_vec(value)
        .map_err(|source| WriterError::Malformed { path: path.to_owned(), source })?;
    write_atomically(path, &bytes)
}
