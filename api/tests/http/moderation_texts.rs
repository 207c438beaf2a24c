//! What moderators do by page beside deciding: take a text out of the history, hand something over; and what they are told
//! when it cannot be done.

use axum::http::StatusCode;
use plainpied_domain::EstablishmentId;
use serde_json::json;

use crate::contribute::{ONCE, anonymous, hidden, leads_to, look, send, sign_in};
use crate::moderation_pages::{promote, report, somebody, source};
use crate::service::{Service, text};

const SECRET: &str = "Madame Untel <b>habite</b> au second.";
const SHOWN: &str = "Madame Untel &#60;b&#62;habite&#60;/b&#62; au second.";

/// A place whose second version says what nobody must read, and whoever may take it out; the token of forms.
async fn said_too_much() -> (Service, EstablishmentId, String) {
    let (service, place) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    promote(&service, "moderator").await;
    let edit = format!("/establishments/{place}/edit?criterion=commentaire");
    let fields = [("csrf", csrf.as_str()), ("once", ONCE), ("answer", SECRET)];
    assert_eq!(send(&service, &edit, &fields).await.status(), StatusCode::SEE_OTHER);
    (service, place, csrf)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_taken_out_only_after_what_would_be_done_was_shown() {
    let (service, place, csrf) = said_too_much().await;
    let (history, page) =
        (format!("/establishments/{place}/history"), format!("/establishments/{place}/history/2/redact"));
    let public = text(service.get(&history, &[("accept", "text/html")]).await).await;
    assert!(public.contains(SHOWN) && !public.contains("/redact"), "{public}");
    assert!(look(&service, &history).await.contains(&format!("href=\"{page}\"")));
    let form = look(&service, &page).await;
    assert!(form.contains(SHOWN) && form.contains("value=\"/criteria/commentaire\""), "{form}");
    assert!(!form.contains("value=\"/name\""), "this version says no name: {form}");
    let empty = send(&service, &page, &[("csrf", &csrf), ("next", "1")]).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let empty = text(empty).await;
    assert!(empty.contains("href=\"#member\"") && empty.contains("href=\"#why\""), "{empty}");

    let typed =
        [("csrf", csrf.as_str()), ("member", "/criteria/commentaire"), ("why", "Nomme une\npersonne.")];
    let with = |button: (&'static str, &'static str)| [typed[0], typed[1], typed[2], button];
    let asked = text(send(&service, &page, &with(("next", "1"))).await).await;
    assert!(asked.contains("Ce retrait est définitif") && asked.contains(SHOWN), "{asked}");
    assert_eq!(hidden(&asked, "why"), "Nomme une personne.");
    let back = text(send(&service, &page, &with(("back", "1"))).await).await;
    assert!(
        back.contains("Nomme une personne.</textarea>")
            && back.contains("value=\"/criteria/commentaire\" checked")
    );
    assert!(look(&service, &history).await.contains(SHOWN), "nothing is done before it is meant");

    let done = send(&service, &page, &with(("sure", "1"))).await;
    assert_eq!(leads_to(&done), format!("{history}?said=redacted"));
    let after = look(&service, leads_to(&done)).await;
    assert!(after.contains("role=\"status\">Le texte est retiré"), "{after}");
    assert!(
        after.contains("texte retiré par la modération") && after.contains("Nomme une personne."),
        "{after}"
    );
    let place = look(&service, &format!("/establishments/{place}")).await;
    assert!(!after.contains("Untel") && !place.contains("Untel"), "{after}");
    let twice = send(&service, &page, &with(("sure", "1"))).await;
    assert_eq!(twice.status(), StatusCode::UNPROCESSABLE_ENTITY, "it is no longer there");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_present_name_goes_only_with_another_in_its_place_and_only_by_moderators() {
    let (service, place, csrf) = said_too_much().await;
    let page = format!("/establishments/{place}/history/1/redact");
    let typed = [("csrf", csrf.as_str()), ("member", "/name"), ("why", "Injurieux."), ("sure", "1")];
    let mute = send(&service, &page, &typed).await;
    assert_eq!(mute.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(mute).await.contains("href=\"#replacement\""));
    promote(&service, "contributor").await;
    let named = [typed[0], typed[1], typed[2], typed[3], ("replacement", "Boulangerie")];
    assert_eq!(send(&service, &page, &named).await.status(), StatusCode::FORBIDDEN);
    assert!(look(&service, &page).await.contains("Réservé à la modération"));
    assert!(!look(&service, &format!("/establishments/{place}/history")).await.contains("/redact"));
    let nobody = service.get(&page, &[("accept", "text/html")]).await;
    assert_eq!(leads_to(&nobody), format!("/signin?next={page}"));
    promote(&service, "moderator").await;
    assert_eq!(send(&service, &page, &named).await.status(), StatusCode::SEE_OTHER);
    let record = service.json(&format!("/api/v1/establishments/{place}")).await;
    assert_eq!(record["name"], "Boulangerie");
    let missing = format!("/establishments/{place}/history/99/redact");
    assert!(look(&service, &missing).await.contains("Introuvable"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_handed_over_to_another_moderator_and_to_nobody_else() {
    let (service, place) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    promote(&service, "moderator").await;
    let (other, contributor) =
        (somebody(&service, "Dominique <i>D.</i>").await, somebody(&service, "Sacha").await);
    let named = sqlx::query("UPDATE account SET role = 'moderator' WHERE id = $1").bind(other);
    named.execute(&service.database.pool).await.unwrap();
    let waiting = report(&service, place, None, "wrong").await;
    let address = format!("/moderation/report/{waiting}");
    let page = look(&service, &address).await;
    let choices = page.split("name=\"assignee\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(choices.contains("Dominique &#60;i&#62;") && !choices.contains("Sacha"), "{choices}");
    assert!(!choices.contains("Camille"), "one has a button of one's own: {choices}");
    let to = |account: uuid::Uuid| account.to_string();
    let fields = [("csrf", csrf.as_str()), ("do", "assign"), ("assignee", &to(other))];
    let handed = send(&service, &address, &fields).await;
    assert_eq!(leads_to(&handed), format!("{address}?done=assign"));
    let after = look(&service, leads_to(&handed)).await;
    assert!(
        after.contains("role=\"status\">C&#39;est confié.") && after.contains("Dominique &#60;i&#62;"),
        "{after}"
    );
    assert!(!look(&service, "/moderation?assignee=nobody").await.contains(&address));
    let refused = send(&service, &address, &[fields[0], fields[1], ("assignee", &to(contributor))]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(text(refused).await.contains("Personne qui s&#39;en occupe"));
    assert_eq!(send(&service, &address, &[fields[0], fields[1]]).await.status(), StatusCode::BAD_REQUEST);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn why_something_cannot_be_decided_is_told_in_the_language_of_the_reader() {
    let (service, place) = anonymous(true).await;
    source(&service, "moderator").await;
    let described = json!({ "criteria": { "sanitaires_presence": true } });
    let body = json!({ "establishment": place.as_uuid(), "description": described });
    let suggested = service.post("/api/v1/suggestions", "application/json", body.to_string()).await;
    assert_eq!(suggested.status(), StatusCode::ACCEPTED, "{}", text(suggested).await);
    let csrf = sign_in(&service).await;
    promote(&service, "moderator").await;
    sqlx::query("UPDATE establishment SET status = 'closed'").execute(&service.database.pool).await.unwrap();
    let id: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM suggestion").fetch_one(&service.database.pool).await.unwrap();
    let address = format!("/moderation/suggestion/{id}");
    let page = look(&service, &address).await;
    assert!(page.contains("tel quel : Ce lieu est fermé définitivement."), "{page}");
    let accept = [("csrf", csrf.as_str()), ("do", "accepted")];
    let answer = send(&service, &address, &accept).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let refused = text(answer).await;
    assert!(refused.contains("Lieu disparu. Ce lieu est fermé définitivement."), "{refused}");
    assert!(!refused.contains("This establishment"), "{refused}");
    let english = text(send(&service, &format!("{address}?lang=en"), &accept).await).await;
    assert!(english.contains("This establishment is closed."), "{english}");

    let waiting = report(&service, place, None, "wrong").await;
    let address = format!("/moderation/report/{waiting}");
    send(&service, &address, &[accept[0], accept[1], ("act", "nothing")]).await;
    for deed in ["accepted", "mine"] {
        let twice = send(&service, &address, &[("csrf", &csrf), ("do", deed), ("act", "nothing")]).await;
        assert_eq!(twice.status(), StatusCode::CONFLICT);
        let twice = text(twice).await;
        assert!(twice.contains("C&#39;est déjà accepté.") && !twice.contains("It was"), "{twice}");
    }
    service.end().await;
}
