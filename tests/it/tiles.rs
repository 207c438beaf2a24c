//! Map tiles hold what the base holds, at every zoom.

use std::collections::{BTreeMap, BTreeSet};

use mvt_reader::Reader;
use mvt_reader::feature::{Feature, Value};
use plainpied_criteria::needs::needs;
use plainpied_domain::{Cell, LonLat};

use crate::harness::{World, bytes, get, sample, wait_until};

pub type Properties = std::collections::HashMap<String, Value>;

/// The features of the one layer of a tile.
pub fn features(tile: Vec<u8>, layer: &str) -> Vec<(Properties, [f64; 2])> {
    if tile.is_empty() {
        return Vec::new();
    }
    let reader = Reader::new(tile).unwrap();
    assert_eq!(reader.get_layer_names().unwrap(), [layer]);
    features_of(&reader, 0)
}

fn features_of(reader: &Reader, layer: usize) -> Vec<(Properties, [f64; 2])> {
    let point = |feature: Feature| {
        // The reader takes every point for several.
        let geo_types::Geometry::MultiPoint(points) = feature.geometry else { panic!("points") };
        let [point] = points.0[..] else { panic!("one point") };
        (feature.properties.unwrap_or_default(), [f64::from(point.x()), f64::from(point.y())])
    };
    reader.get_features(layer).unwrap().into_iter().map(point).collect()
}

pub fn number(properties: &Properties, name: &str) -> i64 {
    match properties.get(name) {
        Some(Value::Int(number) | Value::SInt(number)) => *number,
        Some(Value::UInt(number)) => i64::try_from(*number).unwrap(),
        other => panic!("{name} is {other:?} in {properties:?}"),
    }
}

async fn places(world: &World) -> BTreeMap<String, (Cell, String, Vec<String>)> {
    let rows: Vec<(String, f64, f64, String, Vec<String>)> = sqlx::query_as(
        "SELECT id::text, ST_X(location), ST_Y(location), verdicts, activities FROM establishment WHERE status = 'published'",
    )
    .fetch_all(&world.database.pool)
    .await
    .unwrap();
    let cell = |lon, lat| Cell::of(LonLat::new(lon, lat).unwrap());
    rows.into_iter()
        .map(|(id, lon, lat, stamp, activities)| (id, (cell(lon, lat), stamp, activities)))
        .collect()
}

pub fn caught_up(url: &str, count: i64) {
    wait_until("the tiles have followed the change log", || {
        let world = features(bytes(&format!("{url}/tiles/0/0/0.mvt")), "clusters");
        world.iter().map(|(properties, _)| number(properties, "count")).sum::<i64>() == count
    });
}

/// The tiles of a zoom in which there are places.
fn tiles(places: &BTreeMap<String, (Cell, String, Vec<String>)>, zoom: u8) -> BTreeSet<[i64; 2]> {
    places.values().map(|(cell, ..)| cell.column_row().map(|place| place >> (Cell::LEVEL - zoom))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clusters_of_every_zoom_count_every_place_and_every_verdict_once() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    caught_up(&url, 2_000);
    let places = places(&world).await;
    let letter = |name: &str| {
        let place = needs().place(needs().get(name).unwrap()).unwrap();
        let count = |wanted: char| {
            places.values().filter(|(_, stamp, _)| stamp.chars().nth(place - 1) == Some(wanted)).count()
                as i64
        };
        [("yes", count('y')), ("with_help", count('h')), ("no", count('n')), ("unknown", count('u'))]
    };
    let bakeries =
        places.values().filter(|(.., activities)| activities.iter().any(|slug| slug == "boulangerie"));
    let bakeries = bakeries.count() as i64;
    for zoom in [0, 1, 2, 3, 5, 7, 9, 11, 12, 13] {
        let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
        for [x, y] in tiles(&places, zoom) {
            for (properties, at) in
                features(bytes(&format!("{url}/tiles/{zoom}/{x}/{y}.mvt?need=wheelchair")), "clusters")
            {
                for name in ["count", "yes", "with_help", "no", "unknown"] {
                    *counted.entry(name).or_default() += number(&properties, name);
                }
                assert!(at.iter().all(|place| (0.0..=4_096.0).contains(place)), "{zoom}/{x}/{y}: {at:?}");
            }
            let of_bakeries =
                features(bytes(&format!("{url}/tiles/{zoom}/{x}/{y}.mvt?activity=boulangerie")), "clusters");
            *counted.entry("bakeries").or_default() +=
                of_bakeries.iter().map(|(properties, _)| number(properties, "count")).sum::<i64>();
        }
        assert_eq!((counted["count"], counted["bakeries"]), (2_000, bakeries), "zoom {zoom}");
        for (name, wanted) in letter("manual_wheelchair") {
            assert_eq!(counted[name], wanted, "{name} at zoom {zoom}");
        }
    }
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_zoom_14_on_places_stand_where_they_are_and_move_when_they_move() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    caught_up(&url, 2_000);
    let all = places(&world).await;
    let mut seen = BTreeSet::new();
    for [x, y] in tiles(&all, 14) {
        for (properties, _) in features(bytes(&format!("{url}/tiles/14/{x}/{y}.mvt?need=deaf")), "places") {
            let Some(Value::String(id)) = properties.get("id") else { panic!("{properties:?}") };
            assert!(matches!(properties.get("verdict"), Some(Value::String(_))), "{properties:?}");
            assert!(seen.insert(id.clone()), "{id} stands twice");
        }
    }
    assert_eq!(seen, all.keys().cloned().collect());

    let (id, (cell, ..)) = all.iter().next().unwrap();
    let [x, y] = cell.column_row().map(|place| place >> (Cell::LEVEL - 20));
    let near = features(bytes(&format!("{url}/tiles/20/{x}/{y}.mvt")), "places");
    let (_, at) = near.iter().find(|(properties, _)| properties["id"] == Value::String(id.clone())).unwrap();
    let wanted = cell.column_row().map(|place| (place & ((1 << 10) - 1)) as f64 * 4.0);
    assert!(at.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() <= 4.0), "{at:?} {wanted:?}");

    let tile = format!("{url}/tiles/9/{}/{}.mvt", x >> 11, y >> 11);
    let etag = ureq::get(&tile).call().unwrap().headers()["etag"].to_str().unwrap().to_owned();
    let again = ureq::get(&tile).header("if-none-match", &etag).call().unwrap();
    assert_eq!(again.status(), 304);
    // One moves to the South Atlantic, one closes: the clusters follow, to the last one.
    sqlx::query(
        "UPDATE establishment SET location = ST_SetSRID(ST_MakePoint(-20, -40), 4326) WHERE id = $1::uuid",
    )
    .bind(id)
    .execute(&world.database.pool)
    .await
    .unwrap();
    let other = all.keys().nth(1).unwrap();
    sqlx::query("UPDATE establishment SET status = 'closed' WHERE id = $1::uuid")
        .bind(other)
        .execute(&world.database.pool)
        .await
        .unwrap();
    sqlx::query("INSERT INTO change_pending (establishment_id, kind, version, at) SELECT id, 'updated', version, now() FROM establishment WHERE id::text IN ($1, $2)")
        .bind(id)
        .bind(other)
        .execute(&world.database.pool)
        .await
        .unwrap();
    caught_up(&url, 1_999);
    let moved =
        Cell::of(LonLat::new(-20.0, -40.0).unwrap()).column_row().map(|place| place >> (Cell::LEVEL - 9));
    let there = features(bytes(&format!("{url}/tiles/9/{}/{}.mvt", moved[0], moved[1])), "clusters");
    assert_eq!(there.iter().map(|(properties, _)| number(properties, "count")).collect::<Vec<_>>(), [1]);
    assert_ne!(
        ureq::get(&tile).call().unwrap().headers().get("etag").map(|tag| tag.to_str().unwrap()),
        Some(etag.as_str())
    );
    let empty: i64 = sqlx::query_scalar("SELECT count(*) FROM tile_cell WHERE total <= 0")
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(empty, 0);
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tile_says_how_many_places_it_leaves_out() {
    let world = World::seeded().await;
    let cell = Cell::of(LonLat::new(4.88, 45.77).unwrap());
    let [x, y] = cell.column_row();
    let (server, url) = world.serve();
    // Tiles of other rules, which those of a new base are, are done away with once.
    while !sqlx::query_scalar::<_, bool>("SELECT mark <> '' FROM tile_state")
        .fetch_one(&world.database.pool)
        .await
        .unwrap()
    {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    // Nothing of them is in the change log, so that nothing removes them.
    sqlx::query(
        "INSERT INTO tile_place (establishment_id, cell, x, y, name, activities, completeness, verdicts)
         SELECT gen_random_uuid(), $1, $2, $3, 'A tower', CASE WHEN n = 1 THEN '{musee}' ELSE '{hotel}' END::text[], 0, ''
         FROM generate_series(1, 5003) AS n",
    )
    .bind(cell.get())
    .bind(i32::try_from(x).unwrap())
    .bind(i32::try_from(y).unwrap())
    .execute(&world.database.pool)
    .await
    .unwrap();
    let tile = |zoom: u8| {
        let [x, y] = [x, y].map(|place| place >> (Cell::LEVEL - zoom));
        format!("{url}/tiles/{zoom}/{x}/{y}.mvt")
    };
    for zoom in [14, 17, 22] {
        for (query, left_out) in [("", 3), ("?need=wheelchair", 3), ("?activity=hotel", 2)] {
            let reader = Reader::new(bytes(&format!("{}{query}", tile(zoom)))).unwrap();
            assert_eq!(reader.get_layer_names().unwrap(), ["places", "cut"], "zoom {zoom}{query}");
            assert_eq!(features_of(&reader, 0).len(), 5_000, "zoom {zoom}{query}");
            let cut = features_of(&reader, 1);
            let [(cut, at)] = &cut[..] else { panic!("one feature") };
            assert_eq!((number(cut, "left_out"), *at), (left_out, [2_048.0; 2]), "zoom {zoom}{query}");
        }
        assert_eq!(features(bytes(&format!("{}?activity=musee", tile(zoom))), "places").len(), 1);
    }
    let (_, tilejson) = get(&format!("{url}/tiles"), "application/json");
    let layers = tilejson["vector_layers"].as_array().unwrap();
    assert!(layers.iter().any(|layer| layer["id"] == "cut" && layer["fields"]["left_out"] == "Number"));
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tiles_that_do_not_exist_are_refused_and_empty_ones_have_no_content() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    for (path, parameter) in [
        ("3/8/0.mvt", "z"),
        ("23/0/0.mvt", "z"),
        ("a/0/0.mvt", "z"),
        ("3/-1/0.mvt", "x"),
        ("3/0/0.png", "y"),
        ("3/0/0.mvt?need=weelchair", "need"),
        ("3/0/0.mvt?activity=boulangeri", "activity"),
        ("3/0/0.mvt?zoom=3", "zoom"),
    ] {
        let (status, problem) = get(&format!("{url}/tiles/{path}"), "*/*");
        assert_eq!((status, problem["parameter"].as_str()), (400, Some(parameter)), "{path}: {problem}");
    }
    assert_eq!(ureq::get(format!("{url}/tiles/3/0/0.mvt")).call().unwrap().status(), 204);
    let (_, tilejson) = get(&format!("{url}/tiles?need=wheelchair"), "application/json");
    let template = tilejson["tiles"][0].as_str().unwrap();
    let tile = template.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0");
    assert_eq!(ureq::get(&tile).call().unwrap().status(), 204, "{template}");
    let (_, style) = get(&format!("{url}/tiles/style.json?need=deaf"), "application/json");
    assert!(style["sources"]["plainpied"]["url"].as_str().unwrap().ends_with("/tiles?need=deaf"), "{style}");
    drop(server);
    world.end().await;
}
