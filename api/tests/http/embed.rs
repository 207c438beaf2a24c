//! What others show in frames of their pages, and what pages may load from elsewhere.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use plainpied::base_map::BaseMap;
use plainpied::site::Site;
use plainpied::state::HttpConfig;
use serde_json::json;

use crate::service::{Service, bakery, text};

fn policy(response: &Response<Body>) -> String {
    response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_made_for_it_may_be_framed_and_only_by_those_who_are_let() {
    let site = Site::new(Some("https://plainpied.example")).unwrap();
    let http = HttpConfig { embed: "https://ville.example".parse().unwrap(), ..HttpConfig::new(site) };
    let place = bakery("Boulangerie <Martin>", 0.0, json!({"entree_plain_pied": true}));
    let (service, ids) = Service::configured(&[place], http).await;
    let frame = format!("/embed/establishments/{}?theme=dark&lang=fr&needs=manual_wheelchair", ids[0]);
    for path in [frame.as_str(), "/embed/communes/69266"] {
        let response = service.get(path, &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(policy(&response).ends_with("frame-ancestors 'self' https://ville.example"), "{path}");
        assert!(!response.headers().contains_key(header::SET_COOKIE), "{path}");
        let page = text(response).await;
        assert!(page.contains("Boulangerie &#60;Martin&#62;") && !page.contains("<script"), "{page}");
    }
    let page = text(service.get(&frame, &[]).await).await;
    assert!(page.contains("data-theme=\"dark\"") && page.contains("class=\"verdict"), "{page}");
    let page = service.get(&format!("/establishments/{}", ids[0]), &[]).await;
    assert!(policy(&page).contains("frame-ancestors 'none'"));
    for (wrong, status) in [
        ("/embed/communes/00000", 404),
        ("/embed/communes/x", 400),
        ("/embed/establishments/00000000-0000-7000-8000-000000000000", 404),
        ("/embed?id=x", 400),
        ("/embed?theme=pink", 400),
    ] {
        assert_eq!(service.get(wrong, &[]).await.status(), status, "{wrong}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_to_copy_has_whole_addresses_and_choices_lead_to_it() {
    let (service, ids) = Service::with(&[bakery("Boulangerie Martin", 0.0, json!({}))]).await;
    let page = text(service.get("/embed?q=martin", &[]).await).await;
    assert!(page.contains(&format!("/embed?id={}", ids[0])), "{page}");
    assert!(text(service.get("/embed?q=villeurb", &[]).await).await.contains("/embed?commune=69266"));
    let path = format!("/embed?id={}&need[deaf]=1&lang=en", ids[0]);
    let page = text(service.get(&path, &[("host", "plainpied.example")]).await).await;
    let frame = format!("http://plainpied.example/embed/establishments/{}?size=compact", ids[0]);
    assert!(page.contains(&frame) && page.contains("needs=deaf"), "{page}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_map_of_others_is_let_in_where_the_map_is_and_nowhere_else() {
    let map = BaseMap::new("https://tiles.example/style.json").unwrap();
    let http = HttpConfig { base_map: Some(map), ..HttpConfig::new(Site::default()) };
    let (service, _) = Service::configured(&[bakery("Boulangerie Martin", 0.0, json!({}))], http).await;
    let results = service.get("/?q=martin", &[]).await;
    assert!(policy(&results).contains("connect-src 'self' https://tiles.example;"), "{}", policy(&results));
    assert!(text(results).await.contains("data-base=\"https://tiles.example/style.json\""));
    assert!(!policy(&service.get("/open-data/", &[]).await).contains("tiles.example"));
    service.end().await;
    let (service, _) = Service::with(&[bakery("Boulangerie Martin", 0.0, json!({}))]).await;
    let results = service.get("/?q=martin", &[]).await;
    assert!(
        !policy(&results).contains("http") && !policy(&results).contains("unsafe"),
        "{}",
        policy(&results)
    );
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_narrows_a_search_stands_on_its_page_with_the_way_back() {
    let places = [
        bakery("Boulangerie Martin", 0.0, json!({"entree_plain_pied": true})),
        bakery("Pain", 0.001, json!({})),
    ];
    let (service, ids) = Service::with(&places).await;
    let page =
        text(service.get("/?activity=boulangerie&bbox=4.5,45.5,5.2,46.2&unknown=include", &[]).await).await;
    assert!(
        page.contains("dans la zone de la carte <a href=\"/?activity=boulangerie&#38;unknown=include\""),
        "{page}"
    );
    assert!(
        page.contains(&format!("data-id=\"{}\"", ids[0]))
            && page.contains("data-tiles=\"activity=boulangerie\"")
    );
    let empty = text(service.get("/?bbox=0,0,1,1", &[]).await).await;
    assert!(empty.contains("Aucun lieu") && empty.contains("dans la zone de la carte"), "{empty}");
    service.end().await;
}
