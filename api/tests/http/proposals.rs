//! What people would have otherwise, and the words for what went wrong.

use axum::http::StatusCode;
use serde_json::json;

use crate::contribute::{FORM, anonymous, leads_to, look, send, sign_in};
use crate::service::{Service, bakery, text};

const HTML: [(&str, &str); 1] = [("accept", "text/html")];

#[tokio::test(flavor = "multi_thread")]
async fn anybody_proposes_by_a_page_and_reads_the_answer_of_the_moderators() {
    let (service, _) = anonymous(true).await;
    let empty = text(service.get("/proposals", &HTML).await).await;
    assert!(empty.contains("aucune proposition"), "{empty}");
    let wrong = service.post("/proposals", FORM, "kind=&about=nothing&text=").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = text(wrong).await;
    for name in ["kind", "about", "text"] {
        assert!(wrong.contains(&format!("href=\"#{name}\"")), "{name}: {wrong}");
    }
    let sent =
        service.post("/proposals", FORM, "kind=wording&about=entree_marches&text=Plus+%3Cclair%3E").await;
    assert_eq!(leads_to(&sent), "/proposals?said=done");
    let answer = "UPDATE idea SET state = 'accepted', answer = 'Ce sera fait.', answered_at = now()";
    sqlx::query(answer).execute(&service.database.pool).await.unwrap();
    let page = text(service.get("/proposals?said=done", &HTML).await).await;
    assert!(page.contains("Plus &#60;clair&#62;") && page.contains("Ce sera fait."), "{page}");
    assert!(page.contains("Nombre de marches") && page.contains("role=\"status\">Merci"), "{page}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_no_place_says_so_and_a_link_that_is_spent_leads_to_another() {
    let (service, ids) = Service::with(&[bakery("Martin", 0.0, json!({}))]).await;
    let nothing = service.get("/establishments/zzz", &HTML).await;
    assert_eq!(nothing.status(), StatusCode::NOT_FOUND);
    assert!(text(nothing).await.contains("<h1>Ce lieu n&#39;existe pas</h1>"));
    let program = service.get("/api/v1/establishments/zzz", &[]).await;
    assert_eq!(program.status(), StatusCode::BAD_REQUEST, "programs are told what they got wrong");
    let spent = service.get(&format!("/signin/{}", "0".repeat(64)), &HTML).await;
    assert!(text(spent).await.contains("href=\"/signin\""));
    let large = format!("answer={}", "x".repeat(3 * 1024 * 1024));
    let form = axum::http::Request::post(format!("/establishments/{}/edit?criterion=entree_marches", ids[0]))
        .header("content-type", FORM)
        .header("accept", "text/html");
    let large = service.request(form.body(large.into()).unwrap()).await;
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(large).await.contains("ce que vous avez tapé y est encore"));
    sqlx::query("ALTER TABLE establishment RENAME TO hidden").execute(&service.database.pool).await.unwrap();
    let broken = service.get(&format!("/establishments/{}", ids[0]), &HTML).await;
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = broken.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert!(text(broken).await.contains(&format!("<code>{id}</code>")));
    sqlx::query("ALTER TABLE hidden RENAME TO establishment").execute(&service.database.pool).await.unwrap();
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_box_of_the_key_form_has_its_own_fault_and_keeps_what_was_typed() {
    let (service, _) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("key_name", "Mon site"),
        ("scope[write]", "1"),
        ("days", "9999"),
        ("requests_a_day", "50"),
        ("origin", "exemple"),
    ];
    let answer = send(&service, "/account/keys", &fields).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(answer).await;
    assert!(page.contains("<title>Erreur : Mon espace"), "{page}");
    for (name, typed) in [("days", "9999"), ("origin", "exemple")] {
        assert!(page.contains(&format!("href=\"#{name}\"")), "{name}: {page}");
        assert!(page.contains(&format!("id=\"{name}-error\"")) && page.contains(typed), "{name}: {page}");
    }
    assert!(!page.contains("href=\"#key_name\"") && page.contains("value=\"Mon site\""), "{page}");
    assert!(page.contains("name=\"scope[write]\" value=\"1\" checked"), "{page}");
    assert!(
        !page.contains("name=\"scope[read]\" value=\"1\" checked") && page.contains("value=\"50\""),
        "{page}"
    );
    let none = send(&service, "/account/keys", &[fields[0], ("key_name", "")]).await;
    let page = text(none).await;
    assert!(page.contains("href=\"#scope\"") && page.contains("href=\"#key_name\""), "{page}");
    let name = send(&service, "/account/profile", &[fields[0], ("name", ""), ("language", "fr")]).await;
    let page = text(name).await;
    assert!(page.contains("aria-describedby=\"name-error\"") && page.contains("<title>Erreur : "), "{page}");
    assert!(look(&service, "/account").await.contains("name=\"scope[read]\" value=\"1\" checked"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_of_a_place_and_the_ways_to_data_and_campaigns_are_there() {
    let (service, ids) = Service::with(&[bakery("Martin", 0.0, json!({}))]).await;
    let page =
        text(service.get(&format!("/establishments/{}", ids[0]), &[("host", "acces.example")]).await).await;
    let printed = page.split("<div class=\"printed\">").nth(1).unwrap();
    let address = format!("http://acces.example/establishments/{}", ids[0]);
    assert!(
        printed.contains(&address) && printed.contains("Imprimé le") && printed.contains("<svg"),
        "{page}"
    );
    assert!(page.contains("href=\"https://api.panoramax.xyz/?focus=map&#38;map=19/45."), "{page}");
    let data = text(service.get("/open-data/", &HTML).await).await;
    for address in ["/ogc", "/tiles", "/reconcile", "/api/docs/"] {
        assert!(data.contains(&format!("href=\"{address}\"")), "{address}");
        assert!(service.get(address, &[]).await.status().is_success(), "{address}");
    }
    assert!(data.contains("/api/v1/match"), "{data}");
    let commune = text(service.get("/places/69/69266", &HTML).await).await;
    assert!(commune.contains("href=\"/campaigns/69266\""), "{commune}");
    service.end().await;
}
