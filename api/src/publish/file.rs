//! One file of a set, written as the base is read.

use std::fs::File;

use object_store::buffered::BufWriter;
use plainpied_store::establishment::FeatureRecord;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::run::PublishError;
use super::target::Target;
use crate::reference::Reference;
use crate::site::Site;
use crate::view::{ExportFormat, Exporter};

/// Bytes that are handed on together.
const PIECE: usize = 256 * 1024;

/// A file that is not whole yet.
pub(super) struct OpenFile {
    format: ExportFormat,
    exporter: Exporter,
    /// Written, but not handed on.
    out: Vec<u8>,
    sink: Sink,
}

/// What became of a file.
pub(super) struct Written {
    pub format: ExportFormat,
    pub size: u64,
    pub sha256: String,
}

/// A file of the target, written piece by piece: it is there when it is whole.
pub(super) struct Sink {
    writer: BufWriter,
    hash: Sha256,
    size: u64,
}

impl Sink {
    pub fn begin(target: &Target, path: &str) -> Self {
        Self { writer: target.writer(path), hash: Sha256::new(), size: 0 }
    }

    /// Appends bytes.
    pub async fn take(&mut self, bytes: Vec<u8>) -> Result<(), PublishError> {
        self.hash.update(&bytes);
        self.size += bytes.len() as u64;
        Ok(self.writer.put(bytes.into()).await?)
    }

    /// Takes all that is left of a temporary file.
    pub async fn copy(&mut self, spool: File) -> Result<(), PublishError> {
        let mut file = tokio::fs::File::from_std(spool);
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            if file.read_buf(&mut piece).await.map_err(PublishError::Write)? == 0 {
                return Ok(());
            }
            self.take(piece).await?;
        }
    }

    /// Ends the file; its size and its SHA-256, hexadecimal.
    pub async fn finish(mut self) -> Result<(u64, String), PublishError> {
        self.writer.shutdown().await.map_err(PublishError::Write)?;
        let sum = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((self.size, sum))
    }
}

impl OpenFile {
    /// A file of the target that tells of an instant.
    pub fn begin(
        target: &Target,
        path: &str,
        (format, now): (ExportFormat, OffsetDateTime),
    ) -> Result<Self, PublishError> {
        let mut out = Vec::with_capacity(2 * PIECE);
        let exporter = Exporter::begin(format, now, &mut out)?;
        Ok(Self { format, exporter, out, sink: Sink::begin(target, path) })
    }

    /// Appends a record.
    pub async fn write(
        &mut self,
        record: &FeatureRecord,
        context: (&Site, &Reference),
    ) -> Result<(), PublishError> {
        self.exporter.write(record, context, &mut self.out)?;
        if self.out.len() >= PIECE {
            self.sink.take(std::mem::replace(&mut self.out, Vec::with_capacity(2 * PIECE))).await?;
        }
        Ok(())
    }

    /// Ends the file: now it is there.
    pub async fn finish(self) -> Result<Written, PublishError> {
        let Self { format, exporter, mut out, mut sink } = self;
        if format.ends_before_it_begins() {
            sink.copy(exporter.spool().await?).await?;
        } else {
            exporter.end(&mut out)?;
            sink.take(out).await?;
        }
        let (size, sha256) = sink.finish().await?;
        Ok(Written { format, size, sha256 })
    }
}
