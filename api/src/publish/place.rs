use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde::de::DeserializeOwned;

use super::target::is_set;
use super::{Latest, MANIFEST, Manifest, POINTER};
use crate::cached::Cached;
use crate::problem::{Problem, code};
use crate::site::{Site, SiteError};

/// A set takes over elsewhere at most so long after it was published.
const FRESH: Duration = Duration::from_secs(60);
/// No answer of the other server takes longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the sets of open data are.
#[derive(Debug, Clone)]
pub enum OpenData {
    /// In a folder of this machine: served by this program.
    Folder(PathBuf),
    /// In a bucket: whoever wants a file is led to it.
    Elsewhere(Elsewhere),
}

/// The public address of a bucket.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    base: Site,
    client: Client,
    latest: Arc<Cached<Option<Manifest>>>,
}

/// Why a text says not where sets are.
#[derive(Debug, thiserror::Error)]
pub enum OpenDataError {
    /// Readers have no keys to the bucket.
    #[error(
        "{0:?} is where sets are written: give the public address under which they are read, https://..."
    )]
    Bucket(String),
    /// No address.
    #[error(transparent)]
    Address(#[from] SiteError),
    /// This machine has no certificates.
    #[error("nothing can be read from elsewhere: {0}")]
    Client(#[from] reqwest::Error),
}

impl OpenData {
    /// A folder, or the public address of what `plainpied publish` writes.
    ///
    /// # Errors
    /// See [`OpenDataError`].
    pub fn new(place: &str) -> Result<Self, OpenDataError> {
        if place.starts_with("s3://") {
            return Err(OpenDataError::Bucket(place.to_owned()));
        }
        if !place.starts_with("https://") && !place.starts_with("http://") {
            return Ok(Self::Folder(place.into()));
        }
        crate::tls::choose_provider();
        let client = Client::builder()
            .user_agent(concat!("Plainpied/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            .build()?;
        Ok(Self::Elsewhere(Elsewhere { base: Site::new(Some(place))?, client, latest: Arc::default() }))
    }
}

impl Elsewhere {
    /// The address of a file of a set.
    pub(crate) fn address(&self, set: &str, path: &str) -> String {
        self.base.url(&format!("/{set}/{path}"))
    }

    /// What the last whole set holds, a minute old at most; none where none was published yet.
    ///
    /// # Errors
    /// 503 where the other server does not answer; 500 where it has something else there.
    pub(crate) async fn latest(&self) -> Result<Arc<Option<Manifest>>, Problem> {
        let read = async {
            let Some(Latest { set, .. }) = self.json(&self.base.url(&format!("/{POINTER}"))).await? else {
                return Ok(None);
            };
            if !is_set(&set) {
                return Err(Problem::new(&code::INTERNAL).cause(format!("{POINTER} names no set: {set:?}")));
            }
            self.json(&self.address(&set, MANIFEST)).await
        };
        self.latest.get(FRESH, read).await
    }

    async fn json<T: DeserializeOwned>(&self, address: &str) -> Result<Option<T>, Problem> {
        let away = |error: reqwest::Error| Problem::new(&code::FILES_UNAVAILABLE).cause(error);
        let answer = self.client.get(address).send().await.map_err(away)?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let answer = answer.error_for_status().map_err(away)?;
        Ok(Some(serde_json::from_slice(&answer.bytes().await.map_err(away)?)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_an_address_but_never_the_bucket_itself() {
        assert!(matches!(OpenData::new("/srv/open-data"), Ok(OpenData::Folder(_))));
        let Ok(OpenData::Elsewhere(elsewhere)) = OpenData::new("https://files.example/open/") else {
            panic!("an address");
        };
        assert_eq!(
            elsewhere.address("2026-11-24T023000Z", "all/plainpied.csv"),
            "https://files.example/open/2026-11-24T023000Z/all/plainpied.csv"
        );
        assert!(matches!(OpenData::new("s3://bucket/open"), Err(OpenDataError::Bucket(_))));
        assert!(matches!(OpenData::new("https://a b"), Err(OpenDataError::Address(_))));
    }
}
