//! What goes into FlatGeobuf and GeoParquet comes out again by the readers of others, and what is unknown stays so.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::io::Cursor;

use bytes::Bytes;
use flatgeobuf::geozero::{ColumnValue, GeomProcessor, PropertyProcessor};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader, GeozeroGeometry};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use plainpied_criteria::needs::{Limits, Verdict, needs};
use plainpied_criteria::{Answers, schema};
use plainpied_opendata::flat::{FlatGeobufWriter, GeoParquetWriter, Place, columns};
use serde_json::{Value, json};
use time::macros::datetime;

type Rows = BTreeMap<String, BTreeMap<String, Value>>;

/// Writes places that differ in what is known of them.
fn each(count: usize, mut take: impl FnMut(&Place<'_>)) {
    let activities = ["boulangerie".to_owned(), "épicerie".to_owned()];
    for number in 0..count {
        let known = match number % 3 {
            0 => json!({}),
            1 => json!({ "entree_plain_pied": false, "entree_marches": 3, "entree_marches_rampe": "aucune" }),
            _ => {
                json!({ "entree_plain_pied": true, "labels": ["dpt", "th"], "registre_url": "https://a.example/é" })
            }
        };
        let answers = Answers::parse_json(schema(), &known).unwrap();
        let verdicts: Vec<Verdict> =
            needs().all().iter().map(|need| need.verdict(&answers, &Limits::NONE)).collect();
        let id = format!("0570478e-4cfc-5243-84df-{number:012}");
        take(&Place {
            id: &id,
            name: "L'Épi, \"le\" vrai",
            house_number: (number % 2 == 0).then_some("12 bis"),
            street: None,
            locality: None,
            postal_code: "01000",
            commune_code: "2A004",
            commune_name: "Ajaccio",
            ban_id: None,
            rnb_id: None,
            lon: -5.0 + f64::from(u32::try_from(number % 1_000).unwrap()) / 100.0,
            lat: 45.123_456_789,
            activities: &activities[..number % 3],
            siret: None,
            phone: None,
            website: None,
            contact_email: None,
            contact_url: None,
            completeness: 12,
            source: "sample",
            attribution: None,
            licence: Some("ODbL"),
            version: 3,
            created_at: datetime!(2026-03-02 09:00:00.123456 UTC),
            updated_at: datetime!(2026-05-04 16:30:00 UTC),
            answers: &answers,
            verdicts: &verdicts,
            provenance: r#"{"*":{"source":"sample"}}"#,
            notices: (number % 3 == 1).then_some(r#"[{"kind":"lift"}]"#),
        });
    }
}

/// What the columns say that the rows are; lists as arrays.
fn expected(count: usize) -> Rows {
    use plainpied_opendata::flat::FlatCell::{Bool, Integer, List, Text, Time, Unknown};
    let mut rows = Rows::new();
    each(count, |place| {
        let value = |cell| {
            Some(match cell {
                Unknown => return None,
                Bool(value) => value.into(),
                Integer(number) => number.into(),
                Text(text) => text.into(),
                List(texts) => texts.into(),
                Time(at) => (at.unix_timestamp_nanos() as i64 / 1_000).into(),
            })
        };
        let cells =
            columns().iter().filter_map(|column| Some((column.name.clone(), value(column.cell(place))?)));
        let mut row: BTreeMap<String, Value> = cells.collect();
        row.insert("geometry".to_owned(), json!([place.lon, place.lat]));
        rows.insert(place.id.to_owned(), row);
    });
    rows
}

#[derive(Default)]
struct Position(f64, f64);

impl GeomProcessor for Position {
    fn xy(&mut self, x: f64, y: f64, _: usize) -> flatgeobuf::geozero::error::Result<()> {
        *self = Self(x, y);
        Ok(())
    }
}

struct Taken(BTreeMap<String, Value>);

impl PropertyProcessor for Taken {
    fn property(
        &mut self,
        _: usize,
        name: &str,
        value: &ColumnValue<'_>,
    ) -> flatgeobuf::geozero::error::Result<bool> {
        let value = match value {
            ColumnValue::Bool(value) => (*value).into(),
            ColumnValue::Int(number) => (*number).into(),
            ColumnValue::Json(json) if matches!(name, "provenance" | "notices") => (*json).into(),
            ColumnValue::Json(json) => serde_json::from_str(json).unwrap(),
            ColumnValue::String(text) => (*text).into(),
            ColumnValue::DateTime(text) => {
                let at = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339);
                (at.unwrap().unix_timestamp_nanos() as i64 / 1_000).into()
            }
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(self.0.insert(name.to_owned(), value), None, "{name} stands twice");
        Ok(false)
    }
}

fn flatgeobuf(count: usize) -> Vec<u8> {
    let mut writer = FlatGeobufWriter::new().unwrap();
    each(count, |place| writer.push(place).unwrap());
    let mut file = Vec::new();
    writer.finish(&mut file).unwrap();
    file
}

fn rows_of_flatgeobuf(
    features: &mut flatgeobuf::FeatureIter<Cursor<Vec<u8>>, flatgeobuf::reader_trait::Seekable>,
) -> Rows {
    let mut rows = Rows::new();
    while let Some(feature) = features.next().unwrap() {
        let mut taken = Taken(BTreeMap::new());
        feature.process_properties(&mut taken).unwrap();
        let mut at = Position::default();
        feature.process_geom(&mut at).unwrap();
        taken.0.insert("geometry".to_owned(), json!([at.0, at.1]));
        rows.insert(taken.0["id"].as_str().unwrap().to_owned(), taken.0);
    }
    rows
}

fn value(field: &Field) -> Option<Value> {
    Some(match field {
        Field::Null => return None,
        Field::Bool(value) => (*value).into(),
        Field::Int(number) => (*number).into(),
        Field::TimestampMicros(at) => (*at).into(),
        Field::Str(text) => text.as_str().into(),
        Field::Double(number) => (*number).into(),
        Field::ListInternal(list) => list.elements().iter().filter_map(value).collect(),
        Field::Bytes(wkb) => {
            assert_eq!(wkb.data()[..5], [1, 1, 0, 0, 0], "a point, little-endian");
            let number = |at: usize| f64::from_le_bytes(wkb.data()[at..at + 8].try_into().unwrap());
            json!([number(5), number(13)])
        }
        Field::Group(row) => row.get_column_iter().filter_map(|(_, field)| value(field)).collect(),
        other => panic!("{other:?}"),
    })
}

fn geoparquet(count: usize) -> SerializedFileReader<Bytes> {
    let mut writer = GeoParquetWriter::new().unwrap();
    let mut file = Vec::new();
    each(count, |place| {
        writer.push(place).unwrap();
        writer.drain(&mut file);
    });
    file.extend(writer.finish().unwrap());
    SerializedFileReader::new(Bytes::from(file)).unwrap()
}

#[test]
fn flatgeobuf_gives_back_every_known_cell_and_no_unknown_one() {
    let reader = FgbReader::open(Cursor::new(flatgeobuf(300))).unwrap();
    assert_eq!(reader.header().features_count(), 300);
    assert!(reader.header().index_node_size() > 0, "it has its index");
    assert_eq!(reader.header().crs().unwrap().code(), 4326);
    assert_eq!(rows_of_flatgeobuf(&mut reader.select_all().unwrap()), expected(300));
}

#[test]
fn the_index_of_flatgeobuf_finds_what_lies_in_a_box() {
    let reader = FgbReader::open(Cursor::new(flatgeobuf(300))).unwrap();
    let found = rows_of_flatgeobuf(&mut reader.select_bbox(-4.505, 45.0, -4.485, 46.0).unwrap());
    let inside = expected(300)
        .into_iter()
        .filter(|(_, row)| (-4.505..-4.485).contains(&row["geometry"][0].as_f64().unwrap()));
    assert_eq!(found.into_keys().collect::<Vec<_>>(), inside.map(|(id, _)| id).collect::<Vec<_>>());
}

#[test]
fn flatgeobuf_without_places_is_read_as_such() {
    let reader = FgbReader::open(Cursor::new(flatgeobuf(0))).unwrap();
    assert_eq!(reader.header().features_count(), 0);
    assert_eq!(rows_of_flatgeobuf(&mut reader.select_all().unwrap()).len(), 0);
}

#[test]
fn geoparquet_gives_back_every_known_cell_and_no_unknown_one_over_several_row_groups() {
    let reader = geoparquet(20_500);
    assert_eq!(reader.num_row_groups(), 2);
    let mut rows = Rows::new();
    for row in reader.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let cells = row.get_column_iter().filter_map(|(name, field)| Some((name.clone(), value(field)?)));
        let mut row: BTreeMap<String, Value> = cells.collect();
        let bbox = row.remove("bbox").unwrap();
        let (lon, lat) = (&row["geometry"][0], &row["geometry"][1]);
        assert_eq!(bbox, json!([lon, lat, lon, lat]));
        rows.insert(row["id"].as_str().unwrap().to_owned(), row);
    }
    assert!(rows == expected(20_500));
}

#[test]
fn geoparquet_says_what_its_geometry_is() {
    for (count, bbox) in [(0, None), (100, Some(json!([-5.0, 45.123_456_789, -4.01, 45.123_456_789])))] {
        let reader = geoparquet(count);
        let metadata = reader.metadata().file_metadata();
        let pairs = metadata.key_value_metadata().unwrap();
        let geo = pairs.iter().find(|pair| pair.key == "geo").unwrap().value.as_ref().unwrap();
        let geo: Value = serde_json::from_str(geo).unwrap();
        assert_eq!((&geo["version"], &geo["primary_column"]), (&json!("1.1.0"), &json!("geometry")));
        let geometry = &geo["columns"]["geometry"];
        assert_eq!((&geometry["encoding"], &geometry["geometry_types"]), (&json!("WKB"), &json!(["Point"])));
        assert_eq!(geometry["covering"]["bbox"]["ymax"], json!(["bbox", "ymax"]));
        assert_eq!(geometry.get("bbox"), bbox.as_ref());
        assert_eq!(metadata.num_rows(), i64::try_from(count).unwrap());
    }
}
