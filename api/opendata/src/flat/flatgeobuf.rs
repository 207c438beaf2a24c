use std::fs::File;
use std::io::{self, BufWriter, Write};

use flatbuffers::FlatBufferBuilder;
use flatgeobuf::geozero::{ColumnValue, FeatureProcessor, GeomProcessor, PropertyProcessor};
use flatgeobuf::packed_r_tree::PackedRTree;
use flatgeobuf::{
    Column, ColumnArgs, ColumnType, Crs, CrsArgs, FgbWriter, FgbWriterOptions, GeometryType, Header,
    HeaderArgs,
};
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;

use super::spatial_index::SpatialIndex;
use super::{FlatCell, FlatColumn, FlatError, FlatKind, Place, columns};

/// Places that are encoded together.
const CHUNK: usize = 1_000;
const MAGIC: [u8; 8] = *b"fgb\x03fgb\0";

/// Writes FlatGeobuf with its packed R-tree. The features and the leaves of the tree wait in temporary files (in `TMPDIR`),
/// as header and index stand before them and are known last. Places keep the order in which they come: it must be that of a
/// curve that fills the plane, or the boxes of the tree say little.
///
/// The crate `flatgeobuf` encodes the features, but would hold 140 bytes of each in memory to sort them itself.
///
/// Source: the FlatGeobuf specification, version 3.
pub struct FlatGeobufWriter {
    chunk: FgbWriter<'static>,
    /// The positions of the places in the chunk.
    positions: Vec<[f64; 2]>,
    features: BufWriter<File>,
    index: SpatialIndex,
}

impl FlatGeobufWriter {
    /// A writer with the columns of [`columns`].
    ///
    /// # Errors
    /// A temporary file cannot be made.
    pub fn new() -> Result<Self, FlatError> {
        let features = BufWriter::new(tempfile::tempfile().map_err(FlatError::room)?);
        Ok(Self { chunk: chunk()?, positions: Vec::new(), features, index: SpatialIndex::new()? })
    }

    /// Appends a place.
    ///
    /// # Errors
    /// [`FlatError::Room`] where a temporary file cannot grow.
    pub fn push(&mut self, place: &Place<'_>) -> Result<(), FlatError> {
        self.geometry(place).map_err(FlatError::format)?;
        for (rank, column) in columns().iter().enumerate() {
            self.property(rank, column, column.cell(place))?;
        }
        // The only failure left is that of the temporary file.
        self.chunk.feature_end(self.positions.len() as u64).map_err(FlatError::room)?;
        self.positions.push([place.lon, place.lat]);
        if self.positions.len() == CHUNK { self.end_chunk() } else { Ok(()) }
    }

    fn geometry(&mut self, place: &Place<'_>) -> flatgeobuf::geozero::error::Result<()> {
        self.chunk.point_begin(0)?;
        self.chunk.xy(place.lon, place.lat, 0)?;
        self.chunk.point_end(0)
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
        self.chunk.property(rank, &column.name, &value).map_err(FlatError::format)?;
        Ok(())
    }

    /// Takes the features out of the chunk, which is a file of its own: magic bytes, header, features, each of the latter
    /// after its length.
    fn end_chunk(&mut self) -> Result<(), FlatError> {
        let mut file = Vec::new();
        std::mem::replace(&mut self.chunk, chunk()?).write(&mut file).map_err(FlatError::room)?;
        let (_, mut features) = sized(file.get(MAGIC.len()..).unwrap_or_default())?;
        for position in self.positions.drain(..) {
            let (feature, others) = sized(features)?;
            self.features.write_all(feature).map_err(FlatError::room)?;
            self.index.push(position, feature.len())?;
            features = others;
        }
        Ok(())
    }

    /// Writes the file: header, index, features.
    ///
    /// # Errors
    /// [`FlatError::Room`] where `out` or a temporary file fails.
    pub fn finish(mut self, mut out: impl Write) -> Result<(), FlatError> {
        self.end_chunk()?;
        out.write_all(&MAGIC).and_then(|()| out.write_all(&header(&self.index))).map_err(FlatError::room)?;
        self.index.write(&mut out)?;
        let mut features = super::spatial_index::reread(self.features)?;
        io::copy(&mut features, &mut out).map_err(FlatError::room)?;
        Ok(())
    }
}

/// A part with its length in front, and what comes after it.
fn sized(bytes: &[u8]) -> Result<(&[u8], &[u8]), FlatError> {
    let length = bytes.first_chunk().map(|length| u32::from_le_bytes(*length) as usize + size_of::<u32>());
    length
        .and_then(|length| bytes.split_at_checked(length))
        .ok_or_else(|| FlatError::format("a feature of FlatGeobuf is cut off"))
}

/// A file without an index, for some features.
fn chunk() -> Result<FgbWriter<'static>, FlatError> {
    let options = FgbWriterOptions { write_index: false, ..FgbWriterOptions::default() };
    let mut file =
        FgbWriter::create_with_options("", GeometryType::Point, options).map_err(FlatError::room)?;
    for column in columns() {
        file.add_column(&column.name, kind(column), |_, _| {});
    }
    Ok(file)
}

fn kind(column: &FlatColumn) -> ColumnType {
    match column.kind {
        FlatKind::Bool => ColumnType::Bool,
        FlatKind::Integer => ColumnType::Int,
        FlatKind::Text => ColumnType::String,
        FlatKind::List | FlatKind::Json => ColumnType::Json,
        FlatKind::Time => ColumnType::DateTime,
    }
}

/// The header, after its length. A file without features has no index to find any.
fn header(index: &SpatialIndex) -> Vec<u8> {
    let mut buffer = FlatBufferBuilder::new();
    let columns: Vec<_> = columns()
        .iter()
        .map(|column| {
            let arguments = ColumnArgs {
                name: Some(buffer.create_string(&column.name)),
                type_: kind(column),
                title: Some(buffer.create_string(&column.title)),
                nullable: !column.always,
                unique: column.name == "id",
                ..ColumnArgs::default()
            };
            Column::create(&mut buffer, &arguments)
        })
        .collect();
    let crs = CrsArgs {
        org: Some(buffer.create_string("EPSG")),
        code: 4326,
        name: Some(buffer.create_string("WGS 84")),
        ..CrsArgs::default()
    };
    let arguments = HeaderArgs {
        name: Some(buffer.create_string("plainpied")),
        envelope: index.bounds().map(|bounds| buffer.create_vector(&bounds)),
        geometry_type: GeometryType::Point,
        columns: Some(buffer.create_vector(&columns)),
        features_count: index.len(),
        index_node_size: if index.len() == 0 { 0 } else { PackedRTree::DEFAULT_NODE_SIZE },
        crs: Some(Crs::create(&mut buffer, &crs)),
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut buffer, &arguments);
    buffer.finish_size_prefixed(header, None);
    buffer.finished_data().to_vec()
}
