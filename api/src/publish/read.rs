//! The whole sets of a place, as their readers see them.

use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::target::is_set;
use super::{Elsewhere, FileEntry, Latest, MANIFEST, Manifest, OpenData, POINTER};
use crate::problem::{Problem, code};
use crate::site::Site;

/// A set.
#[derive(Debug)]
pub(crate) struct Published {
    lies: Lies,
    /// What it holds.
    pub manifest: Manifest,
}

#[derive(Debug)]
enum Lies {
    In(PathBuf),
    At(Elsewhere),
}

impl Published {
    /// A file of the set and where it lies; none for whatever its manifest does not name.
    pub fn file(&self, path: &str) -> Option<(&FileEntry, PathBuf)> {
        let entry = self.manifest.files.iter().find(|file| file.path == path)?;
        match &self.lies {
            Lies::In(folder) if is_within(path) => Some((entry, folder.join(path))),
            Lies::In(_) | Lies::At(_) => None,
        }
    }

    /// The address of a file whose bytes never change, for as long as the set is kept.
    pub fn lasting(&self, site: &Site, path: &str) -> String {
        let set = &self.manifest.set;
        match &self.lies {
            Lies::At(elsewhere) => elsewhere.address(set, path),
            Lies::In(_) => site.url(&format!("/open-data/files/{set}/{path}")),
        }
    }
}

/// Whether a path leads down only.
pub(crate) fn is_within(path: &str) -> bool {
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

/// A whole set of a folder by its name; none where there is none, or none any more.
///
/// # Errors
/// 500 for a folder that `plainpied publish` has not written so.
pub(crate) async fn set(folder: &Path, name: &str) -> Result<Option<Published>, Problem> {
    if !is_set(name) {
        return Ok(None);
    }
    let folder = folder.join(name);
    let manifest = json(&folder.join(MANIFEST)).await?;
    Ok(manifest.map(|manifest| Published { lies: Lies::In(folder), manifest }))
}

/// The last whole set; none where none was published yet.
///
/// # Errors
/// As [`set`]; 503 where they lie elsewhere and nobody answers there.
pub(crate) async fn latest(place: Option<&OpenData>) -> Result<Option<Published>, Problem> {
    let target = match place {
        None => return Ok(None),
        Some(OpenData::Folder(folder)) => folder,
        Some(OpenData::Elsewhere(elsewhere)) => {
            let manifest = (*elsewhere.latest().await?).clone();
            return Ok(manifest.map(|manifest| Published { lies: Lies::At(elsewhere.clone()), manifest }));
        }
    };
    // A set may be removed between the two reads; the pointer leads to another one then.
    for _ in 0..2 {
        let Some(Latest { set, .. }) = json(&target.join(POINTER)).await? else { return Ok(None) };
        if !is_set(&set) {
            return Err(Problem::new(&code::INTERNAL).cause(format!("{POINTER} names no set: {set:?}")));
        }
        if let Some(published) = self::set(target, &set).await? {
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
