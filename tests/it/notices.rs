//! Something temporary shows wherever a place shows, from its beginning to its end, and no longer.

use std::collections::BTreeMap;

use plainpied_domain::{Cell, LonLat};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::flat::{Rows, of_flatgeobuf, of_geoparquet};
use crate::harness::{World, bytes, get, text, wait_until};
use crate::tiles::{caught_up, features};
use crate::writing::{Writer, bakery};

fn instant(from_now: Duration) -> String {
    #[expect(clippy::disallowed_methods, reason = "the programs under test read the same clock")]
    let now = OffsetDateTime::now_utc();
    (now + from_now).format(&Rfc3339).unwrap()
}

fn lift(from: Duration, until: Duration) -> Value {
    json!({ "kind": "entrance", "message": "La porte est bloquée.", "criteria": ["entree_plain_pied"],
            "from": instant(from), "until": instant(until) })
}

fn read(url: &str, path: &str) -> Value {
    let (status, body) = get(&format!("{url}{path}"), "application/json");
    assert_eq!(status, 200, "{path}: {body}");
    body
}

fn etag(url: &str, path: &str) -> String {
    ureq::get(format!("{url}{path}")).call().unwrap().headers()["etag"].to_str().unwrap().to_owned()
}

/// Positions and kinds after a position.
fn changes(url: &str, since: i64) -> Vec<(i64, String)> {
    let all = read(url, &format!("/api/v1/changes?since={since}"));
    let change = |one: &Value| (one["position"].as_i64().unwrap(), one["kind"].as_str().unwrap().to_owned());
    all["changes"].as_array().unwrap().iter().map(change).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_shows_in_record_search_page_feed_and_changes_and_no_verdict_promises_what_it_takes_away() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "moderator");
    let mut easy = bakery("Aux Deux Épis");
    easy["criteria"] = json!({ "entree_plain_pied": true, "entree_largeur_mini": 120 });
    let added = writer.send("POST", "/api/v1/establishments", &easy);
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    let before = etag(&url, &path);
    let search = "/api/v1/search?q=deux+epis&criteria[entree_plain_pied]=true";
    wait_until("the search finds it", || read(&url, search)["matched"] == 1);
    assert_eq!(read(&url, search)["results"][0]["standing"], "yes");
    let position = changes(&url, 0).last().unwrap().0;

    let told = writer.send("POST", &format!("{path}/notices"), &lift(Duration::ZERO, Duration::hours(1)));
    assert_eq!(told.status, 201, "{}", told.body);
    let record = read(&url, &path);
    assert_eq!(record["notices"][0]["message"], "La porte est bloquée.");
    assert_eq!(record["notices"][0]["current"], true);
    assert_eq!(record["criteria"]["entree_plain_pied"], true, "what is usually so is still told");
    assert_ne!(etag(&url, &path), before);
    let found = read(&url, search);
    assert_eq!(found["matched"], 1);
    assert_eq!(found["results"][0]["standing"], "unknown", "{found}");
    assert_eq!(found["results"][0]["notices"][0]["kind"], "entrance");
    wait_until("the change log tells it", || {
        changes(&url, position).iter().any(|(_, kind)| kind == "noticed")
    });
    let change = read(&url, &format!("/api/v1/changes?since={position}"))["changes"][0].clone();
    assert_eq!(
        (&change["version"], &change["record"]["notices"][0]["kind"]),
        (&json!(1), &json!("entrance"))
    );
    let page = text(&format!("{url}{}", path.replace("/api/v1", "")));
    assert!(page.contains("La porte est bloquée.") && page.contains("Entrée fermée"), "{page}");
    let english = text(&format!("{url}{}?lang=en", path.replace("/api/v1", "")));
    assert!(english.contains("Entrance closed"), "{english}");
    let feed = text(&format!("{url}/communes/69266/feed.atom"));
    assert!(feed.contains("Entrée fermée") && feed.contains("La porte est bloquée."), "{feed}");

    let notice = told.body["id"].as_str().unwrap();
    assert_eq!(writer.send("DELETE", &format!("{path}/notices/{notice}"), &json!({})).status, 204);
    assert_eq!(read(&url, &path).get("notices"), None);
    assert_eq!(etag(&url, &path), before, "it is as it was");
    assert_eq!(read(&url, search)["results"][0]["standing"], "yes");
    wait_until("both are told", || changes(&url, position).len() == 2);
    assert!(!text(&format!("{url}/communes/69266/feed.atom")).contains("La porte est bloquée."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_begins_and_ends_by_itself_and_partners_and_caches_see_both() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "moderator");
    let added = writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    wait_until("the log has it", || !changes(&url, 0).is_empty());
    let soon = lift(Duration::seconds(3), Duration::seconds(6));
    assert_eq!(writer.send("POST", &format!("{path}/notices"), &soon).status, 201);
    let announced = etag(&url, &path);
    assert_eq!(read(&url, &path)["notices"][0]["current"], false);
    let kinds = || changes(&url, 0).into_iter().filter(|(_, kind)| kind == "noticed").count();
    wait_until("it has begun", || read(&url, &path)["notices"][0]["current"] == true);
    let begun = etag(&url, &path);
    assert_ne!(begun, announced);
    wait_until("its beginning is told", || kinds() >= 2);
    wait_until("it has ended", || read(&url, &path).get("notices").is_none());
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let status = |tag: &str| {
        agent.get(format!("{url}{path}")).header("if-none-match", tag).call().unwrap().status().as_u16()
    };
    assert_eq!(status(&begun), 200, "a copy of the time of the notice is not right any more");
    wait_until("its end is told", || kinds() == 3);
    assert_eq!(status(&etag(&url, &path)), 304);
}

/// What each way of reading many places tells of the notices of one place, by the name of the way; none where it says
/// nothing.
fn told_in_bulk(url: &str, id: &str) -> BTreeMap<&'static str, Option<Value>> {
    let uuid: uuid::Uuid = id.parse().unwrap();
    let of_list = |path: &str| {
        let list = read(url, path);
        let mut places = list["features"].as_array().or(list["results"].as_array()).unwrap().iter();
        let place = places.find(|place| place["id"] == id).unwrap();
        place.get("properties").unwrap_or(place)["notices"].clone()
    };
    let flat = |rows: Rows| rows[&uuid].get("notices").cloned().unwrap_or_default();
    let lines = text(&format!("{url}/api/v1/export?format=geojsonl"));
    let line: Value = serde_json::from_str(lines.lines().find(|line| line.contains(id)).unwrap()).unwrap();
    let parquet = flat(of_geoparquet(bytes(&format!("{url}/api/v1/export?format=parquet"))));
    let all = [
        ("list", of_list("/api/v1/establishments")),
        ("box", of_list("/api/v1/establishments?bbox=4.8,45.7,4.9,45.8")),
        ("geojson", of_list("/api/v1/export?format=geojson")),
        ("geojsonl", line["properties"]["notices"].clone()),
        ("found", of_list("/api/v1/export?format=geojson&q=deux+epis")),
        ("fgb", flat(of_flatgeobuf(bytes(&format!("{url}/api/v1/export?format=fgb"))))),
        ("parquet", parquet.as_str().map_or(Value::Null, |text| serde_json::from_str(text).unwrap())),
        ("items", of_list("/ogc/collections/establishments/items?f=json")),
        (
            "item",
            read(url, &format!("/ogc/collections/establishments/items/{id}?f=json"))["properties"]["notices"]
                .clone(),
        ),
    ];
    all.into_iter().map(|(name, told)| (name, Some(told).filter(|told| !told.is_null()))).collect()
}

/// Whether the tile of the bakery marks it.
fn marked(url: &str) -> bool {
    let [x, y] =
        Cell::of(LonLat::new(4.8806, 45.7713).unwrap()).column_row().map(|place| place >> (Cell::LEVEL - 14));
    let places = features(bytes(&format!("{url}/tiles/14/{x}/{y}.mvt")), "places");
    places[0].0.get("notice").is_some_and(|notice| matches!(notice, mvt_reader::feature::Value::Bool(true)))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_many_places_at_once_is_told_of_notices_too_and_of_none_that_has_ended() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "moderator");
    let mut steep = bakery("Aux Deux Épis");
    steep["criteria"] = json!({ "entree_plain_pied": false, "entree_marches": 5, "entree_marches_rampe": "aucune",
                                "entree_ascenseur": false, "entree_pmr": false });
    let added = writer.send("POST", "/api/v1/establishments", &steep);
    let id = added.body["id"].as_str().unwrap();
    let path = format!("/api/v1/establishments/{id}");
    wait_until("the search finds it", || read(&url, "/api/v1/search?q=deux+epis")["matched"] == 1);
    caught_up(&url, 1);
    assert_eq!(read(&url, &path)["needs"]["manual_wheelchair"], "no");
    let silent = |told: &BTreeMap<&str, Option<Value>>| told.values().all(Option::is_none);
    assert!(silent(&told_in_bulk(&url, id)) && !marked(&url));

    let later = lift(Duration::minutes(30), Duration::hours(1));
    assert_eq!(writer.send("POST", &format!("{path}/notices"), &later).status, 201);
    let told = writer.send("POST", &format!("{path}/notices"), &lift(Duration::ZERO, Duration::hours(1)));
    wait_until("the tile marks it", || marked(&url));
    let record = read(&url, &path);
    for (way, told) in told_in_bulk(&url, id) {
        assert_eq!(told.as_ref(), Some(&record["notices"]), "{way}");
    }
    let boxed = read(&url, "/api/v1/establishments?bbox=4.8,45.7,4.9,45.8")["results"][0].clone();
    let exported = read(&url, "/api/v1/export?format=geojson")["features"][0]["properties"].clone();
    for (way, place) in [("record", record), ("box", boxed), ("export", exported)] {
        assert_eq!(place["needs"], json!({}), "{way}: nothing is said for sure while the entrance is closed");
    }
    let csv = text(&format!("{url}/api/v1/export?format=csv"));
    assert!(csv.contains(id) && !csv.contains("bloquée"), "the national columns have no room for it: {csv}");

    let notice = told.body["id"].as_str().unwrap();
    assert_eq!(writer.send("DELETE", &format!("{path}/notices/{notice}"), &json!({})).status, 204);
    wait_until("the tile marks it no longer", || !marked(&url));
    assert!(told_in_bulk(&url, id).values().flatten().all(|told| told[0]["current"] == false));

    let short = lift(Duration::ZERO, Duration::seconds(8));
    assert_eq!(writer.send("POST", &format!("{path}/notices"), &short).status, 201);
    wait_until("the tile marks it again", || marked(&url));
    wait_until("it has ended", || read(&url, &path)["notices"].as_array().unwrap().len() == 1);
    assert!(
        !marked(&url),
        "a tile that was kept does not outlive the notice, whenever the log tells its end"
    );
    assert!(told_in_bulk(&url, id).values().flatten().all(|told| told.as_array().unwrap().len() == 1));
}
