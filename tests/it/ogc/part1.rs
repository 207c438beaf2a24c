//! Part 1, annex A (17-069r4).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Ogc, ids, link};
use crate::harness::{get, text};

#[tokio::test(flavor = "multi_thread")]
async fn the_abstract_tests_of_part_1_hold() {
    let ogc = Ogc::new().await;
    landing_page(&ogc);
    conformance_and_api_definition(&ogc);
    collections(&ogc).await;
    features_and_their_pages(&ogc).await;
    bbox(&ogc).await;
    limit(&ogc).await;
    datetime(&ogc).await;
    a_feature(&ogc);
    refusals(&ogc);
    html(&ogc);
    ogc.end().await;
}

/// /conf/core/root-op, /conf/core/root-success, /conf/core/http
fn landing_page(ogc: &Ogc) {
    let landing = ogc.json("");
    for rel in ["self", "alternate", "service-desc", "service-doc", "conformance", "data"] {
        let href = link(&landing, rel).unwrap_or_else(|| panic!("the landing page has no link {rel}"));
        assert!(href.starts_with("http://"), "{href}");
        assert_eq!(ureq::get(&href).call().unwrap().status(), 200, "{href}");
    }
    assert_eq!(ureq::head(&ogc.url).call().unwrap().status(), 200);
}

/// /conf/core/conformance-success, /conf/core/api-definition-success, /conf/oas30/completeness
fn conformance_and_api_definition(ogc: &Ogc) {
    let claimed = ogc.json("/conformance");
    let claimed: BTreeSet<&str> =
        claimed["conformsTo"].as_array().unwrap().iter().map(|class| class.as_str().unwrap()).collect();
    for class in ["core", "geojson", "html", "oas30"] {
        let class = format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}");
        assert!(claimed.contains(class.as_str()), "{class}");
    }
    let mut response = ureq::get(format!("{}/api", ogc.url)).call().unwrap();
    assert_eq!(response.headers()["content-type"], "application/vnd.oai.openapi+json;version=3.0");
    let document: Value = serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.0"));
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.replace("{collectionId}", "communes").replace("{featureId}", "69266");
        let path = if path == "/" { "" } else { &path };
        ogc.json(path);
        assert!(item["get"]["responses"]["200"].is_object());
    }
}

/// /conf/core/fc-md-success, /conf/core/sfc-md-success, /conf/core/fc-md-items-links, /conf/core/fc-md-extent
async fn collections(ogc: &Ogc) {
    let all = ogc.json("/collections");
    assert!(link(&all, "self").is_some() && link(&all, "alternate").is_some());
    let ids: Vec<&str> =
        all["collections"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"establishments") && ids.contains(&"communes"));
    assert!(
        ids.contains(&"establishments-manual_wheelchair") && !ids.contains(&"establishments-assistance_dog")
    );
    for listed in all["collections"].as_array().unwrap() {
        let id = listed["id"].as_str().unwrap();
        assert_eq!(&ogc.json(&format!("/collections/{id}")), listed);
        assert!(link(listed, "items").is_some() && link(listed, "license").is_some());
        let bbox =
            serde_json::from_value::<[f64; 4]>(listed["extent"]["spatial"]["bbox"][0].clone()).unwrap();
        let (wanted, interval) = extent(ogc, id).await;
        assert_eq!(bbox, wanted, "{id}");
        assert_eq!(listed["extent"]["temporal"]["interval"][0], interval, "{id}");
        assert_eq!(ogc.items(id, &[("limit", "1")]).0, 200);
    }
    let (status, problem) = get(&format!("{}/collections/etablissements", ogc.url), "application/json");
    assert_eq!(status, 404, "{problem}");
    assert_eq!(ogc.items("establishments-wheelchair", &[]).0, 200, "needs go by their other names");
}

/// /conf/core/fc-response, /conf/core/fc-links, /conf/core/fc-numberMatched, /conf/core/fc-numberReturned,
/// /conf/core/fc-timeStamp
async fn features_and_their_pages(ogc: &Ogc) {
    let all = ogc.sql("true").await;
    for limit in ["10000", "700", "1999"] {
        let paged = ogc.all_ids("establishments", &[("limit", limit)]);
        assert_eq!(paged.len(), all.len(), "none twice, none missed, {limit} at a time");
        assert_eq!(paged.into_iter().collect::<BTreeSet<_>>(), all);
    }
    let (_, page) = ogc.items("establishments", &[("limit", "7")]);
    assert_eq!((page["type"].as_str(), ids(&page).len()), (Some("FeatureCollection"), 7));
    assert_eq!((page["numberReturned"].as_u64(), page["numberMatched"].as_u64()), (Some(7), Some(2_000)));
    assert!(
        page["timeStamp"].is_string() && link(&page, "self").is_some() && link(&page, "alternate").is_some()
    );
    let second = get(&link(&page, "next").unwrap(), "application/geo+json").1;
    assert_eq!(second["numberMatched"], 2_000, "as on the first page");
    assert!(page.to_string().parse::<geojson::GeoJson>().is_ok());
    let usable: BTreeSet<String> = ogc.all_ids("establishments-manual_wheelchair", &[]).into_iter().collect();
    let (_, stamped) =
        ogc.items("establishments", &[("limit", "10000"), ("properties", "verdict_manual_wheelchair")]);
    let wanted = stamped["features"].as_array().unwrap().iter().filter(|one| {
        matches!(one["properties"]["verdict_manual_wheelchair"].as_str(), Some("yes" | "with_help"))
    });
    assert_eq!(usable, wanted.map(|one| one["id"].as_str().unwrap().to_owned()).collect());
    assert!(!usable.is_empty() && usable.len() < 2_000);
}

/// What SQL says of the items of a collection: the box, and the interval of their last changes.
async fn extent(ogc: &Ogc, collection: &str) -> ([f64; 4], Value) {
    let from = match collection.strip_prefix("establishments-") {
        _ if collection == "communes" => {
            "(SELECT location, NULL::timestamptz AS updated_at FROM commune)".to_owned()
        }
        Some(need) => {
            let need = plainpied_criteria::needs::needs().get(need).unwrap();
            let place = plainpied_criteria::needs::needs().place(need).unwrap();
            format!("(SELECT * FROM establishment WHERE substr(verdicts, {place}, 1) IN ('y', 'h'))")
        }
        None => "establishment".to_owned(),
    };
    let sql = format!(
        "SELECT min(ST_X(location)), min(ST_Y(location)), max(ST_X(location)), max(ST_Y(location)),
                min(updated_at), max(updated_at) FROM {from} AS items"
    );
    type Ends = (Option<time::OffsetDateTime>, Option<time::OffsetDateTime>);
    let row: (f64, f64, f64, f64, Ends) = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .fetch_one(&ogc.world.database.pool)
        .await
        .map(|(west, south, east, north, first, last): (f64, f64, f64, f64, _, _)| {
            (west, south, east, north, (first, last))
        })
        .unwrap();
    let (west, south, east, north, (first, last)) = row;
    let text = |at: Option<time::OffsetDateTime>| {
        at.map(|at| at.format(&time::format_description::well_known::Rfc3339).unwrap())
    };
    ([west, south, east, north], serde_json::json!([text(first), text(last)]))
}

/// /conf/core/fc-bbox-definition, /conf/core/fc-bbox-response, /conf/core/fc-bbox-edge-cases
async fn bbox(ogc: &Ogc) {
    for (text, condition) in [
        ("4.8,45.7,4.9,45.8", "ST_Intersects(e.location, ST_MakeEnvelope(4.8,45.7,4.9,45.8,4326))"),
        ("4.8,45.7,-100,4.9,45.8,100", "ST_Intersects(e.location, ST_MakeEnvelope(4.8,45.7,4.9,45.8,4326))"),
        ("5,-90,4,90", "ST_X(e.location) >= 5 OR ST_X(e.location) <= 4"),
        ("-180,-90,180,90", "true"),
    ] {
        let found = ogc.all_ids("establishments", &[("bbox", text), ("limit", "1000")]);
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), ogc.sql(condition).await, "{text}");
    }
}

/// /conf/core/fc-limit-definition, /conf/core/fc-limit-response
async fn limit(ogc: &Ogc) {
    let (_, page) = ogc.items("communes", &[("limit", "1000000")]);
    assert_eq!(ids(&page).len(), 10_000, "more than there can be is no mistake");
    let all: i64 =
        sqlx::query_scalar("SELECT count(*) FROM commune").fetch_one(&ogc.world.database.pool).await.unwrap();
    assert!(all > 10_000, "more than a page: {all}");
    assert_eq!(page["numberMatched"], all);
}

/// /conf/core/fc-time-definition, /conf/core/fc-time-response
async fn datetime(ogc: &Ogc) {
    sqlx::query("UPDATE establishment SET updated_at = '2020-02-02T02:02:02Z' WHERE name < 'C'")
        .execute(&ogc.world.database.pool)
        .await
        .unwrap();
    let old = ogc.sql("e.name < 'C'").await;
    for datetime in ["2020-02-02", "../2020-02-03T00:00:00Z", "2020-02-02T02:02:02Z", "2020-01-01/2020-12-31"]
    {
        let found = ogc.all_ids("establishments", &[("datetime", datetime), ("limit", "1000")]);
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), old, "{datetime}");
    }
    assert_eq!(
        ogc.all_ids("establishments", &[("datetime", "2020-02-03/.."), ("limit", "5000")]).len(),
        2_000 - old.len()
    );
}

/// /conf/core/f-success, /conf/core/f-links
fn a_feature(ogc: &Ogc) {
    let listed = ogc.items("establishments", &[("limit", "1")]).1["features"][0].clone();
    let path = format!("/collections/establishments/items/{}", listed["id"].as_str().unwrap());
    let mut feature = ogc.json(&path);
    for rel in ["self", "alternate", "collection"] {
        assert!(link(&feature, rel).is_some(), "{rel}");
    }
    feature.as_object_mut().unwrap().remove("links");
    assert_eq!(feature, listed);
    for (id, status) in [("00000000-0000-4000-8000-000000000000", 404), ("nonsense", 404)] {
        let answer =
            get(&format!("{}/collections/establishments/items/{id}", ogc.url), "application/geo+json");
        assert_eq!(answer.0, status, "{id}");
    }
}

/// /conf/core/query-param-unknown, /conf/core/query-param-invalid
fn refusals(ogc: &Ogc) {
    for (name, value) in [
        ("limitt", "5"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "many"),
        ("bbox", "1,2,3"),
        ("bbox", "4,46,5,45"),
        ("datetime", "yesterday"),
        ("datetime", "2021-01-01/2020-01-01"),
        ("crs", "EPSG:4326"),
        ("bbox-crs", "x"),
        ("properties", "nom"),
        ("sortby", "-entree_marches"),
        ("cursor", "x"),
        ("f", "xml"),
        ("filter-lang", "sql"),
        ("filter", "nam = 'a'"),
    ] {
        let (status, problem) = ogc.items("establishments", &[(name, value)]);
        assert_eq!((status, problem["parameter"].as_str()), (400, Some(name)), "{value}: {problem}");
    }
    assert_eq!(ogc.items("establishments", &[("filter", "nam = 'a'")]).1["position"], 1);
}

/// /conf/html/definition, /conf/html/content; sortby and properties, which are ours
fn html(ogc: &Ogc) {
    for path in [
        "",
        "/conformance",
        "/api",
        "/collections",
        "/collections/communes",
        "/collections/communes/queryables",
        "/collections/establishments/items",
        "/collections/communes/items/69266",
    ] {
        let page = text(&format!("{}{path}?f=html", ogc.url));
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<h1>"), "{path}");
    }
    let (_, sorted) =
        ogc.items("communes", &[("sortby", "-population,name"), ("limit", "3"), ("properties", "name")]);
    let names: Vec<&Value> =
        sorted["features"].as_array().unwrap().iter().map(|one| &one["properties"]).collect();
    assert_eq!(names[0], &serde_json::json!({ "name": "Paris" }));
    let by_name = ogc.all_ids("establishments", &[("sortby", "-name,completeness"), ("limit", "300")]);
    assert_eq!(by_name.iter().collect::<BTreeSet<_>>().len(), 2_000, "pages of any order miss nothing");
}
