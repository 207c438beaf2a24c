use std::collections::BTreeSet;

use crate::harness::{World, get, sample};

const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_in_and_a_person_finds_the_place() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let (status, found) =
        get(&format!("{url}/api/v1/search?q=boulangeri&lat=45.77&lon=4.88&radius=8000"), JSON);
    assert_eq!(status, 200);
    let results = found["results"].as_array().unwrap();
    assert!(!results.is_empty(), "{found}");
    for result in results {
        let is_bakery = result["name"].as_str().unwrap().to_lowercase().contains("boulang")
            || result["activities"]
                .as_array()
                .unwrap()
                .iter()
                .any(|slug| slug.as_str().unwrap().contains("boulang"));
        assert!(is_bakery, "{result}");
        assert!(result["distance_m"].as_f64().unwrap() <= 8000.0);
    }
    let id = results[0]["id"].as_str().unwrap();
    let (status, feature) = get(&format!("{url}/api/v1/establishments/{id}"), GEOJSON);
    assert_eq!(status, 200);
    let feature: geojson::Feature = serde_json::from_value(feature).unwrap();
    assert!(matches!(feature.id, Some(geojson::feature::Id::String(found)) if found == id));
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_list_hold_every_place_once() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let mut seen = BTreeSet::new();
    let mut next = Some("/api/v1/establishments?bbox=4,45,6,46&limit=100".to_owned());
    while let Some(path) = next {
        let (status, page) = get(&format!("{url}{path}"), JSON);
        assert_eq!(status, 200, "{page}");
        for result in page["results"].as_array().unwrap() {
            assert!(seen.insert(result["id"].as_str().unwrap().to_owned()), "twice: {result}");
        }
        next = page["next"].as_str().map(str::to_owned);
    }
    let all: BTreeSet<_> = world.published().await.into_iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(seen, all);
    assert_eq!(world.indexed(), world.published().await);
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_gets_a_problem_that_names_the_parameter() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    for (path, status, parameter) in [
        ("/api/v1/search?raduis=3", 400, "raduis"),
        ("/api/v1/search?q=x&limit=1000", 400, "limit"),
        ("/api/v1/search?lat=NaN&lon=4", 400, "lat"),
        ("/api/v1/search?lat=45&lon=4&radius=1e9", 400, "radius"),
        ("/api/v1/search?cursor=forged", 400, "cursor"),
        ("/api/v1/search?q=%ff", 400, "q"),
        ("/api/v1/establishments?bbox=1,9,2,3", 400, "bbox"),
        ("/api/v1/establishments?bbox=1,2,3", 400, "bbox"),
        ("/api/v1/establishments/not-an-id", 400, "id"),
    ] {
        let (found, problem) = get(&format!("{url}{path}"), JSON);
        assert_eq!((found, problem["parameter"].as_str()), (status, Some(parameter)), "{path}: {problem}");
        assert!(problem["type"].as_str().unwrap().starts_with("/problems/"), "{problem}");
    }
    assert_eq!(
        get(&format!("{url}/api/v1/establishments/0570478e-4cfc-5243-84df-c547aec78358"), JSON).0,
        404
    );
    assert_eq!(get(&format!("{url}/nowhere"), JSON).0, 404);
    let (status, _) = get(&format!("{url}/api/v1/search?q={}", "a".repeat(64_900)), JSON);
    assert_eq!(status, 414);
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_file_of_five_towns_goes_in_and_is_found() {
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/establishments-real.csv");
    if !file.exists() {
        eprintln!("not run: the file of real establishments is not there; the sample covers the same ground");
        return;
    }
    let world = World::seeded().await;
    let summary = world.import(&file, &[]);
    assert_eq!(
        (summary["created"].as_u64(), summary["rejected"].as_u64()),
        (Some(2651), Some(0)),
        "{summary}"
    );
    let (server, url) = world.serve();
    for (query, expected) in [
        ("q=boulangeri&lat=45.77&lon=4.88&radius=5000", "boulang"),
        ("q=agence%20lcl%20courbevoie", "lcl"),
        ("q=piscine&lat=45.77&lon=4.88&radius=3000&sort=distance", "piscine"),
    ] {
        let (_, found) = get(&format!("{url}/api/v1/search?{query}"), JSON);
        let first = &found["results"][0];
        assert!(
            first["name"].as_str().unwrap_or_default().to_lowercase().contains(expected),
            "{query}: {found}"
        );
        assert_eq!(
            first["criteria"],
            serde_json::json!({}),
            "nothing is known, and nothing is shown as known"
        );
    }
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_ten_thousand_characters_is_a_text_like_any_other() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    for text in ["boulangerie ".repeat(833), "%C3%A9".repeat(10_000), "\"*:AND(".repeat(1_000)] {
        let text = text.replace(' ', "%20").replace('"', "%22");
        let (status, found) = get(&format!("{url}/api/v1/search?q={text}"), JSON);
        assert_eq!(status, 200, "{found}");
    }
    drop(server);
    world.end().await;
}
