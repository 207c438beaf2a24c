//! Making and opening the engine's index of one generation.

use std::fs;
use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexSettings};

use super::WriterError;
use super::binding::{Binding, Stamp};
use super::error::{io_error, writing};
use super::fields::schema;
use super::follower::NO_INDEX_YET;
use super::layout::Layout;

/// Makes the empty index of a new generation.
pub(super) fn create(layout: &Layout, generation: u64) -> Result<Index, WriterError> {
    let path = layout.generation(generation);
    fs::create_dir_all(&path).map_err(io_error("create", &path))?;
    // Nothing is stored: a thread to compress nothing would only cost.
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let directory =
        MmapDirectory::open(&path).map_err(|error| writing("open the index directory")(error.into()))?;
    Index::create(directory, schema().0, settings).map_err(writing("create an index"))
}

/// The live index for writing. `Err` is the reason why it has to be rebuilt.
///
/// Reads every byte of it once, to compare checksums.
pub(super) fn open_checked(layout: &Layout, binding: &Binding) -> Result<(u64, Index, Stamp), String> {
    let generation = match layout.live() {
        Ok(Some(generation)) => generation,
        Ok(None) => return Err(NO_INDEX_YET.to_owned()),
        Err(error) => return Err(format!("the index directory cannot be read: {error}")),
    };
    let index = open(&layout.generation(generation))?;
    let stamp = stamp(&index)?;
    if let Some(difference) = stamp.binding.difference(binding) {
        return Err(difference);
    }
    let damaged = index.validate_checksum().map_err(|error| damaged(&error))?;
    match damaged.iter().next() {
        Some(file) => Err(format!("its file {} is damaged", file.display())),
        None => Ok((generation, index, stamp)),
    }
}

/// The index in a directory. `Err` is the reason why it cannot be used.
pub(super) fn open(path: &Path) -> Result<Index, String> {
    let index = Index::open_in_dir(path).map_err(|error| damaged(&error))?;
    if index.schema() != schema().0 {
        return Err("its fields are those of another release".to_owned());
    }
    Ok(index)
}

/// What the last commit says of itself.
pub(super) fn stamp(index: &Index) -> Result<Stamp, String> {
    let metas = index.load_metas().map_err(|error| damaged(&error))?;
    let payload = metas.payload.ok_or_else(|| "it was never committed".to_owned())?;
    serde_json::from_str(&payload).map_err(|error| format!("its stamp is unreadable: {error}"))
}

fn damaged(error: &tantivy::TantivyError) -> String {
    format!("it is damaged: {error}")
}
