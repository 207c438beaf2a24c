use serde_json::json;

use super::{Browser, opened};
use crate::harness::World;

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_made_shown_once_replaced_and_taken_back_by_their_owner_alone() {
    let (_world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    browser.sign_in(&smtp, "one@example.org", "/account");
    let csrf = browser.csrf();
    let fields = [("csrf", csrf.as_str()), ("key_name", "site"), ("scope[read]", "1"), ("scope[write]", "1")];
    let made = browser.post("/account/keys", &fields);
    let secret =
        made.body.split("<code class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(!browser.get("/account").body.contains(&secret), "once");
    let key = crate::writing::Writer::with_key(&url, &secret);
    let keys = |writer: &crate::writing::Writer| writer.send("GET", "/api/v1/keys", &json!({}));
    assert_eq!(keys(&key).body["keys"][0]["name"], "site");

    // By the key itself: no further than it reaches, and not to who somebody is.
    let further = key.send("POST", "/api/v1/keys", &json!({ "name": "more", "scopes": ["moderate"] }));
    assert_eq!((further.status, &further.body["scope"]), (403, &json!("moderate")));
    for (method, path) in
        [("GET", "/api/v1/me/sessions"), ("DELETE", "/api/v1/me"), ("GET", "/api/v1/me/export")]
    {
        assert_eq!(key.send(method, path, &json!({})).status, 403, "{method} {path}");
    }
    let wrong =
        key.send("POST", "/api/v1/keys", &json!({ "name": "", "scopes": ["reed"], "days": 0, "orign": "x" }));
    assert_eq!(
        (wrong.status, wrong.body["errors"][0]["nearest"].as_str()),
        (422, Some("origin")),
        "{}",
        wrong.body
    );
    let bound = json!({ "name": "page", "scopes": ["read", "write"], "origin": "https://example.org" });
    let bound = key.send("POST", "/api/v1/keys", &bound).body["secret"].as_str().unwrap().to_owned();
    let page = crate::writing::Writer::with_key(&url, &bound);
    let origin = [("origin", "https://example.org")];
    assert_eq!(page.send_with("GET", "/api/v1/keys", &json!({}), &origin).status, 403, "anybody can read it");

    let path = format!("/api/v1/keys/{}", &secret[..11]);
    let replaced = key.send("POST", &format!("{path}/rotate"), &json!({ "overlap_hours": 1 }));
    assert_eq!(replaced.status, 201, "{}", replaced.body);
    let fresh = crate::writing::Writer::with_key(&url, replaced.body["secret"].as_str().unwrap());
    assert_eq!((keys(&key).status, keys(&fresh).status), (200, 200), "both for a while");
    let again = fresh.send("POST", &format!("{path}/rotate"), &json!({ "overlap_hours": 0 }));
    assert_eq!(again.status, 201, "{}", again.body);
    assert_eq!(keys(&key).status, 401, "its time is over");
    let mut other = Browser::new(&url);
    other.sign_in(&smtp, "two@example.org", "/account");
    let (foreign, prefix) = (other.csrf(), replaced.body["prefix"].as_str().unwrap());
    let theirs = format!("/api/v1/keys/{prefix}");
    assert_eq!(
        other.api("DELETE", &theirs, &json!({}), Some(&foreign)).status,
        404,
        "of others nothing is known"
    );
    assert_eq!(
        browser.post(&format!("/account/keys/{prefix}"), &[("csrf", &csrf), ("revoke", "1")]).status,
        303
    );
    assert_eq!(keys(&fresh).status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_may_ask_so_much_a_day_and_is_told_what_is_left() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    let account = world.told(&["account", "add", "Somebody"]);
    let key = world.told(&["key", "create", &account, "--requests-a-day", "4"]);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let ask = |url: &str, key: &str| {
        let request =
            agent.get(format!("{url}/api/v1/needs")).header("authorization", format!("Api-Key {key}"));
        let response = request.call().unwrap();
        let left = response.headers().get("ratelimit").map(|left| left.to_str().unwrap().to_owned());
        (response.status().as_u16(), left.unwrap_or_default())
    };
    let (status, left) = ask(&url, &key);
    assert_eq!(status, 200);
    assert!(left.starts_with("\"day\";r=3;t="), "{left}");
    ask(&url, &key);
    crate::harness::wait_until("it is written down", || {
        let count = world.told(&["key", "list", &account, "--json"]);
        count.contains("\"requests_today\":2")
    });
    drop(server);
    let (_server, url) = world.serve();
    assert!(ask(&url, &key).1.starts_with("\"day\";r=1;"), "a server that starts goes on counting");
    assert_eq!(ask(&url, &key).0, 200);
    let (status, left) = ask(&url, &key);
    assert_eq!(status, 429, "{left}");
    assert!(left.starts_with("\"day\";r=0;t="), "{left}");
    let unlimited = world.told(&["key", "create", &account]);
    assert_eq!(ask(&url, &unlimited).0, 200, "another key is another key");
    let quick = world.told(&["key", "create", &account, "--requests-a-second", "1"]);
    let refused = (0..15).filter(|_| ask(&url, &quick).0 == 429).count();
    assert!((1..=5).contains(&refused), "ten at once, then one a second: {refused} refused");
}
