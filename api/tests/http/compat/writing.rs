use axum::body::Body;
use axum::http::{Request, header};
use plainpied_domain::SourceKey;
use plainpied_domain::access::Role;
use plainpied_store::account::{self, Account, NewKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::macros::datetime;
use uuid::Uuid;

use crate::service::{Service, bakery, json};

/// Somebody with a key of all scopes.
struct Writer {
    key: String,
    id: Uuid,
}

impl Writer {
    async fn new(service: &Service, role: Role, n: u8) -> Self {
        let mut connection = service.database.pool.acquire().await.unwrap();
        let at = datetime!(2026-11-20 12:00 UTC);
        let account = Account {
            id: Uuid::from_bytes([n; 16]),
            name: format!("writer {n}"),
            email: None,
            role,
            source: None::<SourceKey>,
            created_at: at,
            blocked_at: None,
        };
        account::add(&mut connection, &account).await.unwrap();
        let prefix = format!("pp_{:08x}", n);
        let key = format!("{prefix}_{:048x}", n);
        let scopes = [plainpied_domain::access::Scope::Read, plainpied_domain::access::Scope::Write];
        let new = NewKey {
            prefix: &prefix,
            account: account.id,
            name: "test",
            hash: &Sha256::digest(&key),
            scopes: scopes.into_iter().collect(),
            origin: None,
            limits: account::KeyLimits::default(),
            created_at: at,
            expires_at: None,
        };
        account::add_key(&mut connection, &new).await.unwrap();
        Self { key, id: account.id }
    }

    async fn send(&self, service: &Service, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Api-Key {}", self.key))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()));
        let response = service.request(request.unwrap()).await;
        (response.status().as_u16(), json(response).await)
    }

    async fn post(&self, service: &Service, body: &Value) -> (u16, Value) {
        self.send(service, "POST", "/api/erps/", body).await
    }
}

fn erp(name: &str) -> Value {
    json!({
        "nom": name, "activite": "Pharmacie", "numero": "4", "voie": "Rue Haute", "lieu_dit": null,
        "code_postal": "69100", "commune": "Villeurbanne", "code_insee": "69266", "latitude": 45.77, "longitude": 4.95,
        "siret": "", "telephone": "04 78 00 00 00", "site_internet": "https://example.org",
        "accessibilite": {
            "entree_plain_pied": true, "sanitaires_presence": true, "sanitaires_adaptes": false, "entree_pmr": null,
            "accueil_visibilite": true, "commentaire": ""
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_added_and_stands_as_it_was_sent() {
    let (service, _) = Service::with(&[]).await;
    let writer = Writer::new(&service, Role::Contributor, 1).await;
    let mut body = erp("Pharmacie du Marché");
    body["source_id"] = json!("42");
    let (status, added) = writer.post(&service, &body).await;
    assert_eq!(status, 201, "{added}");
    for member in ["nom", "code_postal", "commune", "code_insee", "telephone", "site_internet", "source_id"] {
        assert_eq!(added[member], body[member], "{member}");
    }
    assert_eq!((&added["user_type"], &added["siret"]), (&json!("public"), &Value::Null));
    assert_eq!(added["geom"]["coordinates"], json!([4.95, 45.77]));
    assert_eq!(added["accessibilite"]["accueil"]["sanitaires_adaptes"], false);
    assert!(added["accessibilite"]["entree"]["entree_pmr"].is_null());
    let slug = added["slug"].as_str().unwrap();
    assert_eq!(service.json(&format!("/api/erps/{slug}/")).await, added);

    let (status, again) = writer.post(&service, &body).await;
    assert_eq!((status, &again["id"]), (400, &added["uuid"]), "{again}");
    assert!(again["non_field_errors"][0].as_str().unwrap().contains(added["uuid"].as_str().unwrap()));
    let mut alike = erp("Pharmacie du Marche");
    alike["numero"] = json!(4);
    assert_eq!(writer.post(&service, &alike).await.0, 400);
    // What was read can be sent back.
    let path = format!("/api/erps/{slug}/");
    let (status, same) = writer.send(&service, "PATCH", &path, &added).await;
    assert_eq!((status, &same["updated_at"]), (200, &added["updated_at"]), "{same}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_is_wrong_has_its_messages_under_its_name() {
    let (service, _) = Service::with(&[]).await;
    let writer = Writer::new(&service, Role::Contributor, 1).await;
    let (status, told) = writer.post(&service, &json!({})).await;
    assert_eq!(status, 400);
    let mut fields: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    let needed = ["accessibilite", "activite", "code_postal", "commune", "latitude", "nom", "voie"];
    assert_eq!(fields, needed);
    assert!(told["nom"][0].is_string());
    let with = |member: &str, value: Value| {
        let mut body = erp("Pharmacie du Marché");
        body[member] = value;
        body
    };
    for (member, value, at) in [
        ("activite", json!("Boulangeri"), "/activite/0"),
        ("code_postal", json!("691"), "/code_postal/0"),
        ("code_insee", json!("00000"), "/commune/0"),
        ("siret", json!("12"), "/siret/0"),
        ("latitude", json!("north"), "/latitude/0"),
        ("latitude", json!(4.95), "/latitude/0"),
        ("telephone", json!("call me"), "/telephone/0"),
        ("site_internet", json!("javascript:x"), "/site_internet/0"),
        ("source", json!("nowhere"), "/source/0"),
        ("nmo", json!("x"), "/nmo/0"),
        ("accessibilite", json!({"entree_pmr": "oui"}), "/accessibilite/entree_pmr/0"),
        ("accessibilite", json!({"entree_pmrr": true}), "/accessibilite/entree_pmrr/0"),
        ("accessibilite", json!({"sanitaires_adaptes": true}), "/accessibilite/non_field_errors/0"),
        (
            "accessibilite",
            json!({"entree_pmr": true, "entree_porte_presence": true, "accueil_visibilite": true}),
            "/accessibilite/0",
        ),
    ] {
        let mut body = with(member, value.clone());
        if member == "source" {
            body["source_id"] = json!("1");
        }
        let (status, told) = writer.post(&service, &body).await;
        assert_eq!(status, 400, "{member}={value}: {told}");
        let told_at = told.pointer(at).or(told.pointer("/accessibilite/0")).is_some();
        assert!(told_at, "{member}={value} at {at}: {told}");
    }
    assert_eq!(service.post("/api/erps/", "application/json", "{}").await.status(), 401);
    assert_eq!(service.json("/api/erps/").await["count"], 0);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patch_only_adds_and_what_it_closes_is_cleared() {
    let (service, _) = Service::with(&[]).await;
    let writer = Writer::new(&service, Role::Contributor, 1).await;
    let added = writer.post(&service, &erp("Pharmacie du Marché")).await.1;
    let path = format!("/api/erps/{}/", added["uuid"].as_str().unwrap());
    let nothing =
        json!({"nom": "", "telephone": null, "accessibilite": {"entree_plain_pied": null, "labels": []}});
    let (status, same) = writer.send(&service, "PATCH", &path, &nothing).await;
    assert_eq!((status, &same), (200, &added));
    let more = json!({"accessibilite": {"entree_largeur_mini": 90}});
    let (_, wider) = writer.send(&service, "PATCH", &path, &more).await;
    assert_eq!(wider["accessibilite"]["entree"]["entree_largeur_mini"], 90);
    assert_eq!(wider["accessibilite"]["entree"]["entree_plain_pied"], true);
    let closing = json!({"accessibilite": {"sanitaires_presence": false}});
    let (status, closed) = writer.send(&service, "PATCH", &path, &closing).await;
    assert_eq!(status, 200);
    assert_eq!(closed["accessibilite"]["accueil"]["sanitaires_presence"], false);
    assert!(closed["accessibilite"]["accueil"]["sanitaires_adaptes"].is_null());
    let child = json!({"accessibilite": {"sanitaires_adaptes": true}});
    let (status, told) = writer.send(&service, "PATCH", &path, &child).await;
    assert_eq!(status, 400);
    assert!(told["accessibilite"]["sanitaires_adaptes"][0].is_string(), "{told}");
    assert_eq!(writer.send(&service, "PATCH", "/api/erps/nowhere/", &more).await.0, 404);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_other_sources_are_for_those_who_are_trusted_with_them() {
    let (service, _) = Service::with(&[]).await;
    let (one, two) =
        (Writer::new(&service, Role::Contributor, 1).await, Writer::new(&service, Role::Partner, 2).await);
    let mut body = erp("Mairie");
    body["asp_id"] = json!("mairie-1");
    body["sources"] = json!([{"source": "survey", "source_id": "s-1"}]);
    assert_eq!(one.post(&service, &body).await.0, 403);
    let (status, added) = two.post(&service, &body).await;
    assert_eq!((status, &added["asp_id"]), (201, &json!("mairie-1")), "{added}");
    assert_eq!(service.json("/api/erps/?source=survey&source_id=s-1").await["results"][0], added);
    assert_eq!(service.json("/api/erps/?asp_id=mairie-1").await["count"], 1);
    let mut other = erp("Salle des fêtes");
    other["longitude"] = json!(4.85);
    other["sources"] = body["sources"].clone();
    let (status, told) = two.post(&service, &other).await;
    assert_eq!((status, &told["id"]), (400, &added["uuid"]), "{told}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_shown_to_the_key_that_wrote_them_and_to_nobody_else() {
    let (service, ids) = Service::with(&[bakery("Boulangerie Martin", 0.0, json!({}))]).await;
    let (one, two) = (
        Writer::new(&service, Role::Contributor, 1).await,
        Writer::new(&service, Role::Contributor, 2).await,
    );
    let added = one.post(&service, &erp("Pharmacie du Marché")).await.1;
    let id = added["uuid"].as_str().unwrap().parse::<Uuid>().unwrap();
    service.sql("UPDATE establishment SET status = 'draft' WHERE id = $1", id.into()).await;
    let drafts = "/api/erps/?with_drafts=true";
    let (_, own) = one.send(&service, "GET", drafts, &Value::Null).await;
    assert_eq!(own["count"], 2);
    let draft = own["results"].as_array().unwrap().iter().find(|erp| erp["uuid"] == added["uuid"]).unwrap();
    assert_eq!(draft["published"], false);
    let (_, others) = two.send(&service, "GET", drafts, &Value::Null).await;
    assert_eq!((&others["count"], &others["results"][0]["uuid"]), (&json!(1), &json!(ids[0].to_string())));
    assert_eq!(service.get(drafts, &[]).await.status(), 401);
    assert_eq!(service.json("/api/erps/?code_insee=69266").await["count"], 1);
    assert_eq!(service.get(&format!("/api/erps/{id}/"), &[]).await.status(), 404);
    assert_ne!(one.id, two.id);
    service.end().await;
}
