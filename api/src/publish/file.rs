//! One file of a set, written as the base is read.

use std::fs::File;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
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
/// How texts are compressed beside, and the ending of such a file.
const GZIP: &str = "gzip";
const GZ: &str = "gz";

/// A file that is not whole yet.
pub(super) struct OpenFile {
    format: ExportFormat,
    /// From the set.
    path: String,
    exporter: Exporter,
    /// Written, but not handed on.
    out: Vec<u8>,
    sink: Sink,
    /// The same, compressed: of texts.
    packed: Option<Packed>,
}

/// What became of a file.
pub(super) struct Written {
    pub format: ExportFormat,
    /// From the set.
    pub path: String,
    pub compression: Option<&'static str>,
    pub size: u64,
    pub sha256: String,
}

/// A compressed file of the target.
struct Packed {
    encoder: GzEncoder<Vec<u8>>,
    sink: Sink,
}

impl Packed {
    fn begin(target: &Target, path: &str) -> Self {
        // Without a time: the same places make the same bytes.
        let encoder = GzEncoder::new(Vec::new(), Compression::default());
        Self { encoder, sink: Sink::begin(target, &format!("{path}.{GZ}")) }
    }

    async fn take(&mut self, bytes: &[u8]) -> Result<(), PublishError> {
        self.encoder.write_all(bytes).map_err(PublishError::Write)?;
        if self.encoder.get_ref().len() < PIECE {
            return Ok(());
        }
        self.sink.take(std::mem::take(self.encoder.get_mut())).await
    }

    async fn finish(mut self) -> Result<(u64, String), PublishError> {
        self.sink.take(self.encoder.finish().map_err(PublishError::Write)?).await?;
        self.sink.finish().await
    }
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
        (set, path): (&str, String),
        (format, now): (ExportFormat, OffsetDateTime),
    ) -> Result<Self, PublishError> {
        let mut out = Vec::with_capacity(2 * PIECE);
        let exporter = Exporter::begin(format, now, &mut out)?;
        let whole = format!("{set}/{path}");
        let packed = format.is_text().then(|| Packed::begin(target, &whole));
        Ok(Self { format, path, exporter, out, sink: Sink::begin(target, &whole), packed })
    }

    /// Appends a record.
    pub async fn write(
        &mut self,
        record: &FeatureRecord,
        context: (&Site, &Reference),
    ) -> Result<(), PublishError> {
        self.exporter.write(record, context, &mut self.out)?;
        if self.out.len() >= PIECE {
            let piece = std::mem::replace(&mut self.out, Vec::with_capacity(2 * PIECE));
            if let Some(packed) = &mut self.packed {
                packed.take(&piece).await?;
            }
            self.sink.take(piece).await?;
        }
        Ok(())
    }

    /// Ends the file: now it is there, and the compressed one beside it.
    pub async fn finish(self) -> Result<Vec<Written>, PublishError> {
        let Self { format, path, exporter, mut out, mut sink, packed } = self;
        let mut written = Vec::new();
        if format.ends_before_it_begins() {
            sink.copy(exporter.spool().await?).await?;
        } else {
            exporter.end(&mut out)?;
            if let Some(mut packed) = packed {
                packed.take(&out).await?;
                let (size, sha256) = packed.finish().await?;
                let path = format!("{path}.{GZ}");
                written.push(Written { format, path, compression: Some(GZIP), size, sha256 });
            }
            sink.take(out).await?;
        }
        let (size, sha256) = sink.finish().await?;
        written.insert(0, Written { format, path, compression: None, size, sha256 });
        Ok(written)
    }
}
