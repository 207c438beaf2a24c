use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::json;

use super::leaf::Leaf;
use super::{FlatColumn, FlatError, FlatKind, Place, columns};

/// Rows that are held in memory, and found or skipped by their box, together.
const ROWS: usize = 20_000;

/// The members of the covering, in the order of their columns.
const BBOX: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];

/// Writes GeoParquet with a WKB geometry and a `bbox` column by which readers skip row groups. Memory holds one row group;
/// rows should come along a space-filling curve, so that the boxes of row groups are small.
///
/// Source: GeoParquet 1.1.0.
pub struct GeoParquetWriter {
    file: SerializedFileWriter<Vec<u8>>,
    /// Those of [`columns`], then the geometry, then the covering.
    leaves: Vec<Leaf>,
    rows: usize,
    /// West, south, east, north of all rows so far.
    bounds: Option<[f64; 4]>,
}

impl GeoParquetWriter {
    /// A writer with the columns of [`columns`].
    ///
    /// # Errors
    /// A schema that Parquet refuses: a defect.
    pub fn new() -> Result<Self, FlatError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(parquet::basic::ZstdLevel::default()))
            .set_created_by(concat!("plainpied ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = schema().map_err(FlatError::format)?;
        let file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties));
        let leaves = columns().iter().map(|column| Leaf::new(column.kind, column.always));
        let leaves = leaves.chain([Leaf::bytes()]).chain(BBOX.map(|_| Leaf::double())).collect();
        Ok(Self { file: file.map_err(FlatError::format)?, leaves, rows: 0, bounds: None })
    }

    /// Appends a place.
    ///
    /// # Errors
    /// A row group that Parquet refuses: a defect.
    pub fn push(&mut self, place: &Place<'_>) -> Result<(), FlatError> {
        let (lon, lat) = (place.lon, place.lat);
        let (fields, position) = self.leaves.split_at_mut(columns().len());
        for (column, leaf) in columns().iter().zip(fields) {
            leaf.push(column.cell(place));
        }
        if let [geometry, bbox @ ..] = position {
            geometry.push_bytes(&point(lon, lat));
            bbox.iter_mut().zip([lon, lat, lon, lat]).for_each(|(leaf, number)| leaf.push_double(number));
        }
        let [west, south, east, north] = self.bounds.unwrap_or([lon, lat, lon, lat]);
        self.bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
        self.rows += 1;
        if self.rows == ROWS { self.flush().map_err(FlatError::format) } else { Ok(()) }
    }

    /// Moves what is ready behind `out`.
    pub fn drain(&mut self, out: &mut Vec<u8>) {
        out.append(self.file.inner_mut());
    }

    /// The last row group and the footer.
    ///
    /// # Errors
    /// Those of [`GeoParquetWriter::push`].
    pub fn finish(mut self) -> Result<Vec<u8>, FlatError> {
        if self.rows > 0 {
            self.flush().map_err(FlatError::format)?;
        }
        let geo = metadata(self.bounds).to_string();
        self.file.append_key_value_metadata(KeyValue::new("geo".to_owned(), geo));
        self.file.into_inner().map_err(FlatError::format)
    }

    fn flush(&mut self) -> ParquetResult<()> {
        let mut group = self.file.next_row_group()?;
        for leaf in &mut self.leaves {
            let column = group.next_column()?;
            let mut column = column.ok_or_else(|| ParquetError::General("too few columns".to_owned()))?;
            leaf.write(&mut column)?;
            column.close()?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

/// A point as well-known binary, little-endian: longitude, latitude.
fn point(lon: f64, lat: f64) -> [u8; 21] {
    let mut wkb = [0; 21];
    wkb[0] = 1;
    wkb[1..5].copy_from_slice(&1_u32.to_le_bytes());
    wkb[5..13].copy_from_slice(&lon.to_le_bytes());
    wkb[13..].copy_from_slice(&lat.to_le_bytes());
    wkb
}

/// The metadata `geo`. Without `crs` the positions are longitude and latitude, WGS 84 (OGC:CRS84).
fn metadata(bounds: Option<[f64; 4]>) -> serde_json::Value {
    let covering = BBOX.map(|member| (member.to_owned(), json!(["bbox", member])));
    let mut geometry = json!({
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": { "bbox": serde_json::Map::from_iter(covering) },
    });
    if let Some(bounds) = bounds {
        geometry["bbox"] = json!(bounds);
    }
    json!({ "version": "1.1.0", "primary_column": "geometry", "columns": { "geometry": geometry } })
}

fn schema() -> ParquetResult<Type> {
    let mut fields: Vec<Arc<Type>> = columns().iter().map(field).collect::<ParquetResult<_>>()?;
    let geometry = Type::primitive_type_builder("geometry", Physical::BYTE_ARRAY);
    fields.push(Arc::new(geometry.with_repetition(Repetition::REQUIRED).build()?));
    let corners = BBOX.map(|member| {
        let member = Type::primitive_type_builder(member, Physical::DOUBLE);
        member.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    });
    let corners = corners.into_iter().collect::<ParquetResult<_>>()?;
    let bbox = Type::group_type_builder("bbox").with_repetition(Repetition::REQUIRED).with_fields(corners);
    fields.push(Arc::new(bbox.build()?));
    Type::group_type_builder("schema").with_fields(fields).build()
}

fn field(column: &FlatColumn) -> ParquetResult<Arc<Type>> {
    let (physical, logical) = match column.kind {
        FlatKind::Bool => (Physical::BOOLEAN, None),
        FlatKind::Integer => (Physical::INT32, None),
        FlatKind::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        FlatKind::List => return list(&column.name),
        // JSON is marked as plain text: not every reader knows more.
        FlatKind::Text | FlatKind::Json => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let repetition = if column.always { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let field = Type::primitive_type_builder(&column.name, physical).with_repetition(repetition);
    field.with_logical_type(logical).build().map(Arc::new)
}

/// A list of texts in the three levels of the Parquet format.
fn list(name: &str) -> ParquetResult<Arc<Type>> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String));
    let items = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element.build()?)]);
    let list = Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(items.build()?)]);
    list.build().map(Arc::new)
}
