//! Exports: every format holds what the base holds.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;
use uuid::Uuid;

use crate::harness::{World, bytes, get, sample, text};

async fn all(world: &World) -> BTreeSet<Uuid> {
    world.published().await.into_iter().map(|(id, _)| id).collect()
}

fn ids<'a>(features: impl IntoIterator<Item = &'a Value>) -> BTreeSet<Uuid> {
    features.into_iter().map(|feature| feature["id"].as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_holds_every_place_and_the_csv_goes_in_again_as_it_was() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let odd = world.data.path().join("odd.csv");
    let rows = "odd-1,=HYPERLINK(1),69100,Villeurbanne,69266,4.88,45.77,true\n\
                odd-2,\"'-Le \"\"Point\"\", suite\",69100,Villeurbanne,69266,4.88,45.77,";
    let header = "id,name,postal_code,commune,code_insee,longitude,latitude,entree_plain_pied";
    std::fs::write(&odd, format!("{header}\n{rows}\n")).unwrap();
    world.import(&odd, &["--source", "partner"]);
    let (server, url) = world.serve();
    let all = all(&world).await;
    assert_eq!(all.len(), 2_002);

    let collection: Value = serde_json::from_str(&text(&format!("{url}/api/v1/export"))).unwrap();
    assert_eq!(ids(collection["features"].as_array().unwrap()), all);
    let parsed = collection.to_string().parse::<geojson::GeoJson>().unwrap();
    assert!(matches!(parsed, geojson::GeoJson::FeatureCollection(_)));
    let lines = text(&format!("{url}/api/v1/export?format=geojsonl"));
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(ids(&lines), all);
    assert_eq!(&lines, collection["features"].as_array().unwrap(), "the same features");
    let sequence = text(&format!("{url}/api/v1/export?format=geojsonseq"));
    assert!(sequence.ends_with('\n'));
    let sequence: Vec<Value> =
        sequence.split('\u{1e}').skip(1).map(|text| serde_json::from_str(text).unwrap()).collect();
    assert_eq!(sequence, lines);

    let csv = text(&format!("{url}/api/v1/export?format=csv"));
    assert!(csv.contains("'=HYPERLINK(1)") && !csv.contains(",=HYPERLINK"), "no formula");
    let file = world.data.path().join("export.csv");
    std::fs::write(&file, &csv).unwrap();
    drop(server);
    let other = World::seeded().await;
    let summary = other.import(&file, &["--source", "sample"]);
    assert_eq!(
        (summary["created"].as_u64(), summary["rejected"].as_u64()),
        (Some(2_002), Some(0)),
        "{summary}"
    );
    for sql in [
        "name",
        "criteria::text",
        "concat_ws('|', house_number, street, locality, postal_code, commune_code)",
    ] {
        let of = async |world: &World| -> Vec<Option<String>> {
            let sql = format!("SELECT {sql} FROM establishment ORDER BY name, {sql}");
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&world.database.pool).await.unwrap()
        };
        assert_eq!(of(&world).await, of(&other).await, "{sql}");
    }
    world.end().await;
    other.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_away_leaves_no_transaction_behind_and_a_fifth_export_is_refused() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 20_000);
    world.import(&file, &["--source", "partner"]);
    let (server, url) = world.serve();
    let address = url.trim_start_matches("http://").to_owned();
    let sleepers: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut stream = TcpStream::connect(&address).unwrap();
            write!(stream, "GET /api/v1/export HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
            let mut some = [0; 1_000];
            stream.read_exact(&mut some).unwrap();
            stream
        })
        .collect();
    let (status, problem) = get(&format!("{url}/api/v1/export"), "application/geo+json");
    assert_eq!((status, problem["type"].as_str()), (503, Some("/problems/overloaded")), "{problem}");
    drop(sleepers);
    crate::harness::wait_until("the exports of those who went away have ended", || {
        text_of_csv(&url).lines().count() == 20_001
    });
    drop(server);
    world.end_after(&["overloaded"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_client_gets_its_export_whole_and_no_client_has_more_than_two_at_once() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 20_000);
    world.import(&file, &["--source", "partner"]);
    let (server, url) = world.serve_with(&["--rate-limit-loopback"]);
    let address = url.trim_start_matches("http://").to_owned();
    let mut slow: Vec<TcpStream> = (0..2)
        .map(|_| {
            let mut stream = TcpStream::connect(&address).unwrap();
            let head = format!(
                "GET /api/v1/export?format=geojsonl HTTP/1.1\r\nHost: {address}\r\nConnection: close"
            );
            write!(stream, "{head}\r\n\r\n").unwrap();
            stream.read_exact(&mut [0; 1_000]).unwrap();
            stream
        })
        .collect();
    let (status, problem) = get(&format!("{url}/api/v1/export"), "application/geo+json");
    assert_eq!((status, problem["type"].as_str()), (429, Some("/problems/too-many-requests")), "{problem}");
    // Longer than a piece once might wait. The whole is far more than sockets hold.
    std::thread::sleep(std::time::Duration::from_secs(40));
    let mut rest = Vec::new();
    slow[0].read_to_end(&mut rest).unwrap();
    assert!(rest.len() > 20_000_000, "{} bytes: the test proves little", rest.len());
    assert!(rest.ends_with(b"\r\n0\r\n\r\n"), "the end of the whole");
    drop(slow);
    drop(server);
    // The statement of an export lasts as long as its reader takes.
    world.end_after(&["slow statement"]).await;
}

fn text_of_csv(url: &str) -> String {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent.get(format!("{url}/api/v1/export?format=csv")).call().unwrap();
    response.body_mut().with_config().limit(1 << 30).read_to_string().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_provenance_has_an_entry_for_every_answer_in_every_format_that_has_one() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let lines = |more: &str| -> Vec<Value> {
        let file = text(&format!("{url}/api/v1/export?format=geojsonl{more}"));
        file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let (compact, full) = (lines(""), lines("&provenance=full"));
    assert!(compact.iter().any(|place| place["properties"]["provenance"]["*"].is_object()));
    for place in full.iter().step_by(50) {
        let alone = format!("{url}/api/v1/establishments/{}", place["id"].as_str().unwrap());
        let (_, alone) = get(&alone, "application/json");
        assert_eq!(place["properties"]["provenance"], alone["provenance"]);
    }
    let wanted: std::collections::BTreeMap<Uuid, Value> = full
        .iter()
        .map(|place| {
            (place["id"].as_str().unwrap().parse().unwrap(), place["properties"]["provenance"].clone())
        })
        .collect();
    let export = |format: &str| bytes(&format!("{url}/api/v1/export?format={format}&provenance=full"));
    for rows in [crate::flat::of_flatgeobuf(export("fgb")), crate::flat::of_geoparquet(export("parquet"))] {
        assert_eq!(rows.len(), wanted.len());
        for (id, row) in rows {
            // A column of JSON in one format, of text in the other.
            let told = match &row["provenance"] {
                Value::String(text) => serde_json::from_str(text).unwrap(),
                json => json.clone(),
            };
            assert_eq!(told, wanted[&id]);
        }
    }
    let (status, problem) = get(&format!("{url}/api/v1/export?provenance=all"), "application/json");
    assert_eq!((status, problem["parameter"].as_str()), (400, Some("provenance")), "{problem}");
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_with_a_wrong_parameter_is_refused_before_it_begins() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    for (query, parameter) in [
        ("format=geojon", "format"),
        ("limit=5", "limit"),
        ("needs=weelchair", "needs"),
        ("bbox=1,2", "bbox"),
    ] {
        let (status, problem) = get(&format!("{url}/api/v1/export?{query}"), "application/json");
        assert_eq!((status, problem["parameter"].as_str()), (400, Some(parameter)), "{query}: {problem}");
    }
    drop(server);
    world.end().await;
}
