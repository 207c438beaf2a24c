//! The formats of typed columns hold what the base holds.

use std::collections::BTreeMap;
use std::io::Cursor;

use flatgeobuf::geozero::{ColumnValue, PropertyProcessor};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{World, bytes, get, sample};

/// What is known, by id and column.
pub type Rows = BTreeMap<Uuid, BTreeMap<String, Value>>;

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
            ColumnValue::String(text) | ColumnValue::DateTime(text) => (*text).into(),
            ColumnValue::Json(json) => serde_json::from_str(json).unwrap(),
            other => panic!("{name}: {other:?}"),
        };
        self.0.insert(name.to_owned(), value);
        Ok(false)
    }
}

pub fn of_flatgeobuf(file: Vec<u8>) -> Rows {
    let mut features = FgbReader::open(Cursor::new(file)).unwrap().select_all().unwrap();
    let mut rows = Rows::new();
    while let Some(feature) = features.next().unwrap() {
        let mut taken = Taken(BTreeMap::new());
        feature.process_properties(&mut taken).unwrap();
        let id = taken.0.remove("id").unwrap();
        assert!(rows.insert(id.as_str().unwrap().parse().unwrap(), taken.0).is_none(), "{id} stands twice");
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
        Field::Bytes(_) => "WKB".into(),
        Field::Group(row) => row.get_column_iter().filter_map(|(_, field)| value(field)).collect(),
        other => panic!("{other:?}"),
    })
}

pub fn of_geoparquet(file: Vec<u8>) -> Rows {
    let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        let cells = row.get_column_iter().filter_map(|(name, field)| Some((name.clone(), value(field)?)));
        let mut row: BTreeMap<String, Value> = cells.collect();
        (row.remove("id").unwrap().as_str().unwrap().parse().unwrap(), row)
    });
    rows.collect()
}

/// The same from the database, by SQL that shares nothing with the exports.
async fn of_sql(world: &World) -> Rows {
    let sql = "SELECT e.id, (to_jsonb(c) - '{id,version,status,name,commune_code,geometry}'::text[]
                 || jsonb_build_object('name', e.name, 'house_number', e.house_number, 'street', e.street,
                      'postal_code', e.postal_code, 'commune_code', e.commune_code, 'activities', e.activities,
                      'completeness', e.completeness, 'source', e.source_key, 'version', e.version,
                      'licence', s.licence, 'lon', ST_X(e.location)))::text
               FROM establishment e JOIN establishment_criteria c ON c.id = e.id JOIN source s ON s.key = e.source_key
               WHERE e.status = 'published'";
    let rows: Vec<(Uuid, String)> = sqlx::query_as(sql).fetch_all(&world.database.pool).await.unwrap();
    let known = |(id, json): (Uuid, String)| {
        let mut row: BTreeMap<String, Value> = serde_json::from_str(&json).unwrap();
        row.retain(|_, value| !value.is_null());
        (id, row)
    };
    rows.into_iter().map(known).collect()
}

/// What the columns of a file must say, and that no other criterion is said to be known.
async fn assert_equal(world: &World, rows: &Rows, what: &str) {
    let sql = of_sql(world).await;
    assert_eq!(rows.keys().collect::<Vec<_>>(), sql.keys().collect::<Vec<_>>(), "{what}: ids");
    let schema = plainpied_criteria::schema();
    for (id, wanted) in sql {
        let row = &rows[&id];
        for (column, value) in wanted.iter().filter(|(column, _)| *column != "lon") {
            assert_eq!(row.get(column), Some(value), "{what}: {column} of {id}");
        }
        if let Some(bbox) = row.get("bbox") {
            assert_eq!(bbox[0], wanted["lon"], "{what}: {id}");
        }
        for criterion in schema.criteria() {
            assert_eq!(row.contains_key(&criterion.key), wanted.contains_key(&criterion.key), "{what}: {id}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_columns_hold_what_sql_says_and_null_where_nothing_is_known() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let fgb = of_flatgeobuf(bytes(&format!("{url}/api/v1/export?format=fgb")));
    assert_equal(&world, &fgb, "FlatGeobuf").await;
    let parquet = of_geoparquet(bytes(&format!("{url}/api/v1/export?format=parquet")));
    assert_equal(&world, &parquet, "GeoParquet").await;

    let id = fgb.keys().next().unwrap();
    let query = "needs=manual_wheelchair,blind,deaf,pushchair";
    let (_, verdicts) =
        get(&format!("{url}/api/v1/establishments/{id}/verdicts?{query}"), "application/json");
    for one in verdicts["verdicts"].as_array().unwrap() {
        let column = format!("verdict_{}", one["need"].as_str().unwrap());
        assert_eq!(fgb[id][&column], one["verdict"], "{column}");
        assert_eq!(parquet[id][&column], one["verdict"], "{column}");
    }

    let query = "needs=manual_wheelchair&verdict=yes,with_help&department=69&format";
    let found = of_flatgeobuf(bytes(&format!("{url}/api/v1/export?{query}=fgb")));
    assert!(!found.is_empty() && found.len() < fgb.len());
    assert!(found.values().all(|row| row["verdict_manual_wheelchair"] != json!("no")));
    let same = of_geoparquet(bytes(&format!("{url}/api/v1/export?{query}=parquet")));
    assert_eq!(found.keys().collect::<Vec<_>>(), same.keys().collect::<Vec<_>>());
    let none = of_flatgeobuf(bytes(&format!("{url}/api/v1/export?bbox=-30,0,-29,1&format=fgb")));
    assert!(none.is_empty());
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_temporary_files_is_told_before_anything_is_sent() {
    let Some(disk) = crate::large::Small::mount("300k", "a full disk under an export") else {
        return;
    };
    let mut world = World::seeded().await;
    world.temporary_on(disk.0.path());
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let (status, problem) = get(&format!("{url}/api/v1/export?format=fgb"), "application/json");
    assert_eq!((status, problem["type"].as_str()), (503, Some("/problems/no-room")), "{problem}");
    let parquet = of_geoparquet(bytes(&format!("{url}/api/v1/export?format=parquet")));
    assert_eq!(parquet.len(), 2_000, "what is sent as it is read needs no room");
    drop(server);
    world.end_after(&["no-room"]).await;
}
