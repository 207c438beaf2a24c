use serde_json::{Value, json};

use super::{Browser, opened};
use crate::smtp::SITE;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_where_it_is_ended_and_a_stolen_one_with_it() {
    let (world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    browser.sign_in(&smtp, "one@example.org", "/account");
    let cookie = browser.cookie.clone().unwrap();
    assert!(cookie.starts_with("__Host-plainpied="), "{cookie}");
    let mut stolen = Browser { url: url.clone(), cookie: Some(cookie) };
    assert_eq!(stolen.get("/account").status, 200);
    let csrf = browser.csrf();
    assert_eq!(browser.post("/signout", &[("csrf", &csrf)]).leads_to(), "/");
    assert!(browser.cookie.is_none());
    assert_eq!(stolen.get("/account").status, 303, "it is worth nothing any more");
    assert_eq!(stolen.api("GET", "/api/v1/me", &json!({}), None).status, 401);

    let mut browsers: Vec<Browser> = (0..3).map(|_| Browser::new(&url)).collect();
    browsers.iter_mut().for_each(|one| _ = one.sign_in(&smtp, "one@example.org", "/account"));
    let listed = browsers[0].api("GET", "/api/v1/me/sessions", &json!({}), None).json();
    let sessions = listed["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 3);
    assert_eq!(sessions.iter().filter(|one| one["current"] == true).count(), 1);
    let csrf = browsers[0].csrf();
    let other = sessions.iter().find(|one| one["current"] == false).unwrap()["id"].as_str().unwrap();
    assert_eq!(browsers[0].post("/account/sessions", &[("csrf", &csrf), ("id", other)]).status, 303);
    let alive = |browsers: &mut Vec<Browser>| {
        browsers.iter_mut().filter_map(|one| (one.get("/account").status == 200).then_some(())).count()
    };
    assert_eq!(alive(&mut browsers), 2);
    browsers[0].post("/account/sessions", &[("csrf", &csrf)]);
    assert_eq!(alive(&mut browsers), 1, "everywhere but here");
    assert_eq!(browsers[0].get("/account").status, 200);

    world.told(&["account", "block", "one@example.org"]);
    assert_eq!(alive(&mut browsers), 0, "a blocked account is signed in nowhere");
    let path = {
        browsers[1].post("/signin", &[("email", "one@example.org")]);
        smtp.mail_to("one@example.org", 5).path("/signin/")
    };
    assert_eq!(browsers[1].post(&path, &[]).status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_site_makes_a_browser_send_changes_nothing() {
    let (world, smtp, _server, url) = opened().await;
    let (mut browser, mut other) = (Browser::new(&url), Browser::new(&url));
    browser.sign_in(&smtp, "one@example.org", "/account");
    other.sign_in(&smtp, "two@example.org", "/account");
    let (csrf, foreign) = (browser.csrf(), other.csrf());
    assert_ne!(csrf, foreign);
    for wrong in ["", "0", foreign.as_str()] {
        for path in
            ["/signout", "/account/delete", "/account/password", "/account/address", "/account/sessions"]
        {
            let fields = [
                ("csrf", wrong),
                ("sure", "1"),
                ("password", "another password"),
                ("email", "x@example.org"),
            ];
            assert_eq!(browser.post(path, &fields).status, 403, "{path} with {wrong:?}");
        }
        let refused = browser.api("PATCH", "/api/v1/me", &json!({ "name": "Thief" }), Some(wrong));
        assert_eq!(
            (refused.status, &refused.json()["type"]),
            (403, &json!(format!("{SITE}/problems/forged-request")))
        );
        assert_eq!(browser.api("DELETE", "/api/v1/me", &json!({}), Some(wrong)).status, 403);
        // A form that may be kept is shown again, and nothing is done.
        let kept = browser.post("/account/profile", &[("csrf", wrong), ("name", "Thief")]);
        assert!(kept.leads_to().starts_with("/signin?next="), "{:?}", kept.location);
    }
    for origin in ["https://elsewhere.example", "null"] {
        let sent = browser.post_from("/account/profile", &[("csrf", &csrf), ("name", "Thief")], origin);
        assert_eq!(sent.status, 403, "{origin}");
    }
    let cross = [
        ("content-type", "application/json"),
        ("x-csrf-token", csrf.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(browser.send("PATCH", "/api/v1/me", "{\"name\":\"Thief\"}", &cross).status, 403);
    assert_eq!(browser.api("PATCH", "/api/v1/me", &json!({ "name": "Thief" }), None).status, 403);
    assert_eq!(browser.api("GET", "/api/v1/me", &json!({}), None).json()["name"], "Madame Martin");
    assert_eq!(browser.api("PATCH", "/api/v1/me", &json!({ "name": "Monsieur" }), Some(&csrf)).status, 204);
    assert_eq!(browser.api("GET", "/api/v1/me", &json!({}), None).json()["name"], "Monsieur");
    let idea = json!({ "kind": "wording", "text": "What is a threshold?" });
    for wrong in [None, Some("0"), Some(foreign.as_str())] {
        assert_eq!(browser.api("POST", "/api/v1/proposals", &idea, wrong).status, 403, "{wrong:?}");
    }
    assert_eq!(browser.api("POST", "/api/v1/proposals", &idea, Some(&csrf)).status, 201);
    assert_eq!(Browser::new(&url).api("POST", "/api/v1/proposals", &idea, None).status, 201, "or nobody's");
    let authors: Vec<bool> =
        sqlx::query_scalar("SELECT account_id IS NOT NULL FROM idea ORDER BY created_at")
            .fetch_all(&world.database.pool)
            .await
            .unwrap();
    assert_eq!(authors, [true, false]);
    let add =
        browser.api("POST", "/api/v1/establishments", &crate::writing::bakery("Aux Deux Épis"), Some(&csrf));
    assert_eq!(add.status, 201, "a session writes as a key does: {}", add.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_session_ended_is_there_again_after_signing_in() {
    let (world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    browser.sign_in(&smtp, "one@example.org", "/account");
    let csrf = browser.csrf();
    sqlx::query("DELETE FROM session").execute(&world.database.pool).await.unwrap();
    let sent = browser.post(
        "/account/profile",
        &[("csrf", &csrf), ("name", "Élise \"Martin\""), ("password", "secret secret")],
    );
    let led = sent.leads_to().to_owned();
    assert!(led.starts_with("/signin?next=%2Faccount%3Fkept%3D"), "{led}");
    let next = browser.get(&led).hidden("next");
    let back = browser.sign_in(&smtp, "one@example.org", &next);
    assert_eq!(back, next);
    let page = browser.get(&back);
    assert!(page.body.contains("value=\"Élise &#34;Martin&#34;\""), "{}", page.body);
    let kept: Value =
        sqlx::query_scalar("SELECT fields FROM kept_form").fetch_one(&world.database.pool).await.unwrap();
    assert!(!kept.to_string().contains("secret"), "passwords are not kept");
    let csrf = page.hidden("csrf");
    assert_eq!(
        browser.post("/account/profile", &[("csrf", &csrf), ("name", "Élise")]).leads_to(),
        "/account?done=profile"
    );
    assert!(browser.get("/account").body.contains("value=\"Élise\""));
}
