//! The last whole set of a folder, as its readers see it.

use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::target::is_set;
use super::{FileEntry, Latest, MANIFEST, Manifest, POINTER};
use crate::problem::{Problem, code};

/// A set.
#[derive(Debug)]
pub(crate) struct Published {
    folder: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
}

impl Published {
    /// A file of the set and where it lies; none for whatever its manifest does not name.
    pub fn file(&self, path: &str) -> Option<(&FileEntry, PathBuf)> {
        let entry = self.manifest.files.iter().find(|file| file.path == path)?;
        is_within(path).then(|| (entry, self.folder.join(path)))
    }
}

/// Whether a path leads down only.
fn is_within(path: &str) -> bool {
    path.split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']))
}

/// The last whole set; none where none was published yet.
///
/// # Errors
/// 500 for a folder that `plainpied publish` has not written so.
pub(crate) async fn latest(folder: Option<&Path>) -> Result<Option<Published>, Problem> {
    let Some(folder) = folder else { return Ok(None) };
    // A set may be removed between the two reads; the pointer leads to another one then.
    for _ in 0..2 {
        let Some(Latest { set, .. }) = json(&folder.join(POINTER)).await? else { return Ok(None) };
        if !is_set(&set) {
            return Err(Problem::new(&code::INTERNAL).cause(format!("{POINTER} names no set: {set:?}")));
        }
        let folder = folder.join(set);
        if let Some(manifest) = json(&folder.join(MANIFEST)).await? {
            return Ok(Some(Published { folder, manifest }));
        }
    }
    Err(Problem::new(&code::INTERNAL).cause(format!("{POINTER} leads to no set")))
}

async fn json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Problem> {
    match tokio::fs::read(path).await {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::new(&code::INTERNAL).cause(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_of_its_set_is_none() {
        assert!(is_within("all/plainpied.csv"));
        for wrong in ["", "/etc/passwd", "../x", "all/../../x", "all//x", "./x", "all\\..\\x", "c:/x"] {
            assert!(!is_within(wrong), "{wrong}");
        }
    }
}
