use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Name of the manifest in its set.
pub const MANIFEST: &str = "manifest.json";
/// Name of the pointer to the last whole set.
pub const POINTER: &str = "latest.json";

/// Which set is the last whole one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// The name of its folder.
    pub set: String,
    /// Where its manifest is, from the pointer.
    pub manifest: String,
}

/// What a set holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The name of its folder.
    pub set: String,
    /// When the base was read.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// Where it stands in the change log: `/api/v1/changes?since=` goes on from there.
    pub position: i64,
    /// Establishments in the whole of it.
    pub places: u64,
    /// The sources that something of it comes from.
    pub licences: Vec<LicenceEntry>,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// A source and its terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceEntry {
    /// Key of the source.
    pub source: String,
    /// How it wants to be named.
    pub attribution: String,
    /// The licence of what it said.
    pub licence: String,
    /// Where that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_url: Option<String>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Where it is, from the manifest.
    pub path: String,
    /// Code of the department; absent for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Name of the format, as the export takes it; `pmtiles` for the tiles, `asks` for what people missed and confirmed.
    pub format: String,
    /// Media type; of what is in it where it is compressed.
    pub media_type: String,
    /// `gzip` where it is compressed: beside the file whose name it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Establishments.
    pub places: u64,
    /// Keys of the sources of what is in it.
    pub sources: Vec<String>,
    /// Their licences.
    pub licences: Vec<String>,
}
