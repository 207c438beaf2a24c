use std::io::Write;

use flatgeobuf::geozero::{ColumnValue, FeatureProcessor, GeomProcessor, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;

use super::{FlatCell, FlatColumn, FlatError, FlatKind, Place, columns};

/// Writes FlatGeobuf with its packed Hilbert R-tree. The features wait in a temporary file (in `TMPDIR`), as the index
/// stands before them; memory holds some 150 bytes a feature while the index is made.
///
/// Source: the FlatGeobuf specification, version 3.
pub struct FlatGeobufWriter {
    file: FgbWriter<'static>,
    rows: usize,
}

impl FlatGeobufWriter {
    /// A writer with the columns of [`columns`].
    ///
    /// # Errors
    /// The temporary file cannot be made.
    pub fn new() -> Result<Self, FlatError> {
        Ok(Self { file: create(true)?, rows: 0 })
    }

    /// Appends a place.
    ///
    /// # Errors
    /// [`FlatError::Room`] where the temporary file cannot grow.
    pub fn push(&mut self, place: &Place<'_>) -> Result<(), FlatError> {
        self.geometry(place).map_err(FlatError::format)?;
        for (rank, column) in columns().iter().enumerate() {
            self.property(rank, column, column.cell(place))?;
        }
        // The only failure left is that of the temporary file.
        self.file.feature_end(self.rows as u64).map_err(FlatError::room)?;
        self.rows += 1;
        Ok(())
    }

    fn geometry(&mut self, place: &Place<'_>) -> flatgeobuf::geozero::error::Result<()> {
        self.file.point_begin(0)?;
        self.file.xy(place.lon, place.lat, 0)?;
        self.file.point_end(0)
    }

    /// A cell that is not known is left out: NULL.
    fn property(&mut self, rank: usize, column: &FlatColumn, cell: FlatCell<'_>) -> Result<(), FlatError> {
        let text;
        let value = match cell {
            FlatCell::Unknown => return Ok(()),
            FlatCell::Bool(value) => ColumnValue::Bool(value),
            FlatCell::Integer(number) => ColumnValue::Int(number),
            FlatCell::Text(json) if column.kind == FlatKind::Json => ColumnValue::Json(json),
            FlatCell::Text(text) => ColumnValue::String(text),
            FlatCell::List(texts) => {
                text = serde_json::to_string(texts).map_err(FlatError::format)?;
                ColumnValue::Json(&text)
            }
            FlatCell::Time(at) => {
                text = at.to_offset(UtcOffset::UTC).format(&Rfc3339).map_err(FlatError::format)?;
                ColumnValue::DateTime(&text)
            }
        };
        self.file.property(rank, &column.name, &value).map_err(FlatError::format)?;
        Ok(())
    }

    /// Writes the file: header, index, features along the Hilbert curve.
    ///
    /// # Errors
    /// [`FlatError::Room`] where `out` or the temporary file fails.
    pub fn finish(self, out: impl Write) -> Result<(), FlatError> {
        // A file without features has no index to find any.
        let file = if self.rows == 0 { create(false)? } else { self.file };
        file.write(out).map_err(FlatError::room)
    }
}

fn create(write_index: bool) -> Result<FgbWriter<'static>, FlatError> {
    let crs = FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..FgbCrs::default() };
    let options = FgbWriterOptions { write_index, crs, ..FgbWriterOptions::default() };
    let mut file =
        FgbWriter::create_with_options("plainpied", GeometryType::Point, options).map_err(FlatError::room)?;
    for column in columns() {
        let kind = match column.kind {
            FlatKind::Bool => ColumnType::Bool,
            FlatKind::Integer => ColumnType::Int,
            FlatKind::Text => ColumnType::String,
            FlatKind::List | FlatKind::Json => ColumnType::Json,
            FlatKind::Time => ColumnType::DateTime,
        };
        file.add_column(&column.name, kind, |text, arguments| {
            arguments.title = Some(text.create_string(&column.title));
            arguments.nullable = !column.always;
            arguments.unique = column.name == "id";
        });
    }
    Ok(file)
}
