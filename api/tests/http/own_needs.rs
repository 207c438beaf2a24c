//! Needs, limits and favourites that an account keeps: by consent, for itself alone, and no longer.

use axum::http::{StatusCode, header};

use crate::contribute::{TOKEN, anonymous, hidden, leads_to, look, send, sign_in};
use crate::service::{Service, text};

/// How many consents, favourites and forms for later there are.
async fn kept(service: &Service) -> (i64, i64, i64) {
    let count = "SELECT (SELECT count(*) FROM consent), (SELECT count(*) FROM favourite), (SELECT count(*) FROM kept_form)";
    sqlx::query_as(count).fetch_one(&service.database.pool).await.unwrap()
}

async fn page(service: &Service, path: &str) -> String {
    text(service.get(path, &[("accept", "text/html")]).await).await
}

/// The box of a need, or the number of a limit, as a page has it.
fn input<'a>(page: &'a str, id: &str) -> &'a str {
    let at = page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id}: {page}"));
    page[at..].split('>').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_before_somebody_ticks_the_box_that_says_what_it_is() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    assert!(look(&service, "/account").await.contains("href=\"/account/needs\""));
    let form = look(&service, "/account/needs").await;
    assert!(!input(&form, "consent").contains("checked"), "{form}");
    for said in ["données de santé", "personne d&#39;autre", "à tout moment", "effacé aussitôt"] {
        assert!(form.contains(said), "{said}: {form}");
    }
    let chosen = [("csrf", csrf.as_str()), ("need[deaf]", "1"), ("limits[max_steps]", "2")];
    let answer = send(&service, "/account/needs", &chosen).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let again = text(answer).await;
    assert!(again.contains("href=\"#consent\"") && again.contains("<title>Erreur : "), "{again}");
    assert!(
        input(&again, "need-deaf").contains("checked")
            && input(&again, "limit-max_steps").contains("value=\"2\"")
    );
    let place = format!("/establishments/{id}");
    assert!(!look(&service, &place).await.contains(&format!("action=\"{place}/favourite\"")));
    let favour = send(&service, &format!("{place}/favourite"), &[("csrf", &csrf)]).await;
    assert_eq!(leads_to(&favour), "/account/needs");
    assert!(!look(&service, "/").await.contains("data-kept"));
    assert!(look(&service, "/saved").await.contains("il faut votre accord"));
    assert_eq!(kept(&service).await, (0, 0, 0));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_by_consent_applies_wherever_one_signs_in_and_stands_in_no_address() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let mut fields = vec![("csrf", csrf.as_str()), ("need[deaf]", "1"), ("consent", "1")];
    fields.push(("limits[max_steps]", "many"));
    let wrong = send(&service, "/account/needs", &fields).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = text(wrong).await;
    assert!(
        wrong.contains("href=\"#limit-max_steps\"") && input(&wrong, "consent").contains("checked"),
        "{wrong}"
    );
    fields[3].1 = "2";
    assert_eq!(leads_to(&send(&service, "/account/needs", &fields).await), "/account/needs?done=kept");

    let cookie = format!("plainpied={TOKEN}");
    let answer = service.get("/", &[("accept", "text/html"), ("cookie", cookie.as_str())]).await;
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    let home = text(answer).await;
    assert!(input(&home, "need-deaf").contains("checked") && !input(&home, "need-blind").contains("checked"));
    assert!(input(&home, "limit-max_steps").contains("value=\"2\"") && home.contains("data-kept"), "{home}");
    let place = look(&service, &format!("/establishments/{id}")).await;
    assert!(place.contains("Pour mes besoins") && place.contains("que garde votre compte"), "{place}");
    for page in [&home, &place] {
        assert!(!page.contains("needs=") && !page.contains("needs%"), "{page}");
    }
    let everybody = look(&service, &format!("/establishments/{id}?everybody=true")).await;
    assert!(everybody.contains("Pour qui ?") && !everybody.contains("data-kept"), "{everybody}");
    let asked = look(&service, &format!("/establishments/{id}?needs=blind")).await;
    assert!(asked.contains("Pour mes besoins") && !asked.contains("data-kept"), "what is asked goes before");
    for nobody in [page(&service, "/").await, page(&service, &format!("/establishments/{id}")).await] {
        assert!(!nobody.contains("data-kept") && !nobody.contains("checked"), "{nobody}");
    }
    // Kept already: the box is not asked for again, and an empty form keeps nothing of it.
    let form = look(&service, "/account/needs?done=kept").await;
    assert!(!form.contains("id=\"consent\"") && form.contains("role=\"status\""), "{form}");
    assert_eq!(send(&service, "/account/needs", &[("csrf", &csrf)]).await.status(), StatusCode::SEE_OTHER);
    assert!(!input(&look(&service, "/").await, "need-deaf").contains("checked"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_kept_by_a_button_and_all_is_gone_once_the_consent_is_withdrawn() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let fields = [("csrf", csrf.as_str()), ("consent", "1"), ("need[blind]", "1")];
    send(&service, "/account/needs", &fields).await;
    let (place, favourite) = (format!("/establishments/{id}"), format!("/establishments/{id}/favourite"));
    assert!(look(&service, &place).await.contains("Garder dans mes lieux"));
    for _ in 0..2 {
        let answer = send(&service, &favourite, &[("csrf", &csrf)]).await;
        assert_eq!(leads_to(&answer), format!("{place}?said=favourite"));
    }
    let told = look(&service, &format!("{place}?said=favourite")).await;
    assert!(told.contains("gardé dans votre compte") && told.contains("Retirer de mes lieux"), "{told}");
    let list = look(&service, "/saved").await;
    assert!(list.contains("Au &#60;script&#62;") && !list.contains("<script>pain"), "{list}");
    assert_eq!(hidden(&list, "forget"), "1");
    assert!(!page(&service, "/saved").await.contains("&#60;script&#62;"), "nobody else sees it");
    let forget = [("csrf", csrf.as_str()), ("forget", "1"), ("back", "saved")];
    assert_eq!(leads_to(&send(&service, &favourite, &forget).await), "/saved?done=forgotten");
    assert_eq!(kept(&service).await, (1, 0, 0));
    let gone = "/establishments/00000000-0000-7000-8000-000000000000/favourite";
    assert_eq!(send(&service, gone, &[("csrf", &csrf)]).await.status(), StatusCode::NOT_FOUND);
    // Places of the device that are taken along; what is no id, or no place, is left out.
    let taken = format!("{id},x,00000000-0000-7000-8000-000000000000");
    send(&service, "/account/needs", &[("csrf", &csrf), ("need[blind]", "1"), ("places", &taken)]).await;
    assert_eq!(kept(&service).await, (1, 1, 0));

    let forged = send(&service, "/account/needs/withdraw", &[("csrf", "0")]).await;
    assert_eq!(forged.status(), StatusCode::FORBIDDEN);
    assert_eq!(kept(&service).await, (1, 1, 0));
    let withdrawn = send(&service, "/account/needs/withdraw", &[("csrf", &csrf)]).await;
    assert_eq!(leads_to(&withdrawn), "/account/needs?done=withdrawn");
    assert_eq!(kept(&service).await, (0, 0, 0));
    let after = look(&service, "/account/needs?done=withdrawn").await;
    assert!(after.contains("sont effacés") && !input(&after, "need-blind").contains("checked"), "{after}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_earlier_session_comes_back_with_what_was_chosen_and_keeps_nothing() {
    let (service, _) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let earlier = [("csrf", "0"), ("consent", "1"), ("need[deaf]", "1"), ("limits[max_steps]", "2")];
    let answer = send(&service, "/account/needs", &earlier).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let again = text(answer).await;
    assert!(input(&again, "need-deaf").contains("checked") && again.contains("value=\"2\""), "{again}");
    assert_eq!(hidden(&again, "csrf"), csrf);
    assert_eq!(kept(&service).await, (0, 0, 0));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn needs_of_somebody_who_is_not_signed_in_are_kept_nowhere() {
    let (service, id) = anonymous(false).await;
    for (path, back) in [
        ("/account/needs?lang=en".to_owned(), "/account/needs".to_owned()),
        ("/account/needs/withdraw?lang=en".to_owned(), "/account/needs".to_owned()),
        (format!("/establishments/{id}/favourite?lang=en"), format!("/establishments/{id}")),
    ] {
        let answer = send(&service, &path, &[("need[deaf]", "1"), ("consent", "1")]).await;
        assert_eq!(leads_to(&answer), format!("/signin?next={back}&lang=en"));
    }
    let own = service.get("/account/needs?lang=en", &[("accept", "text/html")]).await;
    assert_eq!(own.headers()[header::LOCATION], "/signin?next=/account/needs&lang=en");
    assert_eq!(kept(&service).await, (0, 0, 0));
    service.end().await;
}
