use axum::http::header;
use plainpied_domain::Proposal;
use serde_json::{Value, json};

use crate::service::{Service, bakery, json, text};

const FORM: &str = "application/x-www-form-urlencoded";

fn places() -> Vec<Proposal> {
    vec![
        bakery("Boulangerie Martin", 0.0, json!({ "entree_plain_pied": true, "entree_largeur_mini": 85 })),
        bakery("Boulangerie Durand", 1.0, json!({})),
    ]
}

fn encoded(name: &str, value: &Value) -> String {
    let mut text = String::from(name);
    text.push('=');
    for byte in value.to_string().bytes() {
        text.push_str(&format!("%{byte:02X}"));
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manifest_names_version_spaces_and_services_by_whole_addresses() {
    let (service, _) = Service::with(&[]).await;
    let response = service.get("/reconcile", &[("host", "example.org")]).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let manifest = json(response).await;
    assert_eq!(manifest["versions"], json!(["0.2"]));
    assert_eq!(manifest["identifierSpace"], "http://example.org/api/v1/establishments/");
    assert_eq!(manifest["view"]["url"], "http://example.org/establishments/{{id}}");
    for what in ["entity", "property", "type"] {
        let suggest = &manifest["suggest"][what];
        let path = suggest["service_path"].as_str().unwrap();
        assert_eq!(suggest["service_url"], "http://example.org/reconcile");
        assert!(service.json(&format!("/reconcile{path}?prefix=b")).await["result"].is_array(), "{path}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_are_answered_by_get_and_by_a_form_with_properties_as_evidence() {
    let (service, ids) = Service::with(&places()).await;
    let queries = json!({
        "q0": { "query": "Boulang. Matrin", "limit": 2, "type": "establishment", "type_strict": "should", "properties": [
            { "pid": "address", "v": "3 r. des Lilas, 69100 Villeurbanne" }, { "pid": "commune", "v": ["", "Villeurbanne"] },
            { "pid": "lon", "v": "4.8801" }, { "pid": "lat", "v": 45.7701 }, { "pid": "siret", "v": "unreadable" }
        ]},
        "q1": { "query": ids[1].to_string() },
        "q2": { "query": "Zinc et Ardoise", "type": ["boulangerie"] },
    });
    let form = encoded("queries", &queries);
    let posted = json(service.post("/reconcile", FORM, form.clone()).await).await;
    assert_eq!(posted, service.json(&format!("/reconcile?{form}")).await);
    let best = &posted["q0"]["result"][0];
    assert_eq!((&best["id"], &best["match"]), (&json!(ids[0].to_string()), &json!(true)), "{posted}");
    assert_eq!(best["type"][1], json!({ "id": "boulangerie", "name": "Bakery" }));
    assert!(
        best["features"].as_array().unwrap().iter().any(|feature| feature["id"] == "same_address"),
        "{best}"
    );
    assert_eq!(posted["q0"]["result"].as_array().unwrap().len(), 2);
    assert_eq!(posted["q1"]["result"][0]["id"], ids[1].to_string());
    assert_eq!(posted["q2"], json!({ "result": [] }));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_property_that_does_not_exist_is_refused_and_a_wrong_form_too() {
    let (service, _) = Service::with(&[]).await;
    let queries = json!({ "q0": { "query": "A", "properties": [{ "pid": "comune", "v": "Lyon" }] } });
    let response = service.post("/reconcile", FORM, encoded("queries", &queries)).await;
    assert_eq!(response.status(), 422);
    let problem = json(response).await;
    assert_eq!(problem["errors"][0]["pointer"], "/q0/properties/0/pid");
    assert_eq!(problem["errors"][0]["nearest"], "commune");
    assert_eq!(service.post("/reconcile", FORM, "queries=%7B").await.status(), 400);
    assert_eq!(service.post("/reconcile", "application/json", "{}").await.status(), 415);
    let extend = json!({ "ids": [], "properties": [{ "id": "entree_plein_pied" }] });
    let problem = json(service.post("/reconcile", FORM, encoded("extend", &extend)).await).await;
    assert_eq!(problem["errors"][0]["nearest"], "entree_plain_pied", "{problem}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_extension_gives_what_is_known_and_nothing_for_what_is_not() {
    let (service, ids) = Service::with(&places()).await;
    let names = [
        "name",
        "address",
        "entree_plain_pied",
        "entree_largeur_mini",
        "entree_pmr",
        "verdict_manual_wheelchair",
        "lon",
    ];
    let unknown = "0570478e-4cfc-5243-84df-c547aec78358";
    let extend = json!({
        "ids": [ids[0].to_string(), unknown],
        "properties": names.map(|id| json!({ "id": id, "settings": {} })),
    });
    let answer = json(service.post("/reconcile", FORM, encoded("extend", &extend)).await).await;
    let row = &answer["rows"][ids[0].to_string()];
    assert_eq!(
        *row,
        json!({
            "name": [{ "str": "Boulangerie Martin" }], "address": [{ "str": "3 Rue des Lilas, 69100 Villeurbanne" }],
            "entree_plain_pied": [{ "str": "true" }], "entree_largeur_mini": [{ "int": 85 }], "entree_pmr": [],
            "verdict_manual_wheelchair": [{ "str": "unknown" }], "lon": [{ "float": 4.88 }],
        })
    );
    assert_eq!(answer["rows"][unknown]["name"], json!([]));
    let meta: Vec<&Value> = answer["meta"].as_array().unwrap().iter().map(|meta| &meta["id"]).collect();
    assert_eq!(meta, names.iter().collect::<Vec<_>>());

    let proposed = service.json("/reconcile/properties?type=boulangerie&limit=500").await;
    let proposed = proposed["properties"].as_array().unwrap().len();
    assert_eq!(proposed, 13 + 12 + plainpied_criteria::schema().len());
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beginnings_are_completed_for_places_properties_and_types() {
    let (service, ids) = Service::with(&places()).await;
    let first = async |path: &str| service.json(path).await["result"][0].clone();
    let entity = first("/reconcile/suggest/entity?prefix=boulangerie%20mart&spell=always").await;
    assert_eq!((&entity["id"], &entity["name"]), (&json!(ids[0].to_string()), &json!("Boulangerie Martin")));
    assert!(entity["description"].as_str().unwrap().contains("69100 Villeurbanne"), "{entity}");
    assert_eq!(first("/reconcile/suggest/type?prefix=bak").await["id"], "boulangerie");
    assert_eq!(first("/reconcile/suggest/property?prefix=entree_larg").await["id"], "entree_largeur_mini");
    assert_eq!(service.get("/reconcile/suggest/colour?prefix=a", &[]).await.status(), 404);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_may_be_framed_and_shows_no_unknown_as_an_answer() {
    let (service, ids) = Service::with(&places()).await;
    let response = service.get(&format!("/reconcile/preview/{}", ids[1]), &[]).await;
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("frame-ancestors *") && !policy.contains("script-src"), "{policy}");
    let page = text(response).await;
    assert!(page.contains("Boulangerie Durand") && page.contains("Not enough is known"), "{page}");
    let wrong = "/reconcile/preview/0570478e-4cfc-5243-84df-c547aec78358";
    assert_eq!(service.get(wrong, &[]).await.status(), 404);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_search_index_names_are_refused_rather_than_not_found() {
    let (service, ids) = Service::without_index(&places()).await;
    let named = encoded("queries", &json!({ "q0": { "query": "Boulangerie Martin" } }));
    assert_eq!(service.post("/reconcile", FORM, named).await.status(), 503);
    let by_id = encoded("queries", &json!({ "q0": { "query": ids[0].to_string() } }));
    assert_eq!(service.post("/reconcile", FORM, by_id).await.status(), 200);
    service.end().await;
}
