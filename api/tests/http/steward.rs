//! What moderators do to a place: shown before it is done, and done with the decision that asks for it.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use plainpied::site::Site;
use plainpied::state::HttpConfig;
use plainpied_domain::EstablishmentId;
use serde_json::{Value, json};

use crate::contribute::{TOKEN, hidden, leads_to, look, send, sign_in};
use crate::moderation_pages::{promote, report, source};
use crate::service::{Service, bakery, text};

/// Two records of one place, and one of another.
async fn two() -> (Service, EstablishmentId, EstablishmentId) {
    let places = [
        bakery("Pain d'Or", 0.0, json!({ "entree_plain_pied": false })),
        bakery("Au Pain d'Or", 0.0001, json!({ "entree_largeur_mini": 90 })),
    ];
    let (service, ids) = Service::configured(&places, HttpConfig::new(Site::default())).await;
    source(&service, "manager").await;
    source(&service, "moderator").await;
    (service, ids[0], ids[1])
}

async fn status(service: &Service, id: EstablishmentId) -> String {
    let read = sqlx::query_scalar("SELECT status FROM establishment WHERE id = $1").bind(id.as_uuid());
    read.fetch_one(&service.database.pool).await.unwrap()
}

async fn decision(service: &Service, report: uuid::Uuid) -> Option<String> {
    let read = sqlx::query_scalar("SELECT decision FROM report WHERE id = $1").bind(report);
    read.fetch_one(&service.database.pool).await.unwrap()
}

/// Sends JSON as whoever is signed in.
async fn api(service: &Service, csrf: &str, path: &str, body: Value) -> Response<Body> {
    let request = Request::post(path)
        .header("content-type", "application/json")
        .header("cookie", format!("plainpied={TOKEN}"))
        .header("x-csrf-token", csrf);
    service.request(request.body(body.to_string().into()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_accepted_closes_the_place_once_what_changes_was_shown() {
    let (service, place, _) = two().await;
    let csrf = sign_in(&service).await;
    promote(&service, "moderator").await;
    let id = report(&service, place, None, "closed").await;
    let address = format!("/moderation/report/{id}");
    let page = look(&service, &address).await;
    assert!(page.contains("name=\"act\" value=\"close\" checked"), "{page}");
    let accepted = [("csrf", csrf.as_str()), ("do", "accepted"), ("answer", "Merci."), ("act", "close")];
    let shown = send(&service, &address, &accepted).await;
    assert_eq!(shown.status(), StatusCode::OK);
    let shown = text(shown).await;
    assert!(shown.contains("Pain d&#39;Or") && shown.contains("État\u{a0}: fermé"), "{shown}");
    assert_eq!(decision(&service, id).await, None, "nothing is decided by looking");
    assert_eq!(status(&service, place).await, "published");
    let sure =
        [accepted[0], accepted[1], accepted[2], accepted[3], ("confirmed", hidden(&shown, "confirmed"))];
    assert_eq!(leads_to(&send(&service, &address, &sure).await), "/moderation?done=close");
    assert_eq!(decision(&service, id).await.as_deref(), Some("accepted"));
    assert_eq!(status(&service, place).await, "closed");
    let gone = service.get(&format!("/api/v1/establishments/{place}"), &[]).await;
    assert_eq!(gone.status(), StatusCode::GONE);
    let history = look(&service, &format!("/establishments/{place}/history")).await;
    assert!(history.contains(&format!("report {id}")) && history.contains("moderate/reopen"), "{history}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_merged_into_the_record_that_is_named_with_the_decision_or_neither_is_done() {
    let (service, place, other) = two().await;
    let csrf = sign_in(&service).await;
    promote(&service, "moderator").await;
    let id = report(&service, place, None, "duplicate").await;
    let address = format!("/moderation/report/{id}");
    let base = [("csrf", csrf.as_str()), ("do", "accepted"), ("answer", ""), ("act", "merge")];
    let itself = place.to_string();
    for wrong in ["", "la boulangerie", itself.as_str(), "0198f3a0-1111-7222-8333-444455556666"] {
        let answer = send(&service, &address, &[base[0], base[1], base[2], base[3], ("into", wrong)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let page = text(answer).await;
        assert!(page.contains("href=\"#into\"") && page.contains(&format!("value=\"{wrong}\"")), "{page}");
    }
    let wrong = json!({ "decision": "accepted", "act": "merge", "into": place.as_uuid() });
    let refused = api(&service, &csrf, &format!("/api/v1/reports/{id}/decision"), wrong).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(decision(&service, id).await, None, "not decided where it cannot be done");
    for wrong in
        [json!({ "decision": "rejected", "act": "close" }), json!({ "decision": "accepted", "act": "burn" })]
    {
        let refused = api(&service, &csrf, &format!("/api/v1/reports/{id}/decision"), wrong).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let link = format!("https://acces.example/establishments/{other}?lang=en");
    let named = [base[0], base[1], base[2], base[3], ("into", link.as_str())];
    let shown = text(send(&service, &address, &named).await).await;
    assert!(shown.contains("La fiche qui disparaît") && shown.contains("La fiche qui reste"), "{shown}");
    assert!(shown.contains("Au Pain d&#39;Or") && shown.contains("réuni avec une autre fiche"), "{shown}");
    assert!(shown.contains("plain-pied"), "what the record that stays takes over is shown: {shown}");
    assert_eq!(status(&service, place).await, "published");
    // Somebody keeps it among their places.
    let fields = [("csrf", csrf.as_str()), ("consent", "1")];
    send(&service, "/account/needs", &fields).await;
    send(&service, &format!("/establishments/{place}/favourite"), &[fields[0]]).await;
    // What was looked at is not what stands there now: it is shown again, and nothing is decided.
    service.sql("UPDATE establishment SET version = version + 1 WHERE id = $1", other).await;
    let sure = [named[0], named[1], named[2], named[3], named[4], ("confirmed", hidden(&shown, "confirmed"))];
    let late = send(&service, &address, &sure).await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
    assert!(text(late).await.contains("n&#39;est plus la présente"));
    assert_eq!((status(&service, place).await.as_str(), decision(&service, id).await), ("published", None));
    service.sql("UPDATE establishment SET version = version - 1 WHERE id = $1", other).await;
    let done = json!({ "decision": "accepted", "act": "merge", "into": other.as_uuid() });
    let done = api(&service, &csrf, &format!("/api/v1/reports/{id}/decision"), done).await;
    assert_eq!(done.status(), StatusCode::OK, "{}", text(done).await);
    assert_eq!(
        (status(&service, place).await.as_str(), decision(&service, id).await.as_deref()),
        ("merged", Some("accepted"))
    );
    let record = service.json(&format!("/api/v1/establishments/{other}")).await;
    assert_eq!(record["criteria"]["entree_plain_pied"], false, "{record}");
    let kept: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT establishment_id FROM favourite")
        .fetch_all(&service.database.pool)
        .await
        .unwrap();
    assert_eq!(kept, [other.as_uuid()]);
    // What was merged is not closed afterwards: its address leads on.
    let late = report(&service, place, None, "closed").await;
    let page = look(&service, &format!("/moderation/report/{late}")).await;
    assert!(page.contains("name=\"act\" value=\"nothing\" checked"), "{page}");
    let close = [base[0], base[1], base[2], ("act", "close")];
    let refused = send(&service, &format!("/moderation/report/{late}"), &close).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(text(refused).await.contains("Lieu disparu"));
    assert_eq!(status(&service, place).await, "merged");
    let history = look(&service, &format!("/establishments/{place}/history")).await;
    assert!(!history.contains("moderate/reopen"), "{history}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_close_reopen_merge_and_undo_from_the_page_and_others_may_not() {
    let (service, place, other) = two().await;
    let csrf = sign_in(&service).await;
    let base = format!("/establishments/{place}");
    let page = |act: &str| format!("{base}/moderate/{act}");
    let cookie = format!("plainpied={TOKEN}");
    let headers = [("accept", "text/html"), ("cookie", cookie.as_str())];
    assert!(!look(&service, &base).await.contains("/moderate/"));
    for act in ["close", "reopen", "merge", "revert?version=1"] {
        assert_eq!(service.get(&page(act), &headers).await.status(), StatusCode::FORBIDDEN, "{act}");
        if act != "merge" {
            let sent = send(&service, &page(act), &[("csrf", csrf.as_str())]).await;
            assert_eq!(sent.status(), StatusCode::FORBIDDEN, "{act}");
        }
    }
    let away = service.get(&page("close"), &[("accept", "text/html")]).await;
    assert!(leads_to(&away).starts_with("/signin?next=/establishments/"), "{}", leads_to(&away));
    assert_eq!(status(&service, place).await, "published");

    promote(&service, "moderator").await;
    let shown = look(&service, &base).await;
    assert!(shown.contains(&page("close")) && shown.contains(&page("merge")), "{shown}");
    let shown = look(&service, &page("close")).await;
    assert!(shown.contains("État\u{a0}: fermé"), "{shown}");
    let seen = hidden(&shown, "seen").to_owned();
    let stale = [("csrf", csrf.as_str()), ("seen", "99"), ("reason", "Vu fermé.")];
    let late = send(&service, &page("close"), &stale).await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED);
    assert!(text(late).await.contains("value=\"Vu fermé.\""), "what was typed stays");
    let fields = [("csrf", csrf.as_str()), ("seen", seen.as_str()), ("reason", "Vu fermé.")];
    assert_eq!(leads_to(&send(&service, &page("close"), &fields).await), format!("{base}/history?said=done"));
    assert_eq!(status(&service, place).await, "closed");
    let history = look(&service, &format!("{base}/history?said=done")).await;
    assert!(history.contains("Vu fermé.") && history.contains("role=\"status\">Merci"), "{history}");
    assert!(
        history.contains("Activités\u{a0}: Boulangerie") && history.contains(" (69"),
        "names, not codes: {history}"
    );
    assert!(look(&service, &page("reopen")).await.contains("État\u{a0}: publié"));
    send(&service, &page("reopen"), &[("csrf", csrf.as_str())]).await;
    assert_eq!(status(&service, place).await, "published");

    let body = json!({ "criteria": { "entree_plain_pied": true } });
    let patch = Request::patch(format!("/api/v1{base}")).header("content-type", "application/json");
    let patch = patch.header("cookie", cookie.as_str()).header("x-csrf-token", csrf.as_str());
    let written = service.request(patch.body(body.to_string().into()).unwrap()).await;
    assert_eq!(written.status(), StatusCode::OK, "{}", text(written).await);
    let history = look(&service, &format!("{base}/history")).await;
    let undo = format!("{base}/moderate/revert?version=4");
    assert!(history.contains(&undo) && history.contains("/revert\""), "{history}");
    let shown = look(&service, &undo).await;
    assert!(shown.contains("Ce qui change :"));
    let late = send(&service, &undo, &[fields[0], ("seen", "3")]).await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED, "it was changed since it was shown");
    send(&service, &undo, &[fields[0], ("seen", hidden(&shown, "seen"))]).await;
    let record = service.json(&format!("/api/v1{base}")).await;
    assert_eq!(record["criteria"]["entree_plain_pied"], false, "{record}");

    let merge = format!("{}?into={other}", page("merge"));
    let shown = look(&service, &merge).await;
    assert!(shown.contains("La fiche qui reste") && shown.contains("Au Pain d&#39;Or"), "{shown}");
    let seen = hidden(&shown, "seen");
    // The record that stays was changed since it was shown.
    service.sql("UPDATE establishment SET version = version + 1 WHERE id = $1", other).await;
    let late = send(&service, &merge, &[fields[0], ("seen", seen)]).await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED);
    assert_eq!(status(&service, place).await, "published");
    service.sql("UPDATE establishment SET version = version - 1 WHERE id = $1", other).await;
    send(&service, &merge, &[fields[0], ("seen", seen)]).await;
    assert_eq!(status(&service, place).await, "merged");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_an_account_wrote_is_shown_and_undone_in_one_step() {
    let (service, place, _) = two().await;
    let csrf = sign_in(&service).await;
    let vandal = uuid::Uuid::now_v7();
    let page = format!("/accounts/{vandal}/revert");
    assert_eq!(send(&service, &page, &[("csrf", csrf.as_str())]).await.status(), StatusCode::FORBIDDEN);
    promote(&service, "moderator").await;
    let patch = Request::patch(format!("/api/v1/establishments/{place}"))
        .header("content-type", "application/json")
        .header("cookie", format!("plainpied={TOKEN}"))
        .header("x-csrf-token", csrf.as_str());
    let body = json!({ "name": "Rien à voir" }).to_string();
    assert_eq!(service.request(patch.body(body.into()).unwrap()).await.status(), StatusCode::OK);
    let whose = "UPDATE establishment_version SET actor = $1 WHERE version = 2";
    let whose = sqlx::query(whose).bind(format!("account:{vandal}"));
    whose.execute(&service.database.pool).await.unwrap();
    let shown = look(&service, &page).await;
    assert!(shown.contains("Nom\u{a0}: Rien à voir") && shown.contains("<dd>1</dd>"), "{shown}");
    let done = send(&service, &page, &[("csrf", csrf.as_str()), ("reason", "Vandalisme.")]).await;
    assert_eq!(leads_to(&done), format!("{page}?done=1"));
    let record = service.json(&format!("/api/v1/establishments/{place}")).await;
    assert_eq!(record["name"], "Pain d'Or", "{record}");
    service.end().await;
}
