use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The longest record, bytes. A quote that is never closed makes the rest of a file one record: memory must not follow.
pub(super) const LONGEST_RECORD: u64 = 1 << 20;

/// How much has been read since the last record began.
#[derive(Debug, Clone, Default)]
pub(super) struct Budget(Arc<AtomicU64>);

impl Budget {
    pub fn renew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A reader that fails once a record is longer than [`LONGEST_RECORD`].
#[derive(Debug)]
pub(super) struct Capped<R> {
    inner: R,
    budget: Budget,
}

impl<R> Capped<R> {
    pub fn new(inner: R, budget: Budget) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let spent = self.budget.0.load(Ordering::Relaxed);
        if spent > LONGEST_RECORD {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a record is longer than 1 MiB"));
        }
        let count = self.inner.read(buffer)?;
        self.budget.0.store(spent + count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
