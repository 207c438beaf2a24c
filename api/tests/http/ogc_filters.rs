//! Filters of `/ogc` as JSON, and shapes of filters in every system that is served.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use form_urlencoded::Serializer;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::service::{Service, bakery, json as read};

const ITEMS: &str = "/ogc/collections/establishments/items";

fn epsg(number: u32) -> String {
    format!("http://www.opengis.net/def/crs/EPSG/0/{number}")
}

/// Six bakeries along a street, a hundredth of a degree from one to the next.
async fn service() -> Service {
    let said = [
        json!({ "entree_largeur_mini": 80, "entree_plain_pied": true }),
        json!({ "entree_largeur_mini": 90, "entree_plain_pied": false }),
        json!({ "entree_largeur_mini": 100 }),
        json!({ "entree_plain_pied": true, "accueil_equipements_malentendants_presence": true, "accueil_equipements_malentendants": ["bim", "lsf"] }),
        json!({ "accueil_equipements_malentendants_presence": true, "accueil_equipements_malentendants": ["bim"] }),
        json!({}),
    ];
    let names = ["Aux Blés", "Boulangerie Martin", "Chez Zoé", "Délices", "Épi d'or", "Four \"Le 100 %\""];
    let placed = (0_u8..).map(f64::from).zip(names).zip(said);
    let places: Vec<_> = placed.map(|((east, name), said)| bakery(name, east, said)).collect();
    Service::with(&places).await.0
}

/// The items that a filter leaves, with those of all pages; the system of its shapes where one is said.
async fn ids(service: &Service, (filter, crs): (&Value, Option<&str>)) -> BTreeSet<String> {
    let mut query = Serializer::new(String::new());
    query.extend_pairs([
        ("filter", filter.to_string().as_str()),
        ("filter-lang", "cql2-json"),
        ("limit", "2"),
    ]);
    query.extend_pairs(crs.map(|crs| ("filter-crs", crs)));
    let mut next = Some(format!("{ITEMS}?{}", query.finish()));
    let mut all = BTreeSet::new();
    while let Some(path) = next {
        let response = service.get(&path, &[("accept", "application/geo+json")]).await;
        let status = response.status();
        let page = read(response).await;
        assert_eq!(status, StatusCode::OK, "{filter}: {page}");
        for item in page["features"].as_array().unwrap() {
            assert!(all.insert(item["id"].as_str().unwrap().to_owned()), "{filter}: once only");
        }
        let links = page["links"].as_array().unwrap();
        next =
            links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap().into());
    }
    all
}

async fn by_sql(service: &Service, condition: &str) -> BTreeSet<String> {
    let sql = format!(
        "SELECT e.id::text FROM establishment e JOIN establishment_criteria k ON k.id = e.id WHERE {condition}"
    );
    let found: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&service.database.pool).await.unwrap();
    found.into_iter().collect()
}

async fn refusal(service: &Service, pairs: &[(&str, &str)]) -> Value {
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    let response = service.get(&format!("{ITEMS}?{query}"), &[]).await;
    let (status, media) = (response.status(), response.headers()["content-type"].clone());
    let problem = read(response).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{pairs:?}: {problem}");
    assert_eq!(media, "application/problem+json", "{pairs:?}");
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_in_json_finds_what_sql_finds() {
    let service = service().await;
    let property = |name: &str| json!({ "property": name });
    let op = |op: &str, args: Value| json!({ "op": op, "args": args });
    let level = op("=", json!([property("entree_plain_pied"), true]));
    for (filter, condition) in [
        (op("=", json!([property("name"), "Délices"])), "e.name = 'Délices'"),
        (op("=", json!([property("name"), "Four \"Le 100 %\""])), "e.name = 'Four \"Le 100 %\"'"),
        (op("<>", json!([property("name"), "Épi d'or"])), "e.name <> 'Épi d''or'"),
        (level.clone(), "k.entree_plain_pied"),
        (op("not", json!([level])), "NOT k.entree_plain_pied"),
        (op("isNull", json!([property("entree_plain_pied")])), "k.entree_plain_pied IS NULL"),
        (
            op("and", json!([level, op(">=", json!([property("entree_largeur_mini"), 80]))])),
            "k.entree_plain_pied AND k.entree_largeur_mini >= 80",
        ),
        (
            op("or", json!([level, op("<", json!([property("entree_largeur_mini"), 95]))])),
            "k.entree_plain_pied OR k.entree_largeur_mini < 95",
        ),
        (
            op("between", json!([property("entree_largeur_mini"), 85, 100])),
            "k.entree_largeur_mini BETWEEN 85 AND 100",
        ),
        (op("in", json!([property("entree_largeur_mini"), [80, 100]])), "k.entree_largeur_mini IN (80, 100)"),
        (op("like", json!([property("name"), "%e%"])), "e.name LIKE '%e%'"),
        (
            op("like", json!([op("casei", json!([property("name")])), op("casei", json!(["boul%"]))])),
            "lower(e.name) LIKE 'boul%'",
        ),
        (
            op("=", json!([op("+", json!([property("entree_largeur_mini"), 10])), 100])),
            "k.entree_largeur_mini + 10 = 100",
        ),
        (
            op("a_contains", json!([property("accueil_equipements_malentendants"), ["bim", "lsf"]])),
            "k.accueil_equipements_malentendants @> '{bim,lsf}'",
        ),
        (
            op("t_after", json!([property("updated_at"), { "date": "2020-01-01" }])),
            "e.updated_at > '2020-01-01'",
        ),
        (op("<", json!([property("created_at"), { "timestamp": "2020-01-01T00:00:00Z" }])), "false"),
        (
            op("s_intersects", json!([property("geometry"), { "bbox": [4.885, 45.7, 4.915, 45.8] }])),
            "ST_X(e.location) BETWEEN 4.885 AND 4.915",
        ),
        (
            op("s_disjoint", json!([property("geometry"), { "bbox": [4.885, 45.7, 4.915, 45.8] }])),
            "ST_X(e.location) NOT BETWEEN 4.885 AND 4.915",
        ),
        (
            op(
                "s_within",
                json!([property("geometry"), { "type": "Polygon", "coordinates":
                [[[4.87, 45.7], [4.905, 45.7], [4.905, 45.8], [4.87, 45.8], [4.87, 45.7]]] }]),
            ),
            "ST_X(e.location) < 4.905",
        ),
    ] {
        let wanted = by_sql(&service, condition).await;
        assert_eq!(ids(&service, (&filter, None)).await, wanted, "{filter}");
        let all_or_none = wanted.is_empty() || wanted.len() == 6;
        assert_eq!(
            all_or_none,
            condition == "false" || condition.contains("2020"),
            "{condition} tells places apart"
        );
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shapes_of_a_filter_are_read_in_the_system_that_is_said() {
    let service = service().await;
    // The third and the fourth bakery lie between; other bakeries are 380 m and more away from its edges.
    for (crs, srid, north_first) in [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84".to_owned(), 4326, false),
        (epsg(4326), 4326, true),
        (epsg(3857), 3857, false),
        (epsg(2154), 2154, false),
    ] {
        let sql = format!(
            "SELECT ST_X(p), ST_Y(p) FROM unnest(ARRAY[4.895, 4.915], ARRAY[45.76, 45.78]) AS c (lon, lat), \
             ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), {srid}) AS p"
        );
        let corners: Vec<(f64, f64)> =
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&service.database.pool).await.unwrap();
        let [(west, south), (east, north)] = corners[..] else { panic!("two corners") };
        let wanted = by_sql(
            &service,
            &format!(
                "ST_Transform(e.location, {srid}) && ST_MakeEnvelope({west}, {south}, {east}, {north}, {srid})"
            ),
        )
        .await;
        assert_eq!(wanted.len(), 2, "{crs}");
        let at = |x: f64, y: f64| if north_first { [y, x] } else { [x, y] };
        let ([a, b], [c, d]) = (at(west, south), at(east, north));
        let ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
        for shape in [json!({ "bbox": [a, b, c, d] }), json!({ "type": "Polygon", "coordinates": [ring] })] {
            let filter = json!({ "op": "s_intersects", "args": [{ "property": "geometry" }, shape] });
            assert_eq!(ids(&service, (&filter, Some(crs.as_str()))).await, wanted, "{crs}: {filter}");
            if srid == 4326 && !north_first {
                assert_eq!(ids(&service, (&filter, None)).await, wanted, "what is meant without a word");
                let elsewhere = ids(&service, (&filter, Some(epsg(4326).as_str()))).await;
                assert!(elsewhere.is_empty(), "its axes are in the other order: {elsewhere:?}");
            }
        }
        let text = format!("S_INTERSECTS(geometry, BBOX({a}, {b}, {c}, {d}))");
        let query = Serializer::new(String::new())
            .extend_pairs([
                ("filter", text.as_str()),
                ("filter-crs", crs.as_str()),
                ("filter-lang", "cql2-text"),
            ])
            .finish();
        let page = read(service.get(&format!("{ITEMS}?{query}"), &[]).await).await;
        let found =
            page["features"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
        assert_eq!(found.collect::<BTreeSet<_>>(), wanted, "{crs}: {text}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_in_json_that_cannot_be_read_is_refused_where_it_is_wrong() {
    let service = service().await;
    let deep = format!("{}true{}", r#"{"op":"not","args":["#.repeat(30), "]}".repeat(30));
    let unknown = r#"{"op":"and","args":[{"op":"=","args":[{"property":"name"},"é"]},{"op":"isNull","args":[{"property":"nam"}]}]}"#;
    let number = r#"{"op":"=","args":[{"property":"name"},5]}"#;
    for (filter, position) in [
        (r#"{"op":"=","args":[}"#, Some(19)),
        (r#"{"op":"="#, None),
        (r#"{"op":"=","args":[{"property":"name"},"a"]} and more"#, Some(45)),
        ("name = 'a'", Some(2)),
        (deep.as_str(), Some(r#"{"op":"not","args":["#.len() * 20 + 1)),
        (unknown, unknown.find("nam\"").map(|byte| byte + 1 - "é".len() + 1)),
        (number, number.find('5').map(|byte| byte + 1)),
        ("{}", Some(1)),
        ("[]", Some(1)),
        ("null", Some(1)),
        (r#""name""#, None),
        ("5", None),
        (r#"{"op":5}"#, Some(1)),
        (r#"{"op":"="}"#, None),
        (r#"{"op":"=","args":[]}"#, None),
        (r#"{"op":"and","args":[]}"#, None),
        (r#"{"op":"not","args":[]}"#, None),
        (r#"{"op":"in","args":[{"property":"name"}]}"#, None),
        (r#"{"op":"drop","args":[{"property":"name"},"a"]}"#, None),
        (r#"{"op":"=","args":[{"property":"name"},null]}"#, None),
        (r#"{"op":"=","args":[{"property":["name"]},"a"]}"#, None),
        (r#"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3]}]}"#, None),
        (r#"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,200,3,300]}]}"#, None),
        (
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["a",2]}]}"#,
            None,
        ),
        (r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[]}]}"#, None),
        (
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"LineString","coordinates":[[1,2]]}]}"#,
            None,
        ),
        (
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[]}]}"#,
            None,
        ),
        (r#"{"op":"t_after","args":[{"property":"updated_at"},{"date":"2020-13-01"}]}"#, None),
    ] {
        let problem = refusal(&service, &[("filter", filter), ("filter-lang", "cql2-json")]).await;
        assert_eq!(problem["parameter"], "filter", "{filter}: {problem}");
        let at = problem["position"].as_u64().unwrap_or_else(|| panic!("{filter}: no position in {problem}"));
        if let Some(position) = position {
            assert_eq!(at, position as u64, "{filter}: {problem}");
        }
    }
    for (name, value) in
        [("filter-lang", "cql-json"), ("filter-crs", "EPSG:2154"), ("filter-crs", epsg(27572).as_str())]
    {
        let problem = refusal(&service, &[("filter", "true"), (name, value)]).await;
        assert_eq!(problem["parameter"], name, "{problem}");
    }
    service.end().await;
}
