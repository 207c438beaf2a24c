use serde_json::json;

use super::{get, place};
use crate::harness::{World, wait_until};
use crate::writing::{Writer, bakery};

const NAME: &str = "</script><script>alert(1)</script>";
const REMARK: &str = "<img src=x onerror=alert(2)> [here](http://evil.example/) http://evil.example/";
const STREET: &str = "\"><svg/onload=alert(3)>";

/// What a browser would do something with.
const LIVE: [&str; 5] =
    ["<script>alert", "<img src=x", "<svg/onload", "href=\"http://evil", "href=http://evil"];

#[tokio::test(flavor = "multi_thread")]
async fn markup_and_links_in_texts_are_text_wherever_they_are_shown() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");
    let mut hostile = bakery(NAME);
    hostile["address"]["street"] = json!(STREET);
    hostile["criteria"]["commentaire"] = json!(REMARK);
    hostile["reason"] = json!("<script>alert(4)</script>");
    let added = writer.send("POST", "/api/v1/establishments", &hostile);
    assert_eq!(added.status, 201, "{}", added.body);
    let id = added.body["id"].as_str().unwrap();
    let path = format!("/api/v1/establishments/{id}");
    assert_eq!(get(&writer, &path)["name"], NAME, "it is kept as it was written");
    wait_until("the index has caught up", || get(&writer, "/readyz")["lag"] == 0);
    let pages = [
        format!("/establishments/{id}?lang=en"),
        format!("/establishments/{id}"),
        "/?q=alert&lang=en".to_owned(),
        "/ogc/collections/establishments/items?f=html".to_owned(),
        format!("/ogc/collections/establishments/items/{id}?f=html"),
        format!("/reconcile/preview/{id}"),
        "/communes/69266/feed.atom".to_owned(),
        format!("{path}.jsonld"),
        format!("{path}/embed"),
        format!("{path}/versions"),
    ];
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    for page in &pages {
        let mut answer = agent.get(format!("{url}{page}")).call().unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{page}");
        let media = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{page}");
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(text.contains("alert"), "{page} shows it: {text}");
        if media.contains("html") || media.contains("xml") {
            let live = LIVE.iter().find(|live| text.contains(**live));
            assert_eq!(live, None, "{page}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_seen_is_not_kept_and_what_is_too_long_is_refused() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let team = Writer::new(&world, &url, "moderator");
    let place = place(&team, "\u{202e}Aux\u{200b} Deux\u{2066} Épis\u{feff}", 0.01);
    assert_eq!(get(&team, &place)["name"], "Aux Deux Épis");
    let patch = json!({ "criteria": { "commentaire": "ca\u{200b}si\u{2060}no \u{202e}txt" }, "reason": "a\u{202e}b" });
    assert_eq!(team.send("PATCH", &place, &patch).status, 200);
    assert_eq!(get(&team, &place)["criteria"]["commentaire"], "casino txt");
    assert_eq!(get(&team, &format!("{place}/versions"))["versions"][0]["reason"], "ab");
    for arabic in ["مقهى\u{200f} السلام", "می\u{200c}خواهم", "👩\u{200d}🦽"] {
        team.send("PATCH", &place, &json!({ "name": arabic }));
        assert_eq!(get(&team, &place)["name"], arabic, "what scripts need stays");
    }
    for (body, pointer) in [
        (json!({ "name": "x".repeat(256) }), "/name"),
        (json!({ "name": "\u{200b}\u{202e}" }), "/name"),
        (json!({ "name": "a\u{0}b" }), "/name"),
        (json!({ "address": { "street": "x".repeat(201) } }), "/address/street"),
        (json!({ "criteria": { "commentaire": "é".repeat(1_001) } }), "/criteria/commentaire"),
        (json!({ "reason": "x".repeat(301) }), "/reason"),
        (json!({ "contact": { "website": "javascript:alert(1)" } }), "/contact/website"),
        (json!({ "contact": { "website": "http://a.example/\"onclick=alert(1)" } }), "/contact/website"),
    ] {
        let refused = team.send("PATCH", &place, &body);
        assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!(pointer)), "{body}");
    }
    let reports = format!("{place}/reports");
    let long = json!({ "kind": "other", "message": "x".repeat(1_001) });
    assert_eq!(team.send("POST", &reports, &long).status, 422);
    let accents = json!({ "kind": "other", "message": "é".repeat(1_000) });
    assert_eq!(team.send("POST", &reports, &accents).status, 201, "characters are counted, not bytes");
}
