//! What holds for all pages: language, links, headers.

use axum::http::{StatusCode, header};
use serde_json::json;

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
async fn the_switch_remembers_the_language_and_leads_back_to_pages_of_this_site_only() {
    let service = service().await;
    let answer = service.get("/language/en?next=%2F%3Fq%3Dcaf%C3%A9", &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[header::LOCATION], "/?q=caf%C3%A9&lang=en");
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("lang=en; Path=/;") && cookie.contains("SameSite=Lax"), "{cookie}");
    for wrong in ["//example.org", "https://example.org", "/%5Cexample.org", "/%0d%0aX: y"] {
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
