//! The whole sets of a folder, as their readers see them.

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

/// A path below the address of the files: the set that it begins with, if any, and what is left.
pub(crate) fn split_set(path: &str) -> (Option<&str>, &str) {
    match path.split_once('/') {
        Some((set, rest)) if is_set(set) => (Some(set), rest),
        _ => (None, path),
    }
}

/// A whole set by its name; none where there is none, or none any more.
///
/// # Errors
/// 500 for a folder that `plainpied publish` has not written so.
pub(crate) async fn set(folder: Option<&Path>, name: &str) -> Result<Option<Published>, Problem> {
    let Some(folder) = folder.filter(|_| is_set(name)).map(|folder| folder.join(name)) else {
        return Ok(None);
    };
    Ok(json(&folder.join(MANIFEST)).await?.map(|manifest| Published { folder, manifest }))
}

/// The last whole set; none where none was published yet.
///
/// # Errors
/// As [`set`].
pub(crate) async fn latest(folder: Option<&Path>) -> Result<Option<Published>, Problem> {
    let Some(target) = folder else { return Ok(None) };
    // A set may be removed between the two reads; the pointer leads to another one then.
    for _ in 0..2 {
        let Some(Latest { set, .. }) = json(&target.join(POINTER)).await? else { return Ok(None) };
        if !is_set(&set) {
            return Err(Problem::new(&code::INTERNAL).cause(format!("{POINTER} names no set: {set:?}")));
        }
        if let Some(published) = self::set(folder, &set).await? {
            return Ok(Some(published));
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
    fn a_path_may_begin_with_its_set() {
        let set = "2026-11-24T023000Z";
        assert_eq!(split_set("2026-11-24T023000Z/all/plainpied.csv"), (Some(set), "all/plainpied.csv"));
        for path in ["all/plainpied.csv", set, "2026-11-24/x", "departements/69/plainpied-69.csv"] {
            assert_eq!(split_set(path), (None, path));
        }
    }

    #[test]
    fn a_path_that_leads_out_of_its_set_is_none() {
        assert!(is_within("all/plainpied.csv"));
        for wrong in ["", "/etc/passwd", "../x", "all/../../x", "all//x", "./x", "all\\..\\x", "c:/x"] {
            assert!(!is_within(wrong), "{wrong}");
        }
    }
}
