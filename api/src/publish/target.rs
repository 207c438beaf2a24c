//! Where sets go: a folder, or a bucket.

use std::path::PathBuf;
use std::sync::Arc;

use futures::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};

use super::{Latest, MANIFEST, POINTER};

/// Bytes that are held of a file until they are sent together; S3 wants at least 5 MiB.
const PART: usize = 8 * 1024 * 1024;
/// Parts of a file under way at once.
const PARTS: usize = 2;

/// Why a target is none.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// It cannot be read or written.
    #[error("{0}")]
    Store(#[from] Error),
    /// A folder cannot be made or removed.
    #[error("{}: {source}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A bucket that has no name.
    #[error("{0:?} is no address of a bucket: s3://bucket or s3://bucket/prefix")]
    Address(String),
    /// A pointer that this program has not written.
    #[error("{POINTER} of the target is not one of ours: {0}")]
    Pointer(#[source] serde_json::Error),
}

/// A folder or a bucket.
pub(super) struct Target {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
}

impl Target {
    /// The target of an address. Folders are made.
    pub fn open(to: &str) -> Result<Self, TargetError> {
        if let Some(address) = to.strip_prefix("s3://") {
            return Self::bucket(to, address);
        }
        let folder = PathBuf::from(to);
        std::fs::create_dir_all(&folder)
            .map_err(|source| TargetError::Folder { path: folder.clone(), source })?;
        let store = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), prefix: Path::default(), folder: Some(folder) })
    }

    fn bucket(to: &str, address: &str) -> Result<Self, TargetError> {
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        if bucket.is_empty() {
            return Err(TargetError::Address(to.to_owned()));
        }
        crate::tls::choose_provider();
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
        let prefix = Path::parse(prefix).map_err(Error::from)?;
        Ok(Self { store: Arc::new(store), prefix, folder: None })
    }

    fn at(&self, path: &str) -> Path {
        path.split('/').fold(self.prefix.clone(), |parent, part| parent.join(part))
    }

    /// A file to be written piece by piece. It is there when it is whole.
    pub fn writer(&self, path: &str) -> BufWriter {
        BufWriter::with_capacity(Arc::clone(&self.store), self.at(path), PART).with_max_concurrency(PARTS)
    }

    /// Writes a small file at once: readers find the one before or this one.
    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), TargetError> {
        self.store.put(&self.at(path), bytes.into()).await?;
        Ok(())
    }

    /// The set that readers are led to.
    pub async fn latest(&self) -> Result<Option<Latest>, TargetError> {
        match self.store.get(&self.at(POINTER)).await {
            Ok(found) => {
                Ok(Some(serde_json::from_slice(&found.bytes().await?).map_err(TargetError::Pointer)?))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The folders that have the form of a set, the oldest first, and whether each has its manifest.
    pub async fn sets(&self) -> Result<Vec<(String, bool)>, TargetError> {
        let mut names: Vec<String> = match &self.folder {
            // Also those where no file was finished yet, which no object tells of.
            Some(folder) => {
                let failed = |source| TargetError::Folder { path: folder.clone(), source };
                let entries = std::fs::read_dir(folder).map_err(failed)?;
                entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
            }
            None => {
                let listed = self.store.list_with_delimiter(Some(&self.prefix)).await?;
                listed.common_prefixes.iter().filter_map(|path| Some(path.filename()?.to_owned())).collect()
            }
        };
        names.retain(|name| is_set(name));
        names.sort_unstable();
        let mut sets = Vec::with_capacity(names.len());
        for name in names {
            let whole = match self.store.head(&self.at(&format!("{name}/{MANIFEST}"))).await {
                Ok(_) => true,
                Err(Error::NotFound { .. }) => false,
                Err(error) => return Err(error.into()),
            };
            sets.push((name, whole));
        }
        Ok(sets)
    }

    /// Removes a set, its manifest first: what is left of it if this is interrupted is none.
    pub async fn remove(&self, set: &str) -> Result<(), TargetError> {
        match self.store.delete(&self.at(&format!("{set}/{MANIFEST}"))).await {
            Ok(()) | Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(folder) = &self.folder {
            let path = folder.join(set);
            return std::fs::remove_dir_all(&path).map_err(|source| TargetError::Folder { path, source });
        }
        let folder = self.at(set);
        let files: Vec<Path> =
            self.store.list(Some(&folder)).map_ok(|file| file.location).try_collect().await?;
        let gone = self.store.delete_stream(Box::pin(futures::stream::iter(files.into_iter().map(Ok))));
        gone.try_collect::<Vec<_>>().await?;
        Ok(())
    }
}

/// Whether a folder is named like a set: `2026-11-24T023000Z`. Nothing else is ever removed.
pub(super) fn is_set(name: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00T000000Z";
    let fits = |(form, byte): (&u8, u8)| if *form == b'0' { byte.is_ascii_digit() } else { *form == byte };
    name.len() == FORM.len() && FORM.iter().zip(name.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_named_like_a_set_are_sets() {
        assert!(is_set("2026-11-24T023000Z"));
        for other in ["", "all", "2026-11-24", "2026-11-24T023000Z.old", "latest.json", "../2026-11-24T0230"]
        {
            assert!(!is_set(other), "{other}");
        }
    }

    #[tokio::test]
    async fn a_set_without_manifest_is_told_from_a_whole_one_and_strangers_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let target = Target::open(dir.path().to_str().unwrap()).unwrap();
        target.put("2026-11-24T023000Z/manifest.json", b"{}".to_vec()).await.unwrap();
        target.put("2026-11-25T023000Z/all/plainpied.csv", b"id".to_vec()).await.unwrap();
        target.put("notes/manifest.json", b"{}".to_vec()).await.unwrap();
        let sets = target.sets().await.unwrap();
        assert_eq!(sets, [("2026-11-24T023000Z".to_owned(), true), ("2026-11-25T023000Z".to_owned(), false)]);
        target.remove("2026-11-25T023000Z").await.unwrap();
        target.remove("2026-11-24T023000Z").await.unwrap();
        assert_eq!(target.sets().await.unwrap(), []);
        assert!(dir.path().join("notes/manifest.json").exists());
        assert_eq!(target.latest().await.unwrap(), None);
    }

    #[test]
    fn a_bucket_needs_a_name() {
        assert!(matches!(Target::open("s3:///prefix"), Err(TargetError::Address(_))));
    }
}
