//! The files of an index directory:
//!
//! ```text
//! DIR/current             the number of the live generation, replaced by rename
//! DIR/generations/<n>/    one engine index each
//! DIR/lock                held by the one writer
//! DIR/rebuild.request     see handover
//! DIR/rebuild.status
//! ```

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::WriterError;
use super::error::io_error;

/// Where the parts of an index lie.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    dir: PathBuf,
}

impl Layout {
    pub(super) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }

    pub(super) fn request(&self) -> PathBuf {
        self.dir.join("rebuild.request")
    }

    pub(super) fn status(&self) -> PathBuf {
        self.dir.join("rebuild.status")
    }

    pub(super) fn generation(&self, number: u64) -> PathBuf {
        self.generations().join(number.to_string())
    }

    fn generations(&self) -> PathBuf {
        self.dir.join("generations")
    }

    fn current(&self) -> PathBuf {
        self.dir.join("current")
    }

    /// The live generation; `None` where there is none yet. A `current` that holds no number is an error of kind
    /// `InvalidData`.
    pub(super) fn live(&self) -> io::Result<Option<u64>> {
        match fs::read_to_string(self.current()) {
            Ok(text) => text.trim().parse().map(Some).map_err(|error| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("current holds no generation number: {error}"),
                )
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a generation the live one. Readers see the old or the new one, never neither.
    pub(super) fn set_live(&self, number: u64) -> Result<(), WriterError> {
        sync_dir(&self.generations())?;
        write_atomically(&self.current(), format!("{number}\n").as_bytes())
    }

    /// The numbers of all generations on disk, live or abandoned.
    pub(super) fn on_disk(&self) -> Result<Vec<u64>, WriterError> {
        let folder = self.generations();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io_error("list", &folder)(error)),
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let name = entry.map_err(io_error("list", &folder))?.file_name();
            numbers.extend(name.to_str().and_then(|name| name.parse::<u64>().ok()));
        }
        Ok(numbers)
    }

    /// Removes every generation but `kept`. Readers that have one open keep its mapped pages.
    pub(super) fn remove_all_but(&self, kept: &[u64]) -> Result<(), WriterError> {
        for number in self.on_disk()? {
            if !kept.contains(&number) {
                let path = self.generation(number);
                fs::remove_dir_all(&path).map_err(io_error("remove", &path))?;
            }
        }
        Ok(())
    }
}

/// Replaces a file so that it is the old or the new one after any crash.
pub(super) fn write_atomically(path: &Path, content: &[u8]) -> Result<(), WriterError> {
    let draft = path.with_added_extension("new");
    let mut file = File::create(&draft).map_err(io_error("create", &draft))?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(io_error("write", &draft))?;
    fs::rename(&draft, path).map_err(io_error("replace", path))?;
    path.parent().map_or(Ok(()), sync_dir)
}

fn sync_dir(path: &Path) -> Result<(), WriterError> {
    File::open(path).and_then(|dir| dir.sync_all()).map_err(io_error("sync", path))
}
