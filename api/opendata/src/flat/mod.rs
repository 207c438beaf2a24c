//! An establishment as one flat row, for formats made of typed columns: FlatGeobuf and GeoParquet.
//!
//! The columns are declared once: fields of the establishment, one for each criterion of the schema, one verdict for each
//! need, and the provenance. What is not known is NULL: never false, never an empty text.

mod column;
mod flatgeobuf;
mod geoparquet;
mod leaf;
mod place;
mod spatial_index;

pub use self::column::{FlatCell, FlatColumn, FlatKind, columns};
pub use self::flatgeobuf::FlatGeobufWriter;
pub use self::geoparquet::GeoParquetWriter;
pub use self::place::Place;

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FlatError {
    /// The temporary file or the file itself cannot be written: mostly a full disk.
    #[error("the file cannot be written: {0}")]
    Room(Box<dyn std::error::Error + Send + Sync>),
    /// What is to be written does not fit the format: a defect.
    #[error("the format cannot hold this: {0}")]
    Format(Box<dyn std::error::Error + Send + Sync>),
}

impl FlatError {
    fn room(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Room(cause.into())
    }

    fn format(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Format(cause.into())
    }
}
