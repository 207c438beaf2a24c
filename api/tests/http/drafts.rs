//! Describing a place one page of questions after the other, as a draft.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use serde_json::json;

use crate::contribute::{FORM, ONCE, anonymous, hidden, leads_to, look, send, sign_in};
use crate::service::{Service, text};

/// A browser whose reader is not signed in: it keeps the cookie of drafts.
#[derive(Default)]
struct Browser {
    cookie: String,
}

impl Browser {
    async fn post(&mut self, service: &Service, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", FORM).header("cookie", &self.cookie);
        let answer = service.request(request.body(body.into()).unwrap()).await;
        if let Some(cookie) = answer.headers().get(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(
                cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("Max-Age=2592000"),
                "{cookie}"
            );
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
        answer
    }

    async fn look(&self, service: &Service, path: &str) -> String {
        text(self.get(service, path).await).await
    }

    async fn get(&self, service: &Service, path: &str) -> Response<Body> {
        service.get(path, &[("accept", "text/html"), ("cookie", &self.cookie)]).await
    }
}

/// What is typed of a new place.
const FOUNTAIN: [(&str, &str); 4] = [
    ("name", "Aux <b>Deux Épis</b>"),
    ("activity", "boulangerie"),
    ("street", "Rue de la Fontaine"),
    ("commune", "villeurbanne"),
];

fn with<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FOUNTAIN.into_iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed.iter().copied()).collect()
}

async fn drafts(service: &Service) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM draft").fetch_one(&service.database.pool).await.unwrap()
}

/// The pages below a draft.
fn below(questions: &str) -> String {
    questions.strip_suffix("/questions").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_place_is_described_page_after_page_and_published_once() {
    let (service, _) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let start = look(&service, "/contribute").await;
    assert!(start.contains("name=\"name\"") && !start.contains("id=\"drafts\""), "{start}");
    let begun = send(&service, "/contribute", &with(&[("csrf", &csrf)])).await;
    assert!(begun.headers().get(header::SET_COOKIE).is_none(), "an account needs no other cookie");
    let questions = leads_to(&begun).to_owned();
    let draft = below(&questions);
    let page = look(&service, &questions).await;
    assert!(page.contains("Question 1 sur environ ") && page.contains("entree_largeur_mini"), "{page}");
    assert!(page.contains("Aux &#60;b&#62;Deux") && page.contains("<svg class=\"sketch\""), "{page}");
    assert!(page.contains("90 cm") && page.contains("Je ne sais pas"), "{page}");
    assert!(!page.contains(" checked"), "nothing is answered before somebody answers: {page}");

    // A wrong answer comes back; the right one leads on.
    let first = format!("{questions}?criterion=entree_plain_pied");
    let wrong = [("csrf", csrf.as_str()), ("entree_plain_pied", "true"), ("entree_largeur_mini", "wide")];
    let answer = send(&service, &first, &wrong).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let again = text(answer).await;
    assert!(again.contains("href=\"#entree_largeur_mini\"") && again.contains("value=\"wide\""), "{again}");
    let right = [("csrf", csrf.as_str()), ("entree_plain_pied", "true"), ("entree_largeur_mini", "90")];
    let second = leads_to(&send(&service, &first, &right).await).to_owned();
    assert_eq!(second, format!("{questions}?criterion=sanitaires_presence"));
    let back = look(&service, &second).await;
    assert!(back.contains(&format!("href=\"{first}\"")), "back leads to the page before: {back}");
    assert!(look(&service, &first).await.contains("value=\"90\""), "and what was said stands there");

    // Too few answers are not published, and nothing is lost.
    let few = [("csrf", csrf.as_str()), ("sanitaires_presence", "?"), ("then", "publish")];
    let answer = send(&service, &second, &few).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(answer).await.contains("href=\"#answers\""));
    let enough = [("csrf", csrf.as_str()), ("sanitaires_presence", "false"), ("then", "summary")];
    assert_eq!(leads_to(&send(&service, &second, &enough).await), format!("{draft}/summary"));
    let summary = look(&service, &format!("{draft}/summary")).await;
    assert!(summary.contains(&format!("href=\"{second}#sanitaires_presence\"")), "{summary}");
    assert!(summary.contains("Questions sans réponse"), "{summary}");
    assert!(look(&service, "/account/drafts").await.contains(&format!("{draft}/summary")));
    let export = look(&service, "/account/export").await;
    assert!(export.contains("\"drafts\":[{") && export.contains("Rue de la Fontaine"), "{export}");

    let publish = [("csrf", csrf.as_str()), ("once", hidden(&summary, "once"))];
    let done = send(&service, &format!("{draft}/summary"), &publish).await;
    let place = leads_to(&done).strip_suffix("?said=done").unwrap().to_owned();
    let record = service.json(&format!("/api/v1{place}")).await;
    let said = json!({ "entree_plain_pied": true, "entree_largeur_mini": 90, "sanitaires_presence": false });
    assert_eq!(record["criteria"], said, "{record}");
    assert_eq!(drafts(&service).await, 0, "the draft goes with the write");
    let twice = send(&service, &format!("{draft}/summary"), &publish).await;
    assert_eq!(leads_to(&twice), "/contribute?said=gone");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_here_is_shown_before_another_one_is_added() {
    let (service, id) = anonymous(true).await;
    let mut browser = Browser::default();
    let known = with(&[("name", "Au <script>pain</script>"), ("activity", "")]);
    let answer = browser.post(&service, "/contribute", &known).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = text(answer).await;
    assert!(page.contains(&format!("href=\"/establishments/{id}\"")), "{page}");
    assert!(page.contains("value=\"Rue de la Fontaine\"") && page.contains("name=\"sure\""), "{page}");
    let sure = with(&[("name", "Au <script>pain</script>"), ("activity", ""), ("sure", "1")]);
    let answer = browser.post(&service, "/contribute", &sure).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "an activity is needed to add it");
    let sure = with(&[("name", "Au <script>pain</script>"), ("sure", "1")]);
    let answer = browser.post(&service, "/contribute", &sure).await;
    assert!(leads_to(&answer).ends_with("/questions"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_without_what_is_needed_comes_back_with_every_fault_beside_its_box() {
    let (service, _) = anonymous(true).await;
    for (field, typed) in [
        ("name", ""),
        ("commune", "Nulle-Part"),
        ("postal_code", "691"),
        ("latitude", "north"),
        ("activity", ""),
    ] {
        let answer = Browser::default().post(&service, "/contribute", &with(&[(field, typed)])).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let page = text(answer).await;
        assert!(
            page.contains("<title>Erreur") && page.contains(&format!("href=\"#{field}\"")),
            "{field}: {page}"
        );
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{field}: {page}");
        assert!(typed.is_empty() || page.contains(&format!("value=\"{typed}\"")), "{field}: {page}");
        assert!(!page.contains("<b>Deux"), "{page}");
    }
    assert_eq!(drafts(&service).await, 0, "nothing is kept of what is wrong");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_finds_its_draft_again_and_nobody_else_does() {
    let (service, _) = anonymous(true).await;
    let mut browser = Browser::default();
    let questions = leads_to(&browser.post(&service, "/contribute", &FOUNTAIN).await).to_owned();
    let draft = below(&questions);
    let first = [("entree_plain_pied", "true"), ("entree_largeur_mini", "90")];
    let next = leads_to(&browser.post(&service, &questions, &first).await).to_owned();
    // Days later, with nothing but the cookie.
    let start = browser.look(&service, "/contribute").await;
    assert!(start.contains(&format!("href=\"{draft}/summary\"")), "{start}");
    assert!(browser.look(&service, &format!("{draft}/summary")).await.contains("90 centimètres"));
    let stranger = Browser::default().get(&service, &format!("{draft}/summary")).await;
    assert!(leads_to(&stranger).starts_with("/signin?next="), "{}", leads_to(&stranger));
    assert!(!text(service.get("/contribute", &[]).await).await.contains(&draft));
    let forged = Browser { cookie: format!("plainpied-drafts={ONCE}") }.get(&service, &questions).await;
    assert_eq!(forged.status(), StatusCode::SEE_OTHER);

    let publish = [("sanitaires_presence", "true"), ("then", "publish")];
    let done = browser.post(&service, &next, &publish).await;
    assert_eq!(leads_to(&done), "/contribute?said=waits");
    let waiting =
        sqlx::query_scalar::<_, String>("SELECT held || ' ' || kind || ' ' || body::text FROM suggestion");
    let waiting = waiting.fetch_all(&service.database.pool).await.unwrap();
    assert!(waiting.len() == 1 && waiting[0].starts_with("anonymous create"), "{waiting:?}");
    assert!(waiting[0].contains("entree_largeur_mini"), "{waiting:?}");
    assert_eq!(drafts(&service).await, 0);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_without_an_account_is_published_after_signing_in() {
    let (service, _) = anonymous(false).await;
    let mut browser = Browser::default();
    let questions = leads_to(&browser.post(&service, "/contribute", &FOUNTAIN).await).to_owned();
    let draft = below(&questions);
    let answers = [("entree_plain_pied", "true"), ("entree_largeur_mini", "90")];
    let next = leads_to(&browser.post(&service, &questions, &answers).await).to_owned();
    let publish = [("sanitaires_presence", "true"), ("then", "publish")];
    let away = browser.post(&service, &next, &publish).await;
    assert!(leads_to(&away).starts_with("/signin?next=%2Fcontribute%2Fdrafts%2F"), "{}", leads_to(&away));
    let csrf = sign_in(&service).await;
    let cookie = format!("{}; plainpied={}", browser.cookie, crate::contribute::TOKEN);
    let mut signed_in = Browser { cookie };
    let summary = signed_in.look(&service, &format!("{draft}/summary")).await;
    assert!(summary.contains("90 centimètres") && hidden(&summary, "csrf") == csrf, "{summary}");
    let fields = [("csrf", csrf.as_str()), ("once", hidden(&summary, "once"))];
    let done = signed_in.post(&service, &format!("{draft}/summary"), &fields).await;
    assert!(leads_to(&done).ends_with("?said=done"), "{}", leads_to(&done));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_whose_session_has_ended_is_kept_through_signing_in() {
    let (service, _) = anonymous(true).await;
    let csrf = sign_in(&service).await;
    let questions = leads_to(&send(&service, "/contribute", &with(&[("csrf", &csrf)])).await).to_owned();
    let answer = service.post(&questions, FORM, "entree_plain_pied=true&entree_largeur_mini=91").await;
    assert!(leads_to(&answer).starts_with("/signin?next=%2Fcontribute%2Fdrafts%2F"), "{}", leads_to(&answer));
    let kept = leads_to(&answer).split("kept%3D").nth(1).unwrap().to_owned();
    let page = look(&service, &format!("{questions}?kept={kept}")).await;
    assert!(page.contains("value=\"91\""), "{page}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_here_is_completed_by_a_draft_and_conflicts_are_about_the_same_answer() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let place = format!("/establishments/{id}");
    let begun = send(&service, &format!("{place}/answers"), &[("csrf", &csrf)]).await;
    let questions = leads_to(&begun).to_owned();
    let draft = below(&questions);
    let again = send(&service, &format!("{place}/answers"), &[("csrf", &csrf)]).await;
    assert_eq!(leads_to(&again), questions, "who began before goes on there");
    let steps = format!("{questions}?criterion=entree_marches");
    let page = look(&service, &steps).await;
    assert!(page.contains("name=\"seen:entree_marches\" value=\"-\""), "{page}");
    let answers = [("csrf", csrf.as_str()), ("entree_marches", "2"), ("seen:entree_marches", "-")];
    assert_eq!(send(&service, &steps, &answers).await.status(), StatusCode::SEE_OTHER);
    // Somebody else answers another question, and the same.
    let edit = |criterion: &str| format!("{place}/edit?criterion={criterion}");
    let other = [("csrf", csrf.as_str()), ("once", ONCE), ("answer", "85")];
    send(&service, &edit("entree_largeur_mini"), &other).await;
    let same = [("csrf", csrf.as_str()), ("once", ONCE), ("answer", "1")];
    send(&service, &edit("entree_marches"), &same).await;
    let fields = [("csrf", csrf.as_str()), ("once", ONCE)];
    let late = send(&service, &format!("{draft}/summary"), &fields).await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED);
    let page = text(late).await;
    assert!(page.contains("Entre-temps, quelqu") && page.contains("role=\"alert\""), "{page}");
    let done = send(&service, &format!("{draft}/summary"), &fields).await;
    assert_eq!(leads_to(&done), format!("{place}?said=done"));
    let record = service.json(&format!("/api/v1{place}")).await;
    assert_eq!(record["criteria"]["entree_marches"], 2, "{record}");
    assert_eq!(record["criteria"]["entree_largeur_mini"], 85, "{record}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_few_small_deleted_at_will_and_lapse() {
    let (service, id) = anonymous(true).await;
    let mut browser = Browser::default();
    let mut last = String::new();
    for number in 0..5 {
        let name = format!("Épicerie {number}");
        let fields = with(&[("name", &name), ("sure", "1")]);
        last = below(leads_to(&browser.post(&service, "/contribute", &fields).await));
    }
    let sixth = browser.post(&service, "/contribute", &with(&[("sure", "1")])).await;
    assert_eq!(sixth.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(sixth).await;
    assert!(page.contains("href=\"#drafts\"") && page.contains(&format!("{last}/summary")), "{page}");
    assert!(page.contains("value=\"Rue de la Fontaine\""), "{page}");
    let deleted = browser.post(&service, &format!("{last}/delete"), &[]).await;
    assert_eq!(leads_to(&deleted), "/contribute?said=deleted");
    assert_eq!(drafts(&service).await, 4);
    let begun = browser.post(&service, &format!("/establishments/{id}/answers"), &[]).await;
    let questions = leads_to(&begun).to_owned();
    sqlx::query("UPDATE draft SET expires_at = now() - interval '100 years'")
        .execute(&service.database.pool)
        .await
        .unwrap();
    assert_eq!(browser.get(&service, &questions).await.status(), StatusCode::SEE_OTHER);
    assert!(!browser.look(&service, "/contribute").await.contains("id=\"drafts\""));
    let mut connection = service.database.pool.acquire().await.unwrap();
    let now = time::macros::datetime!(2026-11-26 12:00 UTC);
    plainpied_store::draft::forget_lapsed(&mut connection, now).await.unwrap();
    drop(connection);
    assert_eq!(drafts(&service).await, 0);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_about_a_place_that_has_closed_leads_to_what_became_of_it() {
    let (service, id) = anonymous(true).await;
    let mut browser = Browser::default();
    let begun = browser.post(&service, &format!("/establishments/{id}/answers"), &[]).await;
    let questions = leads_to(&begun).to_owned();
    service.sql("UPDATE establishment SET status = 'closed' WHERE id = $1", id).await;
    assert_eq!(browser.get(&service, &questions).await.status(), StatusCode::GONE);
    assert_eq!(drafts(&service).await, 1, "what was typed stays until it lapses");
    service.end().await;
}
