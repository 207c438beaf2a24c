//! Saying what is known of a place with the forms of its page.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use plainpied::site::Site;
use plainpied::state::HttpConfig;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Role;
use plainpied_domain::review::ReviewRules;
use plainpied_store::account::{self, Account, NewSession};
use serde_json::json;
use sha2::{Digest, Sha256};
use time::macros::datetime;

use crate::service::{Service, bakery, text};

pub const FORM: &str = "application/x-www-form-urlencoded";
pub const TOKEN: &str = "07070707070707070707070707070707070707070707070707070707070707ab";
pub const ONCE: &str = "08080808080808080808080808080808080808080808080808080808080808ab";

pub async fn anonymous(allowed: bool) -> (Service, EstablishmentId) {
    let review = ReviewRules { anonymous_suggestions: allowed, ..ReviewRules::default() };
    let http = HttpConfig { review, ..HttpConfig::new(Site::default()) };
    let name = "Au <script>pain</script>";
    let place = bakery(name, 0.0, json!({ "entree_plain_pied": false, "entree_largeur_mini": 70 }));
    let (service, ids) = Service::configured(&[place], http).await;
    let nobody = "INSERT INTO source (key, title, licence, attribution, precedence) VALUES ('anonymous', '', '', '', 5)";
    sqlx::query(nobody).execute(&service.database.pool).await.unwrap();
    (service, ids[0])
}

/// Somebody signs in; what the forms of the session hold in `csrf`.
pub async fn sign_in(service: &Service) -> String {
    let at = datetime!(2026-11-01 12:00 UTC);
    let mut connection = service.database.pool.acquire().await.unwrap();
    let account = Account {
        id: uuid::Uuid::now_v7(),
        name: "Camille".into(),
        email: Some("camille@example.org".into()),
        role: Role::Contributor,
        source: None,
        created_at: at,
        blocked_at: None,
    };
    account::add(&mut connection, &account).await.unwrap().unwrap();
    let session = NewSession {
        id: uuid::Uuid::now_v7(),
        account: account.id,
        token_hash: &Sha256::digest(TOKEN),
        agent: "",
        created_at: at,
        expires_at: datetime!(2100-01-01 12:00 UTC),
    };
    account::add_session(&mut connection, &session).await.unwrap();
    let csrf = Sha256::new().chain_update("csrf ").chain_update(TOKEN).finalize();
    csrf.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sends a form as whoever is signed in.
pub async fn send(service: &Service, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request =
        Request::post(path).header("content-type", FORM).header("cookie", format!("plainpied={TOKEN}"));
    service.request(request.body(body.into()).unwrap()).await
}

pub async fn look(service: &Service, path: &str) -> String {
    let cookie = format!("plainpied={TOKEN}");
    text(service.get(path, &[("accept", "text/html"), ("cookie", cookie.as_str())]).await).await
}

pub fn leads_to(answer: &Response<Body>) -> &str {
    answer.headers()[header::LOCATION].to_str().unwrap()
}

/// The value of the first hidden box of this name.
pub fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let rest =
        page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split('"').next().unwrap()
}

pub async fn versions(service: &Service) -> i64 {
    sqlx::query_scalar("SELECT max(version)::bigint FROM establishment")
        .fetch_one(&service.database.pool)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_answers_with_a_form_and_a_double_click_writes_once() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let (place, edit) =
        (format!("/establishments/{id}"), format!("/establishments/{id}/edit?criterion=entree_marches"));
    let page = look(&service, &place).await;
    assert!(page.contains(&format!("{place}/edit?criterion=entree_marches\"")), "{page}");
    assert!(page.contains("Au &#60;script&#62;") && !page.contains("<script>pain"), "{page}");
    let form = look(&service, &edit).await;
    assert!(form.contains("Au &#60;script&#62;") && !form.contains("<script>pain"), "{form}");
    let (once, seen) = (hidden(&form, "once"), hidden(&form, "seen"));
    assert_eq!(hidden(&form, "csrf"), csrf);
    let fields = [("csrf", csrf.as_str()), ("once", once), ("seen", seen), ("answer", "2")];
    for _ in 0..2 {
        let answer = send(&service, &edit, &fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(leads_to(&answer), format!("{place}?said=done"));
    }
    assert_eq!(versions(&service).await, 2, "the second click is the first");
    let after = look(&service, &format!("{place}?said=done")).await;
    assert!(after.contains("<p class=\"done\" role=\"status\">Merci"), "{after}");
    let late = [("csrf", csrf.as_str()), ("once", ONCE), ("seen", seen), ("answer", "3")];
    let answer = send(&service, &edit, &late).await;
    assert_eq!(answer.status(), StatusCode::PRECONDITION_FAILED);
    let again = text(answer).await;
    assert!(again.contains("value=\"3\"") && hidden(&again, "seen") == "2", "{again}");
    assert!(again.contains("role=\"alert\""), "{again}");
    let settled = [("csrf", csrf.as_str()), ("once", ONCE), ("seen", "2"), ("answer", "3")];
    assert_eq!(send(&service, &edit, &settled).await.status(), StatusCode::SEE_OTHER);
    let record = service.json(&format!("/api/v1/establishments/{id}")).await;
    assert_eq!(record["criteria"]["entree_marches"], 3, "{record}");
    let same = [("csrf", csrf.as_str()), ("once", "x"), ("answer", "3")];
    assert_eq!(leads_to(&send(&service, &edit, &same).await), format!("{place}?said=nothing"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_answer_comes_back_as_it_was_typed_and_not_knowing_takes_nothing_away() {
    let (service, id) = anonymous(true).await;
    let path = format!("/establishments/{id}/edit?criterion=entree_largeur_mini");
    for typed in ["999999", "large %3Cb%3E", ""] {
        let answer = service.post(&path, FORM, format!("answer={typed}")).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let page = text(answer).await;
        assert!(page.contains("<title>Erreur : ") && page.contains("<a href=\"#answer\">"), "{page}");
        let shown = typed.replace("%3C", "&#60;").replace("%3E", "&#62;");
        assert!(page.contains(&format!("value=\"{shown}\"")) && page.contains("answer-error"), "{page}");
    }
    let both = service.post(&path, FORM, "answer=80&answer-unknown=1").await;
    assert_eq!(both.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = service.post(&path, FORM, "answer=&answer-unknown=1").await;
    assert_eq!(leads_to(&unknown), format!("/establishments/{id}?said=nothing"));
    let record = service.json(&format!("/api/v1/establishments/{id}")).await;
    assert_eq!(record["criteria"]["entree_largeur_mini"], 70, "{record}");
    for (question, status) in [
        ("/edit", 400),
        ("/edit?criterion=no_such", 400),
        ("/edit?criterion=accueil_chambre_nombre_accessibles", 404),
        ("/edit?criterion=entree_ascenseur_pmr", 404),
        ("/edit?criterion=entree_plain_pied", 200),
    ] {
        let path = format!("/establishments/{id}{question}");
        assert_eq!(service.get(&path, &[("accept", "text/html")]).await.status(), status, "{question}");
    }
    service.sql("UPDATE establishment SET status = 'closed' WHERE id = $1", id).await;
    assert_eq!(service.get(&path, &[("accept", "text/html")]).await.status(), StatusCode::GONE);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_who_is_known_answers_waits_for_a_moderator_where_that_is_allowed() {
    let (service, id) = anonymous(true).await;
    let path = format!("/establishments/{id}/edit?criterion=entree_marches");
    let form = text(service.get(&path, &[]).await).await;
    assert!(form.contains("un modérateur") && !form.contains("name=\"csrf\""), "{form}");
    let answer = service.post(&path, FORM, format!("answer=2&version=1&once={ONCE}")).await;
    assert_eq!(leads_to(&answer), format!("/establishments/{id}?said=waits"));
    let waiting = sqlx::query_scalar::<_, String>("SELECT held || ' ' || body::text FROM suggestion");
    let waiting = waiting.fetch_all(&service.database.pool).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].starts_with("anonymous") && waiting[0].contains("entree_marches"), "{waiting:?}");
    assert_eq!(versions(&service).await, 1);
    let missed =
        service.post(&format!("/establishments/{id}/asks"), FORM, "criterion=sanitaires_presence").await;
    assert_eq!(leads_to(&missed), format!("/establishments/{id}?said=asked"));
    let asked = service.json(&format!("/api/v1/establishments/{id}/asks")).await;
    assert!(asked.to_string().contains("sanitaires_presence"), "{asked}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_nobody_or_of_another_session_writes_nothing_and_is_kept_through_signing_in() {
    let (service, id) = anonymous(false).await;
    let path = format!("/establishments/{id}/edit?criterion=entree_marches");
    let answer = service.post(&path, FORM, "answer=2").await;
    assert!(leads_to(&answer).starts_with("/signin?next=%2Festablishments%2F"), "{}", leads_to(&answer));
    let kept = leads_to(&answer).split("kept%3D").nth(1).unwrap().to_owned();
    let csrf = sign_in(&service).await;
    let form = look(&service, &format!("{path}&kept={kept}")).await;
    assert!(form.contains("value=\"2\""), "{form}");
    for wrong in ["", "no"] {
        let answer = send(&service, &path, &[("csrf", wrong), ("answer", "2")]).await;
        assert!(leads_to(&answer).starts_with("/signin?"), "{}", leads_to(&answer));
        let verify = format!("/establishments/{id}/verify");
        assert_eq!(send(&service, &verify, &[("csrf", wrong)]).await.status(), StatusCode::FORBIDDEN);
    }
    let elsewhere = Request::post(&path).header("content-type", FORM).header("origin", "https://example.net");
    let answer = service.request(elsewhere.body("answer=2".into()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(versions(&service).await, 1, "nothing was written");
    let page = look(&service, &format!("/establishments/{id}")).await;
    let verify = format!("/establishments/{id}/verify");
    let fields = [("csrf", csrf.as_str()), ("once", hidden(&page, "once")), ("version", "1")];
    assert_eq!(
        leads_to(&send(&service, &verify, &fields).await),
        format!("/establishments/{id}?said=verified")
    );
    let stale = [("csrf", csrf.as_str()), ("once", ONCE), ("version", "1")];
    assert_eq!(leads_to(&send(&service, &verify, &stale).await), format!("/establishments/{id}?said=late"));
    let nobody = service.post(&verify, FORM, "").await;
    assert_eq!(leads_to(&nobody), format!("/signin?next=/establishments/{id}"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_answer_that_changed_meanwhile_is_no_conflict() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let edit = |criterion: &str| format!("/establishments/{id}/edit?criterion={criterion}");
    let form = look(&service, &edit("entree_largeur_mini")).await;
    assert_eq!(hidden(&form, "seen"), "70");
    let other = [("csrf", csrf.as_str()), ("once", ONCE), ("seen", "-"), ("answer", "2")];
    assert_eq!(send(&service, &edit("entree_marches"), &other).await.status(), StatusCode::SEE_OTHER);
    let mine = [("csrf", csrf.as_str()), ("once", ONCE), ("seen", "70"), ("answer", "85")];
    let answer = send(&service, &edit("entree_largeur_mini"), &mine).await;
    assert_eq!(leads_to(&answer), format!("/establishments/{id}?said=done"));
    let record = service.json(&format!("/api/v1/establishments/{id}")).await;
    assert_eq!(record["criteria"]["entree_marches"], 2, "{record}");
    assert_eq!(record["criteria"]["entree_largeur_mini"], 85, "{record}");
    // Who says what somebody else has just said has no conflict either.
    let same = [("csrf", csrf.as_str()), ("once", TOKEN), ("seen", "70"), ("answer", "85")];
    let answer = send(&service, &edit("entree_largeur_mini"), &same).await;
    assert_eq!(leads_to(&answer), format!("/establishments/{id}?said=nothing"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_answer_proved_true_is_told_in_two_actions_by_anybody() {
    let (service, id) = anonymous(false).await;
    let place = format!("/establishments/{id}");
    let page = text(service.get(&place, &[]).await).await;
    let edit = format!("{place}/edit?criterion=entree_plain_pied");
    assert!(page.contains(&format!("href=\"{edit}\"")), "{page}");
    let form = text(service.get(&edit, &[]).await).await;
    assert!(form.contains(&format!("action=\"{place}/confirmations\"")), "{form}");
    assert!(form.contains("name=\"proved\" value=\"false\""), "{form}");
    let path = format!("{place}/confirmations");
    for (proved, word) in [("true", "proved"), ("false", "disproved"), ("false", "disproved")] {
        let answer = service.post(&path, FORM, format!("criterion=entree_plain_pied&proved={proved}")).await;
        assert_eq!(leads_to(&answer), format!("{place}?said={word}"));
    }
    let unknown = service.post(&path, FORM, "criterion=sanitaires_presence&proved=true").await;
    assert_eq!(leads_to(&unknown), format!("{place}?said=nothing"));
    for wrong in ["criterion=nothing&proved=true", "criterion=entree_plain_pied", "proved=maybe"] {
        assert_eq!(service.post(&path, FORM, wrong).await.status(), StatusCode::BAD_REQUEST, "{wrong}");
    }
    let said = text(service.get(&format!("{place}?said=disproved"), &[]).await).await;
    assert!(said.contains("role=\"status\">Merci"), "{said}");
    let asked = service.json(&format!("/api/v1{place}/questions?limit=200")).await.to_string();
    assert!(asked.contains("\"proved\":1,\"disproved\":2"), "{asked}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_a_session_that_has_ended_is_not_sent_in_the_name_of_nobody() {
    let (service, id) = anonymous(true).await;
    let csrf = sign_in(&service).await;
    let edit = format!("/establishments/{id}/edit?criterion=entree_marches");
    let fields = format!("csrf={csrf}&seen=-&once={ONCE}&answer=2");
    let answer = service.post(&edit, FORM, fields).await;
    assert!(leads_to(&answer).starts_with("/signin?next=%2Festablishments%2F"), "{}", leads_to(&answer));
    let kept = leads_to(&answer).split("kept%3D").nth(1).unwrap().to_owned();
    assert!(look(&service, &format!("{edit}&kept={kept}")).await.contains("value=\"2\""));
    let typed = format!("csrf={csrf}&name=Le+Fournil&commune=Villeurbanne&activity=boulangerie");
    let answer = service.post("/contribute", FORM, typed).await;
    assert!(leads_to(&answer).starts_with("/signin?next=%2Fcontribute%3Fkept"), "{}", leads_to(&answer));
    let kept = leads_to(&answer).split("kept%3D").nth(1).unwrap().to_owned();
    assert!(look(&service, &format!("/contribute?kept={kept}")).await.contains("value=\"Le Fournil\""));
    let begun = service.post(&format!("/establishments/{id}/answers"), FORM, format!("csrf={csrf}")).await;
    let back = leads_to(&begun).split("kept%3D").nth(1).unwrap().to_owned();
    assert!(look(&service, &format!("/establishments/{id}?kept={back}")).await.contains("<h1>"));
    let waiting: i64 = sqlx::query_scalar("SELECT count(*) FROM suggestion")
        .fetch_one(&service.database.pool)
        .await
        .unwrap();
    assert_eq!((waiting, versions(&service).await), (0, 1), "nothing in the name of nobody");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_answer_rules_out_is_named_before_it_goes() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let edit = |key: &str| format!("/establishments/{id}/edit?criterion={key}");
    let steps = [("csrf", csrf.as_str()), ("seen", "-"), ("answer", "2")];
    assert_eq!(send(&service, &edit("entree_marches"), &steps).await.status(), StatusCode::SEE_OTHER);
    let path = edit("entree_plain_pied");
    let yes = [("csrf", csrf.as_str()), ("seen", "false"), ("answer", "true")];
    let asked = send(&service, &path, &yes).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    let asked = text(asked).await;
    assert!(asked.contains("Le nombre de marches de l&#39;entrée est de 2."), "{asked}");
    assert!(asked.contains("<title>À confirmer") && asked.contains("value=\"true\" checked"), "{asked}");
    let record = service.json(&format!("/api/v1/establishments/{id}")).await;
    assert_eq!(record["criteria"]["entree_marches"], 2, "nothing went yet: {record}");
    let sure = [yes[0], yes[1], yes[2], ("goes", hidden(&asked, "goes"))];
    let done = send(&service, &path, &sure).await;
    assert_eq!(leads_to(&done), format!("/establishments/{id}?said=done"));
    let record = service.json(&format!("/api/v1/establishments/{id}")).await;
    assert_eq!(record["criteria"]["entree_plain_pied"], true, "{record}");
    assert!(record["criteria"].get("entree_marches").is_none(), "{record}");
    service.end().await;
}
