use axum::http::Request;
use plainpied_domain::Proposal;
use serde_json::{Value, json};

use crate::service::{Service, bakery, json};

const PATH: &str = "/api/v1/match";
const JSON: &str = "application/json";

fn places() -> Vec<Proposal> {
    let mut martin = bakery("Boulangerie Martin", 0.0, json!({}));
    martin.siret = "12345678901234".parse().ok();
    martin.ban_id = Some("69266_2100_00003".to_owned());
    vec![martin, bakery("Boulangerie Durand", 1.0, json!({})), bakery("Boulangerie Petit", 2.0, json!({}))]
}

async fn ask(service: &Service, body: Value) -> Value {
    let response = service.post(PATH, JSON, body.to_string()).await;
    let status = response.status();
    let answer = json(response).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

async fn refusal(service: &Service, media: &str, body: String) -> (u16, Value) {
    let response = service.post(PATH, media, body).await;
    (response.status().as_u16(), json(response).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_item_gets_its_candidates_with_score_reasons_and_match() {
    let (service, ids) = Service::with(&places()).await;
    let body = json!({ "lang": "en", "items": [
        { "key": "a", "name": "BOULANG. MATRIN", "commune": "villeurbanne", "lon": 4.8803, "lat": 45.7702 },
        { "key": "b", "siret": "123 456 789 01234" },
        { "external_ids": { "survey": "1" } },
        { "id": ids[2].to_string() },
        { "ban_id": "69266_2100_00003" },
        { "key": "none", "name": "Zinc et Ardoise", "postal_code": 69120, "commune": "69256" },
    ]});
    let answer = ask(&service, body).await;
    assert_eq!(answer["names_looked_up"], true);
    let best = |item: usize| answer["items"][item]["candidates"][0].clone();
    let first = best(0);
    assert_eq!(answer["items"][0]["key"], "a");
    assert_eq!((&first["name"], &first["match"]), (&json!("Boulangerie Martin"), &json!(true)), "{first}");
    assert_eq!(first["url"], format!("/api/v1/establishments/{}", ids[0]));
    assert!(first["address"].as_str().unwrap().ends_with("69100 Villeurbanne"), "{first}");
    assert_eq!(first["reasons"][0]["code"], "similar_name");
    let sum: f64 =
        first["reasons"].as_array().unwrap().iter().map(|reason| reason["points"].as_f64().unwrap()).sum();
    assert!((first["score"].as_f64().unwrap() - sum.clamp(0.0, 100.0)).abs() < 0.1, "{first}");
    for (item, place) in [(1, 0), (3, 2)] {
        let found = best(item);
        assert_eq!(
            (&found["id"], &found["match"]),
            (&json!(ids[place].to_string()), &json!(true)),
            "{found}"
        );
    }
    assert_eq!(best(4)["match"], false, "an address alone is not sure");
    assert_eq!(answer["items"][5], json!({ "key": "none", "candidates": [] }));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_and_broken_bodies_are_refused() {
    let (service, _) = Service::with(&places()).await;
    let body = json!({ "limit": 0, "itmes": [], "items": [
        { "name": "A", "siret": "12", "postal_code": "7500", "lon": 4.8 }, { "nmae": "B", "external_ids": [] }, 3
    ]});
    let (status, problem) = refusal(&service, JSON, body.to_string()).await;
    assert_eq!((status, &problem["type"]), (422, &json!("/problems/invalid-body")));
    let pointers: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        pointers,
        [
            "/limit",
            "/items/0/siret",
            "/items/0/postal_code",
            "/items/0/lat",
            "/items/1/external_ids",
            "/items/1/nmae",
            "/items/2",
            "/itmes"
        ]
    );
    let body = json!({ "items": [
        { "external_ids": { "survye": "1" } }, {}, { "postal_code": 69120, "address": "3 Rue des Lilas" },
    ]});
    let (status, problem) = refusal(&service, JSON, body.to_string()).await;
    let pointers: Vec<&Value> =
        problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!((status, pointers), (422, vec![&json!("/items/1"), &json!("/items/2")]), "they lead nowhere");
    let body = json!({ "items": [{ "name": "A" }, { "external_ids": { "survye": "1", "survey": "1" } }] });
    let (status, problem) = refusal(&service, JSON, body.to_string()).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/items/1/external_ids/survye")));
    assert_eq!(problem["errors"][0]["nearest"], "survey");
    let (status, problem) =
        refusal(&service, "application/json; charset=utf-8", "{\n\"items\": [}".into()).await;
    assert_eq!((status, &problem["line"], &problem["column"]), (400, &json!(2), &json!(11)));
    let (status, problem) = refusal(&service, "text/csv", "name".into()).await;
    assert_eq!((status, &problem["available"]), (415, &json!([JSON])));
    let (status, problem) = refusal(&service, JSON, " ".repeat(2 * 1024 * 1024 + 1)).await;
    assert_eq!((status, &problem["type"]), (413, &json!("/problems/large-body")));
    let many: Vec<Value> = (0..1_001).map(|_| json!({ "name": "A" })).collect();
    assert_eq!(refusal(&service, JSON, json!({ "items": many }).to_string()).await.0, 422);
    assert_eq!(service.get(PATH, &[]).await.status(), 405);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_of_any_origin_may_post_a_list() {
    let (service, _) = Service::with(&[]).await;
    let preflight = Request::options(PATH)
        .header("origin", "https://example.org")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type")
        .body(axum::body::Body::empty());
    let response = service.request(preflight.unwrap()).await;
    let allowed = |name: &str| response.headers()[name].to_str().unwrap().to_lowercase();
    assert!(allowed("access-control-allow-methods").contains("post"));
    assert!(allowed("access-control-allow-headers").contains("content-type"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_search_index_identifiers_and_points_still_work_and_the_answer_says_so() {
    let (service, ids) = Service::without_index(&places()).await;
    let body = json!({ "items": [
        { "siret": "12345678901234" },
        { "name": "Boulangerie Durand", "lon": 4.89, "lat": 45.77 },
        { "name": "Boulangerie Durand", "commune": "Villeurbanne" },
    ]});
    let answer = ask(&service, body).await;
    assert_eq!(answer["names_looked_up"], false);
    assert_eq!(answer["items"][0]["candidates"][0]["id"], ids[0].to_string());
    assert_eq!(answer["items"][1]["candidates"][0]["match"], true, "{answer}");
    assert_eq!(answer["items"][2]["candidates"], json!([]));
    service.end().await;
}
