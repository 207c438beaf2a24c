use axum::http::header;
use plainpied_criteria::schema;
use plainpied_domain::Proposal;
use serde_json::{Value, json};

use crate::service::{Service, bakery, json, text};

const GEOJSON: &str = "application/geo+json";
const ERP: [&str; 27] = [
    "url",
    "web_url",
    "uuid",
    "activite",
    "nom",
    "slug",
    "adresse",
    "commune",
    "code_insee",
    "code_postal",
    "geom",
    "ban_id",
    "siret",
    "telephone",
    "site_internet",
    "contact_email",
    "contact_url",
    "user_type",
    "accessibilite",
    "distance",
    "source_id",
    "asp_id",
    "updated_at",
    "created_at",
    "published",
    "sources",
    "standing",
];

fn three() -> Vec<Proposal> {
    vec![
        bakery("Boulangerie Martin", 0.0, json!({"entree_plain_pied": true, "sanitaires_presence": true})),
        bakery("Boulangerie Durand", 1.0, json!({"entree_plain_pied": false, "labels": ["th"]})),
        bakery("Boulangerie Petit", 2.0, json!({})),
    ]
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_has_every_member_that_clients_read_and_every_criterion_of_its_section() {
    let (service, ids) = Service::with(&three()).await;
    let list = service.json("/api/erps/").await;
    assert_eq!(sorted(keys(&list)), ["count", "next", "page_size", "previous", "results"]);
    assert_eq!((&list["count"], &list["page_size"]), (&json!(3), &json!(20)));
    let item = &list["results"][0];
    assert_eq!(sorted(keys(item)), sorted(ERP.into_iter().filter(|name| *name != "standing")));
    assert_eq!(item["geom"], json!({"type": "Point", "coordinates": [4.88, 45.77]}));
    assert_eq!(item["activite"], json!({"nom": "Boulangerie", "slug": "boulangerie"}));
    assert_eq!((&item["distance"], &item["siret"]), (&Value::Null, &Value::Null));
    assert_eq!((&item["user_type"], &item["published"]), (&json!("system"), &json!(true)));
    assert_eq!((&item["source_id"], &item["asp_id"]), (&json!("0"), &Value::Null));
    assert_eq!(item["sources"][0]["source"], "survey");
    assert!(item["sources"][0]["id"].is_u64());
    assert_eq!(item["adresse"], "3 Rue des Lilas, 69100 Villeurbanne");
    let answers = &item["accessibilite"];
    let sections =
        ["accueil", "cheminement_ext", "commentaire", "conformite", "entree", "registre", "transport"];
    assert_eq!(sorted(keys(answers)), sorted(sections.into_iter().chain(["erp", "url"])));
    let all: usize = sections.iter().map(|section| keys(&answers[section]).len()).sum();
    assert_eq!(all, schema().len());
    assert_eq!(answers["entree"]["entree_plain_pied"], true);
    assert!(answers["entree"]["entree_pmr"].is_null());
    assert_eq!(answers["erp"], item["url"]);

    let one = service.json(item["url"].as_str().unwrap()).await;
    assert_eq!(&one, item);
    let by_id = service.json(&format!("/api/erps/{}/", ids[0])).await;
    assert_eq!(&by_id, item);
    let alone = service.json(answers["url"].as_str().unwrap()).await;
    assert_eq!(&alone, answers);
    let called = json(service.get("/api/erps/?page_size=1", &[("host", "example.org")]).await).await;
    assert_eq!(called["next"], "http://example.org/api/erps/?page=2&page_size=1");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_and_end() {
    let (service, _) = Service::with(&three()).await;
    let mut next = Some("/api/erps/?page_size=1&clean=true".to_owned());
    let (mut seen, mut before) = (Vec::new(), Value::Null);
    while let Some(path) = next {
        let body = service.json(&path).await;
        assert_eq!((&body["count"], &body["previous"]), (&json!(3), &before), "{path}");
        seen.push(body["results"][0]["nom"].as_str().unwrap().to_owned());
        before = match seen.len() {
            1 => json!("/api/erps/?clean=true&page_size=1"),
            page => json!(format!("/api/erps/?page={page}&clean=true&page_size=1")),
        };
        next = body["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, ["Boulangerie Martin", "Boulangerie Durand", "Boulangerie Petit"]);
    let beyond = service.get("/api/erps/?page=9", &[]).await;
    assert_eq!(beyond.status(), 404);
    assert!(json(beyond).await["detail"].is_string());
    assert_eq!(service.json("/api/erps/?q=boulangerie&page_size=2").await["count"], 3);
    let deep = service.get("/api/erps/?q=boulangerie&page_size=1000&page=11", &[]).await;
    assert_eq!(deep.status(), 400);
    assert_eq!(json(deep).await["parameter"], "page");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clean_drops_the_unknown_and_readable_speaks() {
    let (service, ids) = Service::with(&three()).await;
    let clean = service.json(&format!("/api/erps/{}/?clean=true", ids[1])).await;
    let answers = &clean["accessibilite"];
    assert_eq!(sorted(keys(answers)), ["commentaire", "entree", "erp", "url"]);
    assert_eq!(answers["entree"], json!({"entree_plain_pied": false}));
    let readable = service.json(&format!("/api/accessibilite/{}/?readable=true&clean=true", ids[1])).await;
    assert_eq!(sorted(keys(&readable)), ["datas", "erp", "readable_fields", "url"]);
    let sentence = readable["datas"]["entree"]["entree_plain_pied"].as_str().unwrap();
    assert!(sentence.len() > 10 && sentence.ends_with('.'), "{sentence}");
    assert_eq!(readable["readable_fields"], json!(["entree_plain_pied", "labels"]));
    let all = service.json("/api/accessibilite/?clean=true").await;
    assert_eq!(all["count"], 3);
    assert_eq!(sorted(keys(&all["results"][2])), ["erp", "url"]);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn geojson_and_xml_are_given_where_they_are_asked_for() {
    let (service, ids) = Service::with(&three()).await;
    for (path, accept) in [
        ("/api/erps/", GEOJSON),
        ("/api/erps/", "application/json;q=0.5, application/geo+json;q=0.9"),
        ("/api/erps/?format=geojson", "application/json"),
    ] {
        let response = service.get(path, &[("accept", accept)]).await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], GEOJSON, "{path} {accept}");
        let body = json(response).await;
        assert_eq!(sorted(keys(&body)), ["count", "features", "next", "previous", "type"]);
        assert_eq!((&body["type"], &body["count"]), (&json!("FeatureCollection"), &json!(3)));
        let feature = &body["features"][0];
        assert_eq!((&feature["type"], &feature["id"]), (&json!("Feature"), &json!(ids[0].to_string())));
        assert_eq!(feature["geometry"], json!({"type": "Point", "coordinates": [4.88, 45.77]}));
        let properties = &feature["properties"];
        let names = ["activite", "adresse", "commune", "completion_rate", "nom", "uuid", "web_url"];
        assert_eq!(sorted(keys(properties)), names);
        assert_eq!(properties["activite"], json!({"nom": "Boulangerie", "vector_icon": "bakery"}));
    }
    for (path, accept) in
        [("/api/erps/?clean=true", "application/xml"), ("/api/erps/?clean=true&format=xml", "*/*")]
    {
        let body = text(service.get(path, &[("accept", accept)]).await).await;
        assert!(body.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root>"), "{body}");
        assert!(body.contains("<count>3</count>") && body.contains("<results><list-item>"), "{body}");
        assert!(body.contains("<entree_plain_pied>True</entree_plain_pied>"), "{body}");
        assert!(body.contains("<siret></siret>"), "{body}");
    }
    // What browsers send: a page, then XML, then anything.
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let response = service.get("/api/erps/", &[("accept", browser)]).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    assert_eq!(service.get("/api/erps/", &[("accept", "image/png")]).await.status(), 406);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_widget_says_in_fixed_sections_what_is_known() {
    let (service, ids) = Service::with(&three()).await;
    let body = service.json(&format!("/api/erps/{}/widget/", ids[0])).await;
    assert_eq!(sorted(keys(&body)), ["created_at", "sections", "slug", "updated_at"]);
    let titles: Vec<&str> = body["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            assert_eq!(sorted(keys(section)), ["icon", "labels", "title"]);
            section["title"].as_str().unwrap()
        })
        .collect();
    assert_eq!(titles, ["accès", "sanitaire"]);
    assert_eq!(service.json(&format!("/api/erps/{}/widget/", ids[2])).await["sections"], json!([]));
    let statement = "INSERT INTO external_id (source_key, id, establishment_id, fingerprint)
                     VALUES ('service-public', 'mairie-69266-01', $1, 0)";
    service.sql(statement, ids[0]).await;
    assert_eq!(service.json("/api/erps/mairie-69266-01/widget/").await["slug"], body["slug"]);
    assert_eq!(service.get("/api/erps/mairie-69266-01/", &[]).await.status(), 404);
    let erp = service.json(&format!("/api/erps/{}/", ids[0])).await;
    assert_eq!(erp["asp_id"], "mairie-69266-01");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_names_every_criterion_and_activities_are_counted() {
    let (service, _) = Service::with(&three()).await;
    let help = service.json("/api/accessibilite/help/").await;
    assert_eq!(keys(&help).len(), schema().len());
    for (key, entry) in help.as_object().unwrap() {
        assert!(entry["label"].is_string() && entry["help"].as_str().unwrap().len() > 5, "{key}: {entry}");
    }
    let here = service.json("/api/activites/?commune=villeurbanne").await;
    assert_eq!(here["page_size"], 300);
    assert_eq!(here["results"], json!([{"nom": "Boulangerie", "slug": "boulangerie", "count": 3}]));
    assert_eq!(service.json("/api/activites/?commune=vaulx").await["count"], 0);
    let all = service.json("/api/activites/").await;
    assert_eq!(all["results"][1]["slug"], "pharmacie");
    assert_eq!(service.json("/api/activites/pharmacie/").await["nom"], "Pharmacie");
    let nearly = json(service.get("/api/activites/pharmaci/", &[]).await).await;
    assert_eq!(nearly["nearest"], "pharmacie");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_names_lead_on_and_places_that_are_gone_say_so() {
    let (service, ids) = Service::with(&three()).await;
    let slug = service.json(&format!("/api/erps/{}/", ids[1])).await["slug"].as_str().unwrap().to_owned();
    service.sql("INSERT INTO former_slug (slug, establishment_id) VALUES ('durand', $1)", ids[1]).await;
    let old = service.get("/api/erps/durand/", &[]).await;
    assert_eq!(
        (old.status().as_u16(), old.headers()[header::LOCATION].to_str().unwrap()),
        (301, &*format!("/api/erps/{slug}/"))
    );
    sqlx::query("UPDATE establishment SET status = 'merged', successor_id = $2 WHERE id = $1")
        .bind(ids[0].as_uuid())
        .bind(ids[1].as_uuid())
        .execute(&service.database.pool)
        .await
        .unwrap();
    service.sql("UPDATE establishment SET status = 'closed' WHERE id = $1", ids[2]).await;
    for (before, after) in [("/api/erps/", "/"), ("/api/erps/", "/widget/"), ("/api/accessibilite/", "/")] {
        let merged = service.get(&format!("{before}{}{after}", ids[0]), &[]).await;
        assert_eq!(merged.status(), 301);
        assert_eq!(merged.headers()[header::LOCATION], format!("{before}{slug}{after}"));
        let closed = service.get(&format!("{before}{}{after}", ids[2]), &[]).await;
        assert_eq!(closed.status(), 410);
        assert_eq!(service.get(&format!("{before}nowhere{after}"), &[]).await.status(), 404);
    }
    let bare = service.get("/api/erps?page_size=1", &[]).await;
    assert_eq!(
        (bare.status().as_u16(), &bare.headers()[header::LOCATION]),
        (301, &"/api/erps/?page_size=1".parse().unwrap())
    );
    let document = service.json("/api/openapi").await;
    assert!(document["paths"]["/api/erps/"]["post"].is_object());
    assert!(text(service.get("/api/docs/", &[]).await).await.contains("/api/erps/"));
    service.end().await;
}
