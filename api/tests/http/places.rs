use axum::http::header;
use plainpied_domain::Proposal;
use serde_json::{Value, json};

use crate::service::{Service, bakery, json, text};

const GEOJSON: &str = "application/geo+json";

fn three() -> Vec<Proposal> {
    vec![
        bakery("Boulangerie Martin", 0.0, json!({"entree_plain_pied": true})),
        bakery("Boulangerie Durand", 1.0, json!({"entree_plain_pied": false, "entree_largeur_mini": 70})),
        bakery("Boulangerie Petit", 2.0, json!({})),
    ]
}

fn names(body: &Value) -> Vec<&str> {
    body["results"].as_array().unwrap().iter().map(|place| place["name"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_pages_through_all_matches_from_near_to_far_without_repeating_one() {
    let (service, _) = Service::with(&three()).await;
    let mut next = Some("/api/v1/search?q=boulangerie&lat=45.77&lon=4.88&sort=distance&limit=1".to_owned());
    let mut seen = Vec::new();
    while let Some(path) = next {
        let response = service.get(&path, &[]).await;
        let link = response.headers()[header::LINK].to_str().unwrap().to_owned();
        let body = json(response).await;
        assert_eq!((&body["matched"], &body["relaxed"]), (&json!(3), &json!(false)));
        assert_eq!(body["facets"]["activities"], json!([{"slug": "boulangerie", "count": 3}]));
        seen.push((names(&body)[0].to_owned(), body["results"][0]["distance_m"].as_u64().unwrap()));
        next = body["next"].as_str().map(str::to_owned);
        assert_eq!(next.is_some(), link.contains("rel=\"next\""), "{link}");
    }
    let order: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(order, ["Boulangerie Martin", "Boulangerie Durand", "Boulangerie Petit"]);
    assert!(seen[0].1 == 0 && (700..900).contains(&seen[1].1), "{seen:?}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_serves_only_the_list_that_it_was_made_for() {
    let (service, _) = Service::with(&three()).await;
    let next =
        service.json("/api/v1/search?q=boulangerie&limit=1").await["next"].as_str().unwrap().to_owned();
    for wrong in
        [next.replace("q=boulangerie", "q=pain"), next.replace("/search?q=boulangerie", "/establishments?")]
    {
        let response = service.get(&wrong, &[]).await;
        assert_eq!(response.status(), 400, "{wrong}");
        assert_eq!(json(response).await["type"], "/problems/invalid-cursor", "{wrong}");
    }
    assert_eq!(service.get(&next.replace("limit=1", "limit=2"), &[]).await.status(), 200);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_activity_is_refused_with_the_one_that_was_meant() {
    let (service, _) = Service::with(&three()).await;
    let body = json(service.get("/api/v1/search?activity=boulangeri", &[]).await).await;
    assert_eq!((&body["parameter"], &body["nearest"]), (&json!("activity"), &json!("boulangerie")));
    assert_eq!(service.json("/api/v1/search?activity=boulangerie&facets=false").await["facets"], Value::Null);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_search_is_a_feature_collection_where_geojson_is_asked_for() {
    let (service, _) = Service::with(&three()).await;
    let response = service.get("/api/v1/search?q=durand", &[("accept", GEOJSON)]).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], GEOJSON);
    assert_eq!(response.headers()[header::VARY].to_str().unwrap().split(',').next(), Some("accept"));
    let text = text(response).await;
    let collection: geojson::FeatureCollection = text.parse().unwrap();
    assert_eq!(collection.features.len(), 1);
    let criteria = collection.features[0].property("criteria").unwrap();
    assert_eq!(*criteria, json!({"entree_plain_pied": false, "entree_largeur_mini": 70}));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_a_box_is_paged_by_id_and_holds_only_what_lies_in_it() {
    let (service, ids) = Service::with(&three()).await;
    let mut next = Some("/api/v1/establishments?bbox=4.875,45,4.895,46&limit=1".to_owned());
    let mut seen = Vec::new();
    while let Some(path) = next {
        let body = service.json(&path).await;
        seen.push(body["features"][0]["id"].as_str().unwrap().to_owned());
        next = body["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, [ids[0].to_string(), ids[1].to_string()]);
    // To the last bit: the index knows positions in single precision only.
    let place = json(service.get(&format!("/api/v1/establishments/{}", ids[0]), &[]).await).await;
    let [lon, lat] = [0, 1].map(|axis| place["location"][axis].as_f64().unwrap());
    for (west, found) in [(lon, 1), (lon + 1e-9, 0)] {
        let path = format!("/api/v1/establishments?bbox={west},{lat},{},{lat}", lon + 1e-8);
        let features = service.json(&path).await["features"].as_array().unwrap().len();
        assert_eq!(features, found, "{path}");
    }
    let all = json(service.get("/api/v1/establishments", &[("accept", "application/json")]).await).await;
    assert_eq!(names(&all), ["Boulangerie Martin", "Boulangerie Durand", "Boulangerie Petit"]);
    assert_eq!(all["next"], Value::Null);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_shown_with_its_sources_and_not_sent_again_while_it_is_the_same() {
    let (service, ids) = Service::with(&three()).await;
    let path = format!("/api/v1/establishments/{}", ids[1]);
    let response = service.get(&path, &[]).await;
    let etag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
    let modified = response.headers()[header::LAST_MODIFIED].to_str().unwrap().to_owned();
    assert_eq!(modified, "Mon, 23 Nov 2026 12:00:00 GMT");
    let body = json(response).await;
    assert_eq!(body["attribution"], "Surveyors of Villeurbanne");
    let origin = json!({"source": "survey", "observed": "2026-05-01", "stale_on": "2036-04-28"});
    assert_eq!(body["provenance"], json!({"entree_plain_pied": origin, "entree_largeur_mini": origin}));
    for same in [("if-none-match", etag.as_str()), ("if-modified-since", modified.as_str())] {
        let response = service.get(&path, &[same]).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()[header::ETAG]),
            (304, &etag.parse().unwrap())
        );
        assert!(text(response).await.is_empty());
    }
    let other = service.get(&path, &[("if-none-match", &etag), ("accept", GEOJSON)]).await;
    assert_eq!(other.status(), 200, "GeoJSON is another representation");
    service.sql("UPDATE establishment SET version = version + 1 WHERE id = $1", ids[1]).await;
    assert_eq!(service.get(&path, &[("if-none-match", &etag)]).await.status(), 200);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_gone_leads_to_its_successor_or_says_so_and_is_never_a_404() {
    let (service, ids) = Service::with(&three()).await;
    sqlx::query("UPDATE establishment SET status = 'merged', successor_id = $2 WHERE id = $1")
        .bind(ids[0].as_uuid())
        .bind(ids[1].as_uuid())
        .execute(&service.database.pool)
        .await
        .unwrap();
    service.sql("UPDATE establishment SET status = 'closed' WHERE id = $1", ids[2]).await;
    for room in ["/api/v1/establishments", "/establishments"] {
        let response = service.get(&format!("{room}/{}", ids[0]), &[]).await;
        assert_eq!(response.status(), 301);
        assert_eq!(response.headers()[header::LOCATION], format!("{room}/{}", ids[1]));
        let response = service.get(&format!("{room}/{}", ids[2]), &[]).await;
        assert_eq!(response.status(), 410);
        assert_eq!(json(response).await["state"], "closed");
        let never = service.get(&format!("{room}/{}", uuid::Uuid::nil()), &[]).await;
        assert_eq!(never.status(), 404);
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn communes_activities_and_sources_are_listed() {
    let (service, _) = Service::with(&[]).await;
    let communes = service.json("/api/v1/communes?q=VILLEUR").await;
    assert_eq!(communes["results"][0]["code"], "69266");
    assert_eq!(communes["results"][0]["department"], json!({"code": "69", "name": "Rhône"}));
    assert_eq!(service.json("/api/v1/communes?q=69120").await["results"][0]["name"], "Vaulx-en-Velin");
    assert_eq!(service.json("/api/v1/activities").await["results"][0]["name_en"], "Bakery");
    assert_eq!(service.json("/api/v1/sources").await["results"][0]["licence"], "CC0-1.0");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_page_finds_places_of_a_commune_and_says_what_is_unknown() {
    let (service, ids) = Service::with(&three()).await;
    let page = text(service.get("/?q=boulangerie&where=69100", &[]).await).await;
    assert!(page.contains("3 lieux trouvés"), "{page}");
    assert_eq!(page.matches("On ne sait rien de son accessibilité.").count(), 1);
    assert!(page.contains(&format!("href=\"/establishments/{}\"", ids[0])));
    let judged = text(service.get("/?q=boulangerie&need[deaf]=1&limits[max_steps]=", &[]).await).await;
    assert!(judged.contains("name=\"need[deaf]\" value=\"1\" checked"), "{judged}");
    let nowhere = text(service.get("/?q=pain&where=Atlantis&lang=en", &[]).await).await;
    assert!(nowhere.contains("We know no place “Atlantis”"), "{nowhere}");
    let place = text(service.get(&format!("/establishments/{}?lang=en", ids[1]), &[]).await).await;
    assert!(
        place.contains("Field survey, seen on <time datetime=\"2026-05-01\">1 May 2026</time>"),
        "{place}"
    );
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_tell_how_far_the_index_is() {
    let (service, _) = Service::with(&three()).await;
    let metrics = text(service.get("/metrics", &[]).await).await;
    for line in ["plainpied_index_lag 0", "plainpied_index_documents 3", "plainpied_change_head 3"] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suffix_or_accept_gives_a_schema_org_place_with_what_is_known_and_nothing_else() {
    let mut places = three();
    let narrow =
        json!({"entree_plain_pied": false, "entree_largeur_mini": 70, "accueil_retrecissement": true});
    places[1] = bakery("Boulangerie Durand", 1.0, narrow);
    let (service, ids) = Service::with(&places).await;
    let path = format!("/api/v1/establishments/{}", ids[1].as_uuid());
    let place = service.json(&format!("{path}.jsonld")).await;
    assert_eq!((&place["@context"], &place["@type"]), (&json!("https://schema.org"), &json!("Place")));
    assert_eq!(place["name"], "Boulangerie Durand");
    let features: Vec<(&str, &Value)> = place["amenityFeature"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| (feature["propertyID"].as_str().unwrap(), &feature["value"]))
        .collect();
    assert_eq!(features.len(), 3, "unknown is absent: {place}");
    assert!(features.contains(&("entree_plain_pied", &json!(false))));
    assert!(features.contains(&("entree_largeur_mini", &json!(70))));
    let told = service.json(&path).await["needs"].clone();
    let told: Vec<Value> = told
        .as_object()
        .unwrap()
        .iter()
        .map(|(need, value)| json!([format!("verdict_{need}"), value]))
        .collect();
    let verdicts = place["additionalProperty"].as_array().unwrap();
    let verdicts: Vec<Value> = verdicts.iter().map(|one| json!([one["propertyID"], one["value"]])).collect();
    assert!(!told.is_empty() && verdicts.len() == told.len(), "{place}");
    assert!(told.iter().all(|one| verdicts.contains(one)), "{place}");
    assert_eq!(place["subjectOf"]["dateModified"], "2026-11-23T12:00:00Z");
    assert_eq!(place["subjectOf"]["creditText"], "Surveyors of Villeurbanne");
    let info = service.get(&format!("{path}?format=a11yjson"), &[("accept", "text/html")]).await;
    assert!(info.headers()[header::CONTENT_TYPE].to_str().unwrap().contains("a11yjson"));
    assert_eq!(service.json(&format!("{path}?format=jsonld")).await, place);
    assert_eq!(service.get(&format!("{path}?format=xml"), &[]).await.status(), 400);
    let accepted = service.get(&path, &[("accept", "application/ld+json")]).await;
    assert_eq!(accepted.headers()[header::CONTENT_TYPE], "application/ld+json");
    assert_eq!(json(accepted).await, place);
    let feature = service.json(&format!("{path}.geojson")).await;
    assert_eq!(feature["type"], "Feature");
    assert_eq!(service.get(&format!("{path}.xml"), &[]).await.status(), 400);
    service.end().await;
}
