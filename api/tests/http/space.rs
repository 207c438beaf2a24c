//! One's own space: what one is told of, what one wrote, the registers of places.

use axum::http::{StatusCode, header};

use crate::contribute::{FORM, TOKEN, anonymous, hidden, leads_to, look, send, sign_in};
use crate::service::{Service, text};

async fn page(service: &Service, path: &str) -> String {
    text(service.get(path, &[("accept", "text/html")]).await).await
}

async fn interests(service: &Service) -> Vec<String> {
    let all =
        "SELECT interest || ' ' || frequency FROM subscription WHERE ended_at IS NULL ORDER BY interest";
    sqlx::query_scalar(all).fetch_all(&service.database.pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_followed_changed_and_left_by_forms() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let ask = format!("/subscribe?establishment={id}");
    assert!(look(&service, &format!("/establishments/{id}")).await.contains(&format!("href=\"{ask}\"")));
    let form = look(&service, &ask).await;
    assert!(form.contains("Au &#60;script&#62;") && !form.contains("<script>pain"), "{form}");
    assert!(form.contains(&format!("/establishments/{id}/feed.atom")), "the feed is beside it: {form}");
    assert!(form.contains("value=\"daily\" checked"), "{form}");
    let held = hidden(&form, "establishment");
    let none = [("csrf", csrf.as_str()), ("establishment", held), ("frequency", "hourly")];
    let answer = send(&service, "/subscribe", &none).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(answer).await.contains("href=\"#frequency\""));
    let fields = [("csrf", csrf.as_str()), ("establishment", held), ("frequency", "weekly")];
    for _ in 0..2 {
        let answer = send(&service, "/subscribe", &fields).await;
        assert_eq!(leads_to(&answer), "/account/subscriptions?done=kept");
    }
    assert_eq!(interests(&service).await, [format!("establishment:{id} weekly")]);
    assert!(look(&service, &ask).await.contains("déjà prévenu"));
    let list = look(&service, "/account/subscriptions?done=kept").await;
    assert!(list.contains("role=\"status\"") && list.contains("Au &#60;script&#62;"), "{list}");
    assert!(list.contains("value=\"weekly\" selected"), "{list}");
    let id = hidden(&list, "id");
    let change = [("csrf", csrf.as_str()), ("id", id), ("frequency", "at_once")];
    let changed = send(&service, "/account/subscriptions", &change).await;
    assert_eq!(leads_to(&changed), "/account/subscriptions?done=changed");
    assert!(interests(&service).await[0].ends_with(" at_once"));
    let end = [("csrf", csrf.as_str()), ("id", id), ("frequency", "at_once"), ("end", "1")];
    for _ in 0..2 {
        let ended = send(&service, "/account/subscriptions", &end).await;
        assert_eq!(leads_to(&ended), "/account/subscriptions?done=ended");
    }
    assert!(look(&service, "/account/subscriptions").await.contains("Aucun abonnement"));
    let gone = send(&service, "/account/subscriptions", &change).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_followed_without_what_it_says_of_the_person() {
    let (service, _) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let results = page(&service, "/?q=pain&need%5Bblind%5D=1&commune=69266").await;
    let ask = "/subscribe?search=q%3Dpain%26commune%3D69266";
    assert!(results.contains(&format!("href=\"{}\"", ask.replace('&', "&#38;"))), "{results}");
    let typed = "/subscribe?search=q%3Dpain%20fauteuil%20roulant%26needs%3Dblind%26limits%5Bmax_steps%5D%3D1";
    let form = look(&service, typed).await;
    assert!(form.contains("ne sont pas gardés") && !form.contains("fauteuil"), "{form}");
    let held = hidden(&form, "search").to_owned();
    assert_eq!(held, "q=pain");
    assert!(form.contains("/search/feed.atom?q=pain\""), "{form}");
    let fields = [("csrf", csrf.as_str()), ("search", held.as_str()), ("frequency", "daily")];
    assert_eq!(send(&service, "/subscribe", &fields).await.status(), StatusCode::SEE_OTHER);
    let sneaked = [("csrf", csrf.as_str()), ("search", "q=vin&needs=blind"), ("frequency", "daily")];
    assert_eq!(send(&service, "/subscribe", &sneaked).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(interests(&service).await, ["search:q=pain daily", "search:q=vin daily"]);
    let list = look(&service, "/account/subscriptions").await;
    assert!(list.contains("Recherche\u{a0}: pain") || list.contains("Recherche : pain"), "{list}");
    let nothing = look(&service, "/subscribe?search=needs%3Dblind").await;
    assert!(nothing.contains("il ne reste rien") && !nothing.contains("name=\"frequency\""), "{nothing}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_chooses_first_and_finds_the_choice_again() {
    let (service, _) = anonymous(false).await;
    let form = page(&service, "/subscribe?commune=69266&lang=en").await;
    assert!(form.contains("You sign in next") && !form.contains("name=\"csrf\""), "{form}");
    let answer = service.post("/subscribe?lang=en", FORM, "commune=69266&frequency=weekly").await;
    let signin = leads_to(&answer).to_owned();
    assert!(signin.starts_with("/signin?next=%2Fsubscribe%3Flang%3Den%26kept%3D"), "{signin}");
    assert!(interests(&service).await.is_empty());
    let next = form_urlencoded::parse(signin.split_once('?').unwrap().1.as_bytes())
        .find(|(name, _)| name == "next")
        .unwrap()
        .1
        .into_owned();
    let csrf = sign_in(&service).await;
    let again = look(&service, &next).await;
    assert!(again.contains("value=\"weekly\" checked") && hidden(&again, "commune") == "69266", "{again}");
    assert_eq!(hidden(&again, "csrf"), csrf);
    let fields = [("csrf", csrf.as_str()), ("commune", "69266"), ("frequency", "weekly")];
    let kept = send(&service, "/subscribe?lang=en", &fields).await;
    assert_eq!(leads_to(&kept), "/account/subscriptions?done=kept&lang=en");
    assert_eq!(interests(&service).await, ["commune:69266 weekly"]);
    // A form that another page made is shown again, and does nothing.
    let forged = [("csrf", "0"), ("commune", "69266"), ("frequency", "daily")];
    assert!(leads_to(&send(&service, "/subscribe", &forged).await).starts_with("/signin?"));
    assert_eq!(interests(&service).await, ["commune:69266 weekly"]);
    let own = service.get("/account/subscriptions", &[("accept", "text/html")]).await;
    assert_eq!(own.headers()[header::LOCATION], "/signin?next=/account/subscriptions");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_followed_says_why() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    for (path, status) in [
        ("/subscribe", 400),
        ("/subscribe?commune=69266&search=q%3Dpain", 400),
        ("/subscribe?commune=x", 400),
        ("/subscribe?establishment=x", 400),
        ("/subscribe?establishment=00000000-0000-7000-8000-000000000000", 404),
        ("/subscribe?commune=01999", 404),
        ("/subscribe?search=colour%3Dred", 400),
    ] {
        assert_eq!(service.get(path, &[("accept", "text/html")]).await.status(), status, "{path}");
    }
    let many = "INSERT INTO subscription (id, account_id, interest, frequency, position, told_at, due_at, created_at)
                SELECT gen_random_uuid(), account.id, 'search:q=' || number, 'weekly', 0, now(), now() + interval '9 days', now()
                FROM account, generate_series(1, 50) number";
    sqlx::query(many).execute(&service.database.pool).await.unwrap();
    let fields = [("csrf", csrf.as_str()), ("establishment", &id.to_string()), ("frequency", "daily")];
    let answer = send(&service, "/subscribe", &fields).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(answer).await.contains("50 abonnements au plus"));
    sqlx::query("UPDATE account SET email = NULL").execute(&service.database.pool).await.unwrap();
    let answer = send(&service, "/subscribe", &fields).await;
    assert!(text(answer).await.contains("adresse e-mail : ajoutez-en une"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_wrote_is_read_in_sentences_page_by_page() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let none = look(&service, "/account/contributions").await;
    assert!(none.contains("Pas encore de contribution"), "{none}");
    let edit = format!("/establishments/{id}/edit?criterion=entree_largeur_mini");
    let form = look(&service, &edit).await;
    let (once, seen) = (hidden(&form, "once"), hidden(&form, "seen"));
    let fields = [("csrf", csrf.as_str()), ("once", once), ("seen", seen), ("answer", "90")];
    assert_eq!(send(&service, &edit, &fields).await.status(), StatusCode::SEE_OTHER);
    let more = "INSERT INTO establishment_version
                    (establishment_id, version, at, source_key, observed, actor, reason, diff)
                SELECT establishment_id, version + number, at, source_key, observed, actor, '', '{}'::jsonb
                FROM establishment_version, generate_series(1, 40) number WHERE actor LIKE 'account:%'";
    sqlx::query(more).execute(&service.database.pool).await.unwrap();
    let space = look(&service, "/account").await;
    assert!(space.contains("href=\"/account/contributions\">Mes contributions (41)</a>"), "{space}");
    assert!(space.contains("href=\"/account/drafts\"") && space.contains("href=\"#keys\""), "{space}");
    assert!(!space.contains("/account/establishments"), "who manages nothing is not led there: {space}");
    let manages = "INSERT INTO management (account_id, establishment_id, since)
                   SELECT account.id, establishment.id, now() FROM account, establishment";
    sqlx::query(manages).execute(&service.database.pool).await.unwrap();
    assert!(look(&service, "/account").await.contains("/account/establishments\">Mes établissements (1)"));
    let managed = look(&service, "/account/establishments").await;
    assert!(managed.contains("Au &#60;script&#62;") && managed.contains(&format!("/establishments/{id}/")));
    let mut path = "/account/contributions?lang=en".to_owned();
    let mut read = Vec::new();
    let last = loop {
        let page = look(&service, &path).await;
        assert!(page.contains("Au &#60;script&#62;") && !page.contains("<script>pain"), "{page}");
        read.extend(page.match_indices(">version ").map(|(at, word)| {
            let number: String = page[at + word.len()..].chars().take_while(char::is_ascii_digit).collect();
            number.parse::<i32>().unwrap()
        }));
        let Some((_, next)) = page.split_once("<a rel=\"next\" href=\"") else { break page };
        path = next.split_once('"').unwrap().0.replace("&#38;", "&");
    };
    assert_eq!(read, (2..=42).rev().collect::<Vec<_>>(), "each once, though all are of one instant");
    assert!(
        last.contains("90 centimetres") && last.contains("(before: ") && last.contains("The latest"),
        "{last}"
    );
    let forged = service.get("/account/contributions?cursor=x", &[("accept", "text/html")]).await;
    assert_eq!(forged.headers()[header::LOCATION], "/signin?next=/account/contributions");
    let cookie = format!("plainpied={TOKEN}");
    let forged = service.get("/account/contributions?cursor=x", &[("cookie", cookie.as_str())]).await;
    assert_eq!(forged.status(), StatusCode::BAD_REQUEST);
    service.end().await;
}

/// The words of a PDF, where pdftotext is there.
fn words_of(pdf: &[u8]) -> Option<String> {
    let file = std::env::temp_dir().join(format!("register-{}.pdf", uuid::Uuid::now_v7()));
    std::fs::write(&file, pdf).unwrap();
    let read = std::process::Command::new("pdftotext").arg(&file).arg("-").output();
    std::fs::remove_file(&file).unwrap();
    match read {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap()),
        _ => {
            eprintln!("pdftotext (poppler-utils) is not there: the words of the PDF are not read");
            None
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_a_place_says_what_is_known_and_what_is_not_as_page_and_as_pdf() {
    let (service, id) = anonymous(false).await;
    let place = format!("/establishments/{id}");
    let register = format!("{place}/register");
    assert!(page(&service, &place).await.contains(&format!("href=\"{register}\"")));
    let french = page(&service, &register).await;
    assert!(french.contains("Au &#60;script&#62;") && !french.contains("<script>pain"), "{french}");
    assert!(
        french.contains("large de 70 centimètres.") && french.contains("On ne sait pas encore"),
        "{french}"
    );
    assert!(french.contains("Pièces à joindre") && french.contains(&format!("href=\"{register}.pdf\"")));
    let english = page(&service, &format!("{register}?lang=en")).await;
    assert!(english.contains("Not known yet: ") && english.contains("register.pdf?lang=en\""), "{english}");
    let answer = service.get(&format!("{register}.pdf"), &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/pdf");
    let pdf = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    assert!(
        pdf.starts_with(b"%PDF-") && pdf.windows(15).any(|bytes| bytes == b"/StructTreeRoot"),
        "it is tagged"
    );
    if let Some(words) = words_of(&pdf) {
        assert!(words.contains("Au <script>pain</script>") && words.contains("70 centimètres"), "{words}");
        assert!(
            words.contains("On ne sait pas encore") && words.contains("Formation du personnel"),
            "{words}"
        );
    }
    for path in ["register", "register.pdf"] {
        let none = format!("/establishments/00000000-0000-7000-8000-000000000000/{path}");
        assert_eq!(service.get(&none, &[("accept", "text/html")]).await.status(), StatusCode::NOT_FOUND);
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_is_written_whatever_the_name_of_the_place() {
    let (service, id) = anonymous(false).await;
    let names = ["مخبز النور (12) Lyon", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson-".repeat(5).as_str()]
        .map(str::to_owned);
    for name in names {
        let rename = sqlx::query("UPDATE establishment SET name = $1").bind(&name);
        rename.execute(&service.database.pool).await.unwrap();
        assert!(page(&service, &format!("/establishments/{id}/register")).await.contains(&name));
        let answer = service.get(&format!("/establishments/{id}/register.pdf?lang=en"), &[]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{name}");
        let pdf = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        if let Some(words) = words_of(&pdf) {
            let first = name.chars().next().unwrap();
            assert!(words.contains(first) && words.contains("Papers to add"), "{words}");
        }
    }
    service.end().await;
}
