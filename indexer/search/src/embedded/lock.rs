use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::WriterError;
use super::error::io_error;
use super::layout::Layout;

/// The right to write an index: one holder on the machine. The system gives it back when the process ends, however
/// it ends. Clones share it.
#[derive(Debug, Clone)]
pub struct WriterLock(Arc<Held>);

#[derive(Debug)]
struct Held {
    layout: Layout,
    /// The live generation as of the last opening or publication; 0: none.
    live: AtomicU64,
    rebuilding: AtomicBool,
    /// Locked while it is open.
    _file: File,
}

impl WriterLock {
    /// Takes the lock of the index directory, which is made where it does not exist.
    ///
    /// # Errors
    /// [`WriterError::Busy`] where somebody holds it, [`WriterError::Io`] where the directory cannot be written.
    pub fn try_acquire(dir: &Path) -> Result<Self, WriterError> {
        fs::create_dir_all(dir).map_err(io_error("create", dir))?;
        let layout = Layout::new(dir);
        let path = layout.lock();
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io_error("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(Arc::new(Held {
                layout,
                live: AtomicU64::new(0),
                rebuilding: AtomicBool::new(false),
                _file: file,
            }))),
            Err(TryLockError::WouldBlock) => Err(WriterError::Busy { dir: dir.to_owned() }),
            Err(TryLockError::Error(error)) => Err(io_error("lock", &path)(error)),
        }
    }

    /// The index directory.
    pub fn dir(&self) -> &Path {
        self.0.layout.dir()
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.0.layout
    }

    pub(super) fn live(&self) -> u64 {
        self.0.live.load(Ordering::SeqCst)
    }

    pub(super) fn set_live(&self, generation: u64) {
        self.0.live.store(generation, Ordering::SeqCst);
    }

    /// Marks a rebuild as begun.
    pub(super) fn begin_rebuild(&self) -> Result<(), WriterError> {
        if self.0.rebuilding.swap(true, Ordering::SeqCst) {
            return Err(WriterError::RebuildRunning);
        }
        Ok(())
    }

    pub(super) fn end_rebuild(&self) {
        self.0.rebuilding.store(false, Ordering::SeqCst);
    }
}
