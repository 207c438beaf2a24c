//! The pages of the moderators: from a report to a decision that both sides are told of.

use axum::http::StatusCode;
use plainpied_domain::{Clock as _, EstablishmentId, SystemClock};
use serde_json::json;

use crate::contribute::{FORM, anonymous, hidden, leads_to, look, send, sign_in};
use crate::service::{Service, text};

/// Whoever is signed in gets this role, and its source is there.
pub async fn promote(service: &Service, role: &str) {
    source(service, "moderator").await;
    let promoted = sqlx::query("UPDATE account SET role = $1 WHERE name = 'Camille'").bind(role);
    promoted.execute(&service.database.pool).await.unwrap();
}

pub async fn source(service: &Service, key: &str) {
    let insert =
        "INSERT INTO source (key, title, licence, attribution, precedence) VALUES ($1, '', '', '', 1000)
                  ON CONFLICT DO NOTHING";
    sqlx::query(insert).bind(key).execute(&service.database.pool).await.unwrap();
}

/// Somebody else, who has an account; its id.
pub async fn somebody(service: &Service, name: &str) -> uuid::Uuid {
    let insert = "INSERT INTO account (id, name, role, created_at) VALUES ($1, $2, 'contributor', now())";
    let id = uuid::Uuid::now_v7();
    sqlx::query(insert).bind(id).bind(name).execute(&service.database.pool).await.unwrap();
    id
}

/// A report of an account, or of nobody.
pub async fn report(
    service: &Service,
    place: EstablishmentId,
    by: Option<uuid::Uuid>,
    kind: &str,
) -> uuid::Uuid {
    let insert = "INSERT INTO report (id, establishment_id, kind, message, account_id, created_at)
                  VALUES ($1, $2, $3, 'La porte <b>coince</b>', $4, now())";
    let id = uuid::Uuid::now_v7();
    let insert = sqlx::query(insert).bind(id).bind(place.as_uuid()).bind(kind).bind(by);
    insert.execute(&service.database.pool).await.unwrap();
    id
}

/// What an account was told: kind, decision and answer.
async fn told(service: &Service, account: uuid::Uuid) -> Vec<(String, Option<String>, String)> {
    let read = "SELECT kind, decision, answer FROM notification WHERE account_id = $1";
    sqlx::query_as(read).bind(account).fetch_all(&service.database.pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_waits_is_decided_and_both_sides_are_told() {
    let (service, place) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    promote(&service, "moderator").await;
    let (reporter, author) = (somebody(&service, "Dominique").await, somebody(&service, "Sacha").await);
    let written = sqlx::query("UPDATE establishment_version SET actor = $1, at = '2020-01-01'");
    written.bind(format!("account:{author}")).execute(&service.database.pool).await.unwrap();
    let first = report(&service, place, Some(reporter), "wrong").await;
    let second = report(&service, place, None, "closed").await;

    let queue = look(&service, "/moderation").await;
    assert!(queue.contains("Signalements (2)") && queue.contains("Dominique"), "{queue}");
    assert!(queue.contains("sans compte") && queue.contains("<th scope=\"row\">"), "{queue}");
    let none = look(&service, "/moderation?kind=claim&lang=en").await;
    assert!(none.contains("Nothing waits here.") && none.contains("Claims (0)"), "{none}");

    let address = format!("/moderation/report/{first}");
    let page = look(&service, &address).await;
    assert!(page.contains("La porte &#60;b&#62;coince") && !page.contains("<b>coince"), "{page}");
    assert!(page.contains("information fausse") && page.contains("Dernières versions du lieu"), "{page}");
    assert_eq!(hidden(&page, "csrf"), csrf);

    let taken = send(&service, &address, &[("csrf", &csrf), ("do", "mine")]).await;
    assert_eq!(leads_to(&taken), format!("{address}?done=mine"));
    let mine = look(&service, "/moderation?assignee=me").await;
    assert!(mine.contains("Signalements (1)") && mine.contains(&first.to_string()), "{mine}");
    assert!(!mine.contains(&second.to_string()), "{mine}");

    let mute = send(&service, &address, &[("csrf", &csrf), ("do", "rejected"), ("answer", " ")]).await;
    assert_eq!(mute.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mute = text(mute).await;
    assert!(mute.contains("<title>Erreur : ") && mute.contains("href=\"#answer\""), "{mute}");
    let refusal = [("csrf", csrf.as_str()), ("do", "rejected"), ("answer", "Vérifié\nsur place.")];
    let decided = send(&service, &address, &refusal).await;
    assert_eq!(leads_to(&decided), format!("/moderation/report/{second}?done=rejected"));
    let next = look(&service, leads_to(&decided)).await;
    assert!(next.contains("role=\"status\">C'est refusé") || next.contains("C&#39;est refusé"), "{next}");

    let answer = || ("rejected".to_owned(), "Vérifié sur place.".to_owned());
    for (account, kind) in [(reporter, "report"), (author, "reported")] {
        let (decision, answer) = answer();
        assert_eq!(told(&service, account).await, [(kind.to_owned(), Some(decision), answer)]);
    }
    let twice = send(&service, &address, &refusal).await;
    assert_eq!(twice.status(), StatusCode::CONFLICT, "what is decided stays decided");
    assert_eq!(told(&service, reporter).await.len(), 1);
    let address = format!("/moderation/report/{second}");
    let open = send(&service, &address, &[("csrf", &csrf), ("do", "accepted")]).await;
    assert_eq!(open.status(), StatusCode::UNPROCESSABLE_ENTITY, "what is done with the place is chosen");
    assert!(text(open).await.contains("href=\"#act\""));
    let last = send(&service, &address, &[("csrf", &csrf), ("do", "accepted"), ("act", "nothing")]).await;
    assert_eq!(leads_to(&last), "/moderation?done=accepted");
    let history = look(&service, "/moderation/decided").await;
    assert!(history.contains("Refusé") && history.contains("Accepté"), "{history}");
    assert!(history.contains("Vérifié sur place.") && history.contains("Camille"), "{history}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_of_nobody_is_compared_and_written_and_a_proposal_is_answered_in_public() {
    let (service, place) = anonymous(true).await;
    // Before anything is asked: sources are read once.
    source(&service, "moderator").await;
    let described = json!({ "criteria": { "entree_largeur_mini": 90, "sanitaires_presence": true } });
    let body = json!({ "establishment": place.as_uuid(), "description": described });
    let suggested = service.post("/api/v1/suggestions", "application/json", body.to_string()).await;
    assert_eq!(suggested.status(), StatusCode::ACCEPTED, "{}", text(suggested).await);
    let id: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM suggestion").fetch_one(&service.database.pool).await.unwrap();
    let csrf = sign_in(&service).await;
    promote(&service, "administrator").await;
    let address = format!("/moderation/suggestion/{id}");
    let page = look(&service, &address).await;
    assert!(page.contains("Ce qui changerait") && page.contains("Toilettes"), "{page}");
    assert!(page.contains("Une meilleure source dit autre chose de : Largeur"), "{page}");
    let seen = hidden(&page, "version").to_owned();
    let fields = [("csrf", csrf.as_str()), ("do", "accepted"), ("version", &seen), ("vouch", "1")];
    assert_eq!(leads_to(&send(&service, &address, &fields).await), "/moderation?done=accepted");
    let record = service.json(&format!("/api/v1/establishments/{place}")).await;
    assert_eq!(record["criteria"]["entree_largeur_mini"], 90, "{record}");
    assert!(look(&service, &address).await.contains("Accepté"));

    let proposal = uuid::Uuid::now_v7();
    let insert = "INSERT INTO idea (id, kind, text, created_at) VALUES ($1, 'other', 'Des bancs', now())";
    sqlx::query(insert).bind(proposal).execute(&service.database.pool).await.unwrap();
    let address = format!("/moderation/proposal/{proposal}");
    let fields = [("csrf", csrf.as_str()), ("do", "declined"), ("answer", "Déjà prévu.")];
    assert_eq!(leads_to(&send(&service, &address, &fields).await), "/moderation?done=declined");
    let public = service.json(&format!("/api/v1/proposals/{proposal}")).await;
    assert_eq!((&public["state"], &public["answer"]), (&json!("declined"), &json!("Déjà prévu.")));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_moderators_and_administrators_see_and_decide() {
    let (service, place) = anonymous(false).await;
    let waiting = report(&service, place, None, "closed").await;
    let item = format!("/moderation/report/{waiting}");
    let pages = ["/moderation", "/moderation/decided", item.as_str()];
    for page in pages {
        let away = service.get(page, &[("accept", "text/html")]).await;
        assert_eq!(away.status(), StatusCode::SEE_OTHER, "{page}");
        assert_eq!(leads_to(&away), format!("/signin?next={page}"));
    }
    let away = service.post(&item, FORM, "do=accepted").await;
    assert!(leads_to(&away).starts_with("/signin?next="), "what was typed is kept");
    let csrf = sign_in(&service).await;
    let cookie = format!("plainpied={}", crate::contribute::TOKEN);
    for (role, sees) in
        [("contributor", false), ("partner", false), ("moderator", true), ("administrator", true)]
    {
        promote(&service, role).await;
        for page in pages {
            let answer = service.get(page, &[("accept", "text/html"), ("cookie", cookie.as_str())]).await;
            let expected = if sees { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status(), expected, "{role} {page}");
            assert!(sees || text(answer).await.contains("Réservé à la modération"), "{role} {page}");
        }
        if !sees {
            let fields = [("csrf", csrf.as_str()), ("do", "accepted")];
            assert_eq!(send(&service, &item, &fields).await.status(), StatusCode::FORBIDDEN, "{role}");
        }
    }
    let forged = send(&service, &item, &[("csrf", "another"), ("do", "accepted")]).await;
    assert!(leads_to(&forged).starts_with("/signin?next="), "a form of another session does nothing");
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM report WHERE decided_at IS NULL")
        .fetch_one(&service.database.pool)
        .await
        .unwrap();
    assert_eq!(open, 1);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_a_place_says_so_on_its_page_and_reads_the_decision() {
    let (service, place) = anonymous(false).await;
    let address = format!("/establishments/{place}/claim");
    let away = service.get(&address, &[("accept", "text/html")]).await;
    assert_eq!(leads_to(&away), format!("/signin?next={address}"));
    let csrf = sign_in(&service).await;
    assert!(look(&service, &format!("/establishments/{place}")).await.contains(&address));
    for (typed, wrong) in
        [([("website", "nowhere"), ("siret", "")], "website"), ([("website", ""), ("siret", "")], "message")]
    {
        let fields = [("csrf", csrf.as_str()), typed[0], typed[1]];
        let answer = send(&service, &address, &fields).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let page = text(answer).await;
        assert!(page.contains("<title>Erreur : ") && page.contains(&format!("href=\"#{wrong}\"")), "{page}");
    }
    let fields =
        [("csrf", csrf.as_str()), ("message", "C'est ma\nboulangerie."), ("website", ""), ("siret", "")];
    let sent = send(&service, &address, &fields).await;
    assert_eq!(sent.status(), StatusCode::OK);
    assert!(text(sent).await.contains("Merci."));
    assert_eq!(send(&service, &address, &fields).await.status(), StatusCode::CONFLICT);

    promote(&service, "moderator").await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM management_claim")
        .fetch_one(&service.database.pool)
        .await
        .unwrap();
    let item = format!("/moderation/claim/{id}");
    let fields = [("csrf", csrf.as_str()), ("do", "accepted"), ("answer", "Bienvenue.")];
    assert_eq!(leads_to(&send(&service, &item, &fields).await), "/moderation?done=accepted");
    let told = look(&service, "/account/notifications").await;
    assert!(told.contains("Nouveau :") && told.contains("Vous gérez maintenant ce lieu."), "{told}");
    assert!(told.contains("Bienvenue."), "{told}");
    let up_to = hidden(&told, "up_to").to_owned();
    let read = send(&service, "/account/notifications", &[("csrf", &csrf), ("up_to", &up_to)]).await;
    assert_eq!(leads_to(&read), "/account/notifications");
    assert!(!look(&service, "/account/notifications").await.contains("Nouveau :"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_a_place_announces_what_is_temporary_and_ends_it() {
    let (service, place) = anonymous(false).await;
    let address = format!("/establishments/{place}/notices");
    let away = service.get(&address, &[("accept", "text/html")]).await;
    assert_eq!(leads_to(&away), format!("/signin?next={address}"));
    let csrf = sign_in(&service).await;
    let until = (SystemClock.now().date() + time::Duration::days(5)).to_string();
    let typed = [
        ("csrf", csrf.as_str()),
        ("kind", "lift"),
        ("message", "Par <b>l'escalier</b>"),
        ("from", ""),
        ("until", until.as_str()),
        ("criteria[entree_plain_pied]", "1"),
    ];
    let refused = send(&service, &address, &typed).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN, "only managers and moderators announce");
    assert!(text(refused).await.contains("Réservé à qui gère ce lieu"));

    source(&service, "manager").await;
    let entrust = "INSERT INTO management SELECT id, $1, now() FROM account WHERE name = 'Camille'";
    sqlx::query(entrust).bind(place.as_uuid()).execute(&service.database.pool).await.unwrap();
    assert!(look(&service, "/account/establishments").await.contains(&address));
    let past = [typed[0], ("kind", "flood"), ("message", ""), ("until", "2020-01-01"), typed[5]];
    let answer = send(&service, &address, &past).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(answer).await;
    for name in ["kind", "message", "until"] {
        assert!(page.contains(&format!("href=\"#{name}\"")), "{name}: {page}");
    }
    assert!(
        page.contains("value=\"2020-01-01\"")
            && page.contains("name=\"criteria[entree_plain_pied]\" value=\"1\" checked"),
        "{page}"
    );

    let announced = send(&service, &address, &typed).await;
    assert_eq!(announced.status(), StatusCode::SEE_OTHER, "{}", text(announced).await);
    let shown = look(&service, &format!("/establishments/{place}")).await;
    assert!(
        shown.contains("Ascenseur en panne") && shown.contains("Par &#60;b&#62;l&#39;escalier"),
        "{shown}"
    );
    let record = service.json(&format!("/api/v1/establishments/{place}/notices")).await;
    assert_eq!(record["notices"][0]["criteria"], json!(["entree_plain_pied"]), "{record}");
    assert_eq!(record["notices"][0]["until"], json!(format!("{until}T23:59:59Z")));
    let page = look(&service, &address).await;
    let end = hidden(&page, "end").to_owned();
    for said in ["ended", "over"] {
        let ended = send(&service, &address, &[("csrf", &csrf), ("end", &end)]).await;
        assert_eq!(leads_to(&ended), format!("{address}?said={said}"));
    }
    assert!(!look(&service, &format!("/establishments/{place}")).await.contains("Ascenseur en panne"));
    service.end().await;
}
