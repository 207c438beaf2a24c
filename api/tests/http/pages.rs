//! What holds for all pages: language, links, headers.

use axum::http::{StatusCode, header};
use plainpied::site::Site;
use plainpied::state::HttpConfig;
use plainpied_domain::review::ReviewRules;
use plainpied_store::statistics;
use serde_json::json;
use time::macros::datetime;

use crate::service::{Service, bakery, text};

const ENGLISH: (&str, &str) = ("accept-language", "en-GB,en;q=0.9,fr;q=0.5");

async fn service() -> Service {
    Service::with(&[bakery("Boulangerie Martin", 0.0, json!({"entree_plain_pied": true}))]).await.0
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_of_a_page_is_that_of_the_address_then_of_the_cookie_then_of_the_browser() {
    let service = service().await;
    let lang = async |path: &str, headers: &[(&str, &str)]| {
        let response = service.get(path, headers).await;
        let vary =
            response.headers().get_all(header::VARY).iter().any(|vary| vary == "accept-language, cookie");
        let page = text(response).await;
        (page.contains("<html lang=\"en\">"), vary)
    };
    assert_eq!(lang("/", &[]).await, (false, true));
    assert_eq!(lang("/", &[ENGLISH]).await, (true, true));
    assert_eq!(lang("/", &[ENGLISH, ("cookie", "lang=fr")]).await, (false, true));
    assert_eq!(lang("/?lang=fr", &[ENGLISH]).await, (false, false), "the address says all: no need to vary");
    let page = [ENGLISH, ("accept", "text/html")];
    assert!(lang("/nowhere", &page).await.0, "errors speak the reader's language too");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_tell_search_engines_their_address_in_each_language_and_searches_do_not() {
    let service = service().await;
    for path in [
        "/",
        "/places",
        "/statistics?department=69",
        "/help",
        "/help/needs/deaf",
        "/accessibility",
        "/licences",
    ] {
        let page = text(service.get(path, &[]).await).await;
        let join = if path.contains('?') { "&#38;" } else { "?" };
        let own = format!("<link rel=\"canonical\" href=\"{path}\">");
        let english = format!("<link rel=\"alternate\" hreflang=\"en\" href=\"{path}{join}lang=en\">");
        assert!(page.contains(&own) && page.contains(&english), "{path}: {page}");
    }
    for path in ["/?q=pain", "/?needs=deaf", "/signin", "/saved"] {
        let page = text(service.get(path, &[]).await).await;
        assert!(!page.contains("rel=\"canonical\"") && !page.contains("hreflang=\"x-default\""), "{path}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_icon_that_the_manifest_names_is_there() {
    let service = service().await;
    let manifest: serde_json::Value =
        serde_json::from_str(&text(service.get("/manifest.webmanifest", &[]).await).await).unwrap();
    let icons = manifest["icons"].as_array().unwrap();
    for icon in icons {
        let response = service.get(icon["src"].as_str().unwrap(), &[]).await;
        assert_eq!(response.status(), 200, "{icon}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], icon["type"].as_str().unwrap());
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_remembers_the_language_and_leads_back_to_pages_of_this_site_only() {
    let service = service().await;
    let answer = service.get("/language/en?next=%2F%3Fq%3Dcaf%C3%A9", &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[header::LOCATION], "/?q=caf%C3%A9&lang=en");
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("lang=en; Path=/;") && cookie.contains("SameSite=Lax"), "{cookie}");
    for wrong in ["//example.org", "https://example.org", "/%5Cexample.org", "/%0d%0aX:%20y"] {
        assert_eq!(service.get(&format!("/language/fr?next={wrong}"), &[]).await.status(), 400, "{wrong}");
    }
    assert_eq!(service.get("/language/de?next=/", &[]).await.status(), 404);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_at_the_head_and_the_foot_of_a_page_leads_to_a_page_in_both_languages() {
    let service = service().await;
    for home in ["/", "/?lang=en"] {
        let page = text(service.get(home, &[]).await).await;
        let frame = [page.split("<main").next().unwrap(), page.split("</main>").nth(1).unwrap()].concat();
        let links = frame.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| link.starts_with('/')) {
            let status = service.get(&link.replace("&#38;", "&"), &[]).await.status();
            assert!(status.is_success() || status.is_redirection(), "{link}: {status}");
        }
    }
    service.end().await;
}

/// A service with places whose statistics are counted.
async fn counted(places: usize) -> Service {
    let said = |place: usize| if place == 0 { json!({"entree_plain_pied": true}) } else { json!({}) };
    let all: Vec<_> = (0..places)
        .map(|place| bakery(&format!("Boulangerie {place:03}"), place as f64 * 0.01, said(place)))
        .collect();
    let (service, _) = Service::with(&all).await;
    let now = datetime!(2026-11-25 12:00 UTC);
    while statistics::follow(&service.database.pool, 1_000, now).await.unwrap() > 0 {}
    service
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_leads_from_departments_to_every_place_by_pages_with_lasting_addresses() {
    let service = counted(51).await;
    let page = async |path: &str| text(service.get(path, &[]).await).await;
    let link = |page: &str, start: &str| {
        let at =
            page.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("no link to {start}: {page}"));
        page[at + 6..].split('"').next().unwrap().to_owned()
    };
    let departments = page("/places").await;
    assert!(departments.contains("51 lieux"), "{departments}");
    let department = link(&departments, "/places/");
    let commune = link(&page(&department).await, &format!("{department}/"));
    let first = page(&commune).await;
    assert_eq!(first.matches("href=\"/establishments/").count(), 50);
    assert!(first.contains("Page 1 sur 2") && first.contains("href=\"/places\""), "{first}");
    let second = page(&link(&first, &format!("{commune}?page=2"))).await;
    assert_eq!(second.matches("href=\"/establishments/").count(), 1);
    assert!(second.contains("Boulangerie 050") && second.contains("rel=\"prev\""));
    let activity = page(&format!("{commune}/boulangerie")).await;
    assert!(activity.contains("51 lieux"), "{activity}");
    for wrong in [
        "/places/99",
        "/places/69/99999",
        "/places/01/69266",
        &format!("{commune}?page=3"),
        &format!("{commune}/no-such"),
    ] {
        assert_eq!(service.get(wrong, &[]).await.status(), 404, "{wrong}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_directory_is_not_sent_again_to_those_who_have_it() {
    let service = counted(1).await;
    let response = service.get("/places", &[]).await;
    let etag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
    assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=300");
    assert_eq!(service.get("/places", &[("if-none-match", &etag)]).await.status(), 304);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_have_a_table_for_each_drawing_and_say_how_far_they_were_counted() {
    let service = counted(3).await;
    let page = text(service.get("/statistics", &[]).await).await;
    assert!(page.contains("Compté le 25/11/2026"), "{page}");
    let charts = page.matches("<svg class=\"chart\"").count();
    assert!(charts >= 4 && page.matches("<table>").count() > charts, "{page}");
    assert_eq!(service.get("/statistics?department=98", &[]).await.status(), 400);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sitemap_names_every_place_and_every_page_it_names_is_there() {
    let service = counted(3).await;
    let host = [("host", "example.org")];
    let index = text(service.get("/sitemap.xml", &host).await).await;
    let parts: Vec<&str> = index.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(parts.len(), 2, "{index}");
    let mut places = 0;
    for part in parts {
        let path = part.strip_prefix("http://example.org").unwrap();
        let listed = text(service.get(path, &host).await).await;
        for url in listed.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()) {
            let path = url.strip_prefix("http://example.org").unwrap();
            places += usize::from(path.starts_with("/establishments/"));
            assert_eq!(service.get(path, &[]).await.status(), 200, "{path}");
        }
    }
    assert_eq!(places, 3);
    for beyond in ["69-2", "69-ffffffff-ffff-7fff-bfff-ffffffffffff", "01"] {
        assert_eq!(service.get(&format!("/sitemaps/{beyond}.xml"), &[]).await.status(), 404, "{beyond}");
    }
    assert_eq!(service.get("/sitemaps/x.xml", &[]).await.status(), 404);
    let robots = text(service.get("/robots.txt", &host).await).await;
    assert!(robots.contains("Sitemap: http://example.org/sitemap.xml"), "{robots}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_shows_address_command_and_answer_and_its_page_is_kept_by_nobody() {
    let service = service().await;
    let path = "/api/console?call=search&q=boulangerie&limit=1&format=csv&run=1";
    let response = service.get(path, &[("host", "example.org")]).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-cache");
    let page = text(response).await;
    assert!(
        page.contains("curl &#39;http://example.org/api/v1/search?q=boulangerie&#38;limit=1&#39;"),
        "{page}"
    );
    assert!(page.contains("Réponse 200") && page.contains("Boulangerie Martin"), "{page}");
    assert!(page.contains("Cette demande ne connaît pas : format"), "{page}");
    let refused = text(service.get("/api/console?call=search&limit=0&run=1", &[]).await).await;
    assert!(refused.contains("Réponse 400") && refused.contains("invalid-parameter"), "{refused}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_what_became_of_a_place_and_led_on() {
    let places = [bakery("Boulangerie Martin", 0.0, json!({})), bakery("Boulangerie Durand", 1.0, json!({}))];
    let (service, ids) = Service::with(&places).await;
    let browser = [("accept", "text/html")];
    service.sql("UPDATE establishment SET status = 'closed' WHERE id = $1", ids[0]).await;
    let response = service.get(&format!("/establishments/{}", ids[0]), &browser).await;
    assert_eq!(response.status(), 410);
    assert!(text(response).await.contains("Ce lieu est fermé définitivement"));
    sqlx::query("UPDATE establishment SET status = 'merged', successor_id = $2 WHERE id = $1")
        .bind(ids[0].as_uuid())
        .bind(ids[1].as_uuid())
        .execute(&service.database.pool)
        .await
        .unwrap();
    let response = service.get(&format!("/establishments/{}", ids[0]), &browser).await;
    let on = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(
        (response.status(), on.as_str()),
        (StatusCode::MOVED_PERMANENTLY, format!("/establishments/{}?merged=true&lang=fr", ids[1]).as_str())
    );
    assert!(text(service.get(&on, &browser).await).await.contains("un doublon"));
    let asked = format!("/establishments/{}?needs=deaf&limits[max_steps]=2&lang=en", ids[0]);
    let on = service.get(&asked, &browser).await.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let own = "merged=true&needs=deaf&limits%5Bmax_steps%5D=2&lang=en";
    assert_eq!(on, format!("/establishments/{}?{own}", ids[1]), "the needs hold for where one is led to");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_search_lead_forward_and_back_and_the_link_to_share_holds_no_needs() {
    let places: Vec<_> =
        (0..45).map(|place| bakery(&format!("Boulangerie {place:03}"), 0.0, json!({}))).collect();
    let (service, _) = Service::with(&places).await;
    let page = async |path: &str| text(service.get(path, &[]).await).await.replace("&#38;", "&");
    let link = |page: &str, rel: &str| {
        let (_, rest) = page.split_once(&format!("rel=\"{rel}\" href=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let first = page("/?q=boulangerie").await;
    assert!(first.contains("Page 1 sur 3") && link(&first, "prev").is_none());
    let second = page(&link(&first, "next").unwrap()).await;
    assert!(second.contains("Page 2 sur 3"), "{second}");
    let third = page(&link(&second, "next").unwrap()).await;
    assert!(third.contains("Page 3 sur 3") && link(&third, "next").is_none());
    assert!(page(&link(&third, "prev").unwrap()).await.contains("Page 2 sur 3"));
    assert!(page(&link(&second, "prev").unwrap()).await.contains("Page 1 sur 3"));
    let english = page("/?q=boulangerie&lang=en").await;
    assert!(page(&link(&english, "next").unwrap()).await.contains("Page 2 of 3"));
    let own = page("/?q=boulangerie&needs=deaf&unknown=include").await;
    assert!(own.contains("href=\"/?q=boulangerie&unknown=include\">Lien à partager"), "{own}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_a_place_is_a_drawing_and_there_is_none_of_a_place_that_never_was() {
    let (service, ids) = Service::with(&[bakery("Boulangerie Martin", 0.0, json!({}))]).await;
    let response = service.get(&format!("/establishments/{}/qr.svg", ids[0]), &[]).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "image/svg+xml");
    assert!(text(response).await.contains("<svg"));
    let never = format!("/establishments/{}/qr.svg", uuid::Uuid::nil());
    assert_eq!(service.get(&never, &[]).await.status(), 404);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_tells_who_said_what_and_compares_two_versions_whichever_comes_first() {
    let (service, ids) =
        Service::with(&[bakery("Boulangerie <b>", 0.0, json!({"entree_plain_pied": true}))]).await;
    service
        .sql(
            r#"INSERT INTO establishment_version (establishment_id, version, at, source_key, actor, reason, diff)
               VALUES ($1, 2, now(), 'survey', 'test', 'seen again', '{"criteria": {"entree_plain_pied": [true, false]}}')"#,
            ids[0],
        )
        .await;
    let page = text(service.get(&format!("/establishments/{}/history", ids[0]), &[]).await).await;
    assert!(
        page.contains("Version 2") && page.contains("seen again") && page.contains("Field survey"),
        "{page}"
    );
    assert!(page.contains("Boulangerie &#60;b&#62;") && !page.contains("<b>"), "{page}");
    assert!(page.contains("<del>") && page.contains("<ins>"), "{page}");
    let compared =
        text(service.get(&format!("/establishments/{}/history?from=2&to=1", ids[0]), &[]).await).await;
    assert!(
        compared.contains("De la version 1 à la version 2") && compared.contains("Ce qui diffère"),
        "{compared}"
    );
    let never = format!("/establishments/{}/history", uuid::Uuid::nil());
    assert_eq!(service.get(&never, &[]).await.status(), 404);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_without_what_is_needed_comes_back_with_what_was_typed_and_where_to_put_it_right() {
    let (service, ids) = Service::with(&[bakery("Boulangerie Martin", 0.0, json!({}))]).await;
    let path = format!("/establishments/{}/report", ids[0]);
    let form = "application/x-www-form-urlencoded";
    let answer = service.post(&path, form, "kind=&message=La+porte+%3Cb%3E").await;
    assert_eq!(answer.status(), 422);
    let page = text(answer).await;
    assert!(page.contains("<title>Erreur : ") && page.contains("href=\"#kind\""), "{page}");
    assert!(page.contains("La porte &#60;b&#62;</textarea>"), "{page}");
    assert_eq!(service.post(&path, form, "kind=wrong&message=").await.status(), 422);
    let about = text(service.get(&format!("{path}?criterion=entree_plain_pied&lang=en"), &[]).await).await;
    let label = plainpied_criteria::schema().get("entree_plain_pied").unwrap().label.en.clone();
    assert!(about.contains(&format!("{label} : </textarea>")), "{about}");
    assert_eq!(service.get(&format!("{path}?criterion=no_such"), &[]).await.status(), 400);
    let long = format!("kind=other&message={}", "a".repeat(1_001));
    assert_eq!(service.post(&path, form, long).await.status(), 422);
    assert_eq!(service.post(&path, "application/json", "{}").await.status(), 415);
    let count = "SELECT count(*) FROM report";
    let told = async || sqlx::query_scalar::<_, i64>(count).fetch_one(&service.database.pool).await.unwrap();
    assert_eq!(told().await, 0);
    let sent = "kind=closed&message=Rideau%0D%0Abaiss%C3%A9";
    let answer = service.post(&path, form, sent).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "who must sign in first is led there");
    let on = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert!(on.starts_with("/signin?next=") && on.contains("kept"), "{on}");
    assert_eq!(told().await, 0);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reports_with_a_form_where_that_is_allowed() {
    let review = ReviewRules { anonymous_reports: true, ..ReviewRules::default() };
    let http = HttpConfig { review, ..HttpConfig::new(Site::default()) };
    let (service, ids) = Service::configured(&[bakery("Boulangerie Martin", 0.0, json!({}))], http).await;
    let (path, form) = (format!("/establishments/{}/report", ids[0]), "application/x-www-form-urlencoded");
    let answer = service.post(&path, form, "kind=closed&message=Rideau%0D%0Abaiss%C3%A9").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(text(answer).await.contains("Merci"));
    let told = sqlx::query_scalar::<_, String>("SELECT kind || ': ' || message FROM report");
    assert_eq!(told.fetch_all(&service.database.pool).await.unwrap(), ["closed: Rideau baissé"]);
    service.end().await;
}
