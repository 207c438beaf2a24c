//! People: signing in over a real mail server, sessions, one's own data, keys; and every way in that is none.

use std::time::Instant;

use serde_json::{Value, json};

use crate::harness::{Running, World};
use crate::smtp::{SITE, Smtp};

/// A browser: keeps the cookie, follows nothing.
pub struct Browser {
    url: String,
    cookie: Option<String>,
}

pub struct Page {
    pub status: u16,
    pub body: String,
    location: Option<String>,
}

impl Page {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }

    /// The value of the first hidden field of this name.
    fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    pub fn leads_to(&self) -> &str {
        self.location.as_deref().unwrap_or_else(|| panic!("{} {}", self.status, self.body))
    }
}

impl Browser {
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned(), cookie: None }
    }

    fn send(&mut self, method: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Page {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent: ureq::Agent = config.build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        request = request.header("accept", "text/html,application/json;q=0.5");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie.as_str());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = agent.configure_request(request.body(body.to_owned()).unwrap());
        let mut response = agent.run(request.allow_non_standard_methods(true).build()).unwrap();
        let header = |name: &str| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        if let Some(set) = header("set-cookie") {
            let pair = set.split(';').next().unwrap().to_owned();
            self.cookie = Some(pair).filter(|pair| !pair.ends_with('='));
        }
        let location = header("location");
        let status = response.status().as_u16();
        Page { status, location, body: response.body_mut().read_to_string().unwrap() }
    }

    pub fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "", &[])
    }

    /// Sends a form as the browser of somebody on our pages.
    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_from(path, fields, SITE)
    }

    fn post_from(&mut self, path: &str, fields: &[(&str, &str)], origin: &str) -> Page {
        let escaped = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('+', "%2B");
        let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)];
        self.send("POST", path, &pairs.join("&"), &headers)
    }

    fn api(&mut self, method: &str, path: &str, body: &Value, csrf: Option<&str>) -> Page {
        let mut headers = vec![("content-type", "application/json"), ("accept", "application/json")];
        headers.extend(csrf.map(|csrf| ("x-csrf-token", csrf)));
        self.send(method, path, &body.to_string(), &headers)
    }

    fn csrf(&mut self) -> String {
        self.get("/account").hidden("csrf")
    }

    /// Signs in by a mailed link, and makes the account where there is none; where it leads.
    pub fn sign_in(&mut self, smtp: &Smtp, email: &str, next: &str) -> String {
        let before = smtp.mails_to(email).len();
        assert_eq!(self.post("/signin", &[("email", email), ("next", next)]).leads_to(), "/signin/sent");
        let path = smtp.mail_to(email, before + 1).path("/signin/");
        self.post(&path, &[("name", "Madame Martin")]).leads_to().to_owned()
    }
}

/// A service that mails.
async fn opened() -> (World, Smtp, Running, String) {
    let world = World::seeded().await;
    let smtp = Smtp::start();
    let (server, url) = world.serve_with(&smtp.options());
    (world, smtp, server, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_comes_in_by_a_mailed_link_and_is_led_back_to_where_she_was() {
    let (world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    assert_eq!(browser.get("/account").leads_to(), "/signin?next=/account");
    let next = "/establishments/1?needs=blind&kept=0&lang=en";
    let asked = browser.post("/signin?lang=en", &[("email", " One@Example.org "), ("next", next)]);
    assert_eq!(asked.leads_to(), "/signin/sent?lang=en");
    let mail = smtp.mail_to("one@example.org", 1);
    assert_eq!(mail.message().subject(), Some("Your link to sign in to Plainpied"));
    let path = mail.path("/signin/");
    assert!(mail.html().contains(&path) && path.ends_with("?lang=en"), "{path}");
    assert!(!mail.text().contains("blind"), "needs are not mailed");

    // A program that looks at the links in mails uses nothing up.
    for _ in 0..3 {
        let looked = browser.get(&path);
        assert!(looked.status == 200 && looked.body.contains("one@example.org"), "{}", looked.body);
    }
    assert!(browser.cookie.is_none());
    let nameless = browser.post(&path, &[("name", " ")]);
    assert_eq!(nameless.status, 422, "the first time a name is wanted: {}", nameless.body);
    let entered = browser.post(&path, &[("name", "Madame <b>Martin</b>")]);
    assert_eq!(entered.leads_to(), "/establishments/1?kept=0&lang=en", "what was searched is not kept");
    let page = browser.get("/account?lang=en");
    assert!(page.body.contains("Madame &#60;b&#62;Martin") && page.body.contains("contributor"));
    assert_eq!(browser.get("/signin").leads_to(), "/account", "whoever is signed in goes on");

    // Once is once.
    let mut thief = Browser::new(&url);
    let replayed = thief.post(&path, &[("name", "Thief")]);
    assert!(replayed.status == 410 && thief.cookie.is_none(), "{}", replayed.body);
    assert_eq!(thief.get(&path).status, 410);
    let forged = format!("/signin/{}", "0".repeat(64));
    for path in [forged.as_str(), "/signin/short"] {
        assert_eq!(thief.get(path).status, 401, "{path}");
        assert_eq!(thief.post(path, &[("name", "Thief")]).status, 401, "{path}");
    }
    assert_eq!(browser.post("/signin", &[("email", "nobody")]).status, 422);
    assert!(thief.cookie.is_none());

    // A second time the same account, without asking for a name; and nobody is led elsewhere.
    let mut other = Browser::new(&url);
    assert_eq!(other.sign_in(&smtp, "one@example.org", "//elsewhere.example"), "/account");
    let accounts: i64 =
        sqlx::query_scalar("SELECT count(*) FROM account").fetch_one(&world.database.pool).await.unwrap();
    assert_eq!(accounts, 1);
    assert!(!world.logged().contains("one@example.org"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_too_old_opens_nothing_and_too_many_are_not_sent() {
    let (world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    for count in 1..=5 {
        browser.post("/signin", &[("email", "one@example.org")]);
        smtp.mail_to("one@example.org", count);
    }
    assert_eq!(browser.post("/signin", &[("email", "one@example.org")]).status, 429);
    assert_eq!(
        browser.post("/signin", &[("email", "two@example.org")]).status,
        303,
        "others are not touched"
    );
    sqlx::query("UPDATE mail_link SET expires_at = now() - interval '1 second'")
        .execute(&world.database.pool)
        .await
        .unwrap();
    let path = smtp.mail_to("one@example.org", 5).path("/signin/");
    assert_eq!(browser.get(&path).status, 410);
    assert_eq!(browser.post(&path, &[("name", "Late")]).status, 410);
    let tokens: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT token_hash FROM mail_link").fetch_all(&world.database.pool).await.unwrap();
    assert!(tokens.iter().all(|hash| hash.len() == 32), "only digests are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_account_exists_is_told_neither_by_words_nor_by_time() {
    let (world, smtp, _server, url) = opened().await;
    let mut known = Browser::new(&url);
    known.sign_in(&smtp, "known@example.org", "/account");
    let csrf = known.csrf();
    let set = known.post("/account/password", &[("csrf", &csrf), ("password", "correct horse battery")]);
    assert_eq!(set.leads_to(), "/account?done=password");
    assert!(smtp.mail_to("known@example.org", 2).text().contains("mot de passe"), "it is told by mail");

    let mut stranger = Browser::new(&url);
    let mut tried = |email: &str, password: &str| {
        let began = Instant::now();
        let page = stranger.post("/signin/password", &[("email", email), ("password", password)]);
        (page.status, page.body.replace(email, "ADDRESS"), began.elapsed().as_secs_f64())
    };
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..6 {
        let (one, other) =
            (tried("known@example.org", "wrong password"), tried("nobody@example.org", "wrong password"));
        assert_eq!((one.0, &one.1), (401, &other.1), "the same words");
        assert_eq!(other.0, 401);
        if round > 0 {
            times[0].push(one.2);
            times[1].push(other.2);
        }
    }
    let least = times.map(|list| list.into_iter().fold(f64::MAX, f64::min));
    assert!(least[0] < 3.0 * least[1] && least[1] < 3.0 * least[0], "the same time: {least:?}");
    for email in ["known@example.org", "nobody@example.org"] {
        let last = (0..6).map(|_| tried(email, "wrong password").0).last().unwrap();
        assert_eq!(last, 429, "{email}: guessing ends");
    }
    assert_eq!(
        tried("known@example.org", "correct horse battery").0,
        429,
        "the right one has to wait as well"
    );
    sqlx::query("DELETE FROM wrong_password").execute(&world.database.pool).await.unwrap();
    assert_eq!(tried("Known@Example.org", "correct horse battery").0, 303);
    let asked = |email: &str| Browser::new(&url).post("/signin", &[("email", email)]);
    let (one, other) = (asked("known@example.org"), asked("nobody@example.org"));
    assert_eq!((one.status, one.body, one.location), (other.status, other.body, other.location));
}

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
    let (_world, smtp, _server, url) = opened().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn another_address_counts_once_it_is_confirmed_and_the_old_one_is_told() {
    let (_world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    browser.sign_in(&smtp, "old@example.org", "/account");
    Browser::new(&url).sign_in(&smtp, "taken@example.org", "/account");
    let csrf = browser.csrf();
    let address =
        |browser: &mut Browser| browser.api("GET", "/api/v1/me", &json!({}), None).json()["email"].clone();
    let mut ask = |email: &str| browser.post("/account/address", &[("csrf", &csrf), ("email", email)]);
    let (free, taken) = (ask("new@example.org"), ask("taken@example.org"));
    assert_eq!(
        (free.leads_to(), &free.body),
        (taken.leads_to(), &taken.body),
        "nothing tells that it is taken"
    );
    assert!(smtp.mail_to("old@example.org", 2).text().contains("Une autre adresse"));
    assert_eq!(address(&mut browser), "old@example.org");
    let path = smtp.mail_to("new@example.org", 1).path("/account/address/");
    let mut elsewhere = Browser::new(&url);
    assert_eq!(elsewhere.get(&path).status, 200);
    assert_eq!(address(&mut browser), "old@example.org", "looking is not confirming");
    assert_eq!(
        elsewhere.get(&path.replace("/account/address/", "/signin/")).status,
        401,
        "it signs nobody in"
    );
    assert_eq!(elsewhere.post(&path, &[]).status, 200);
    assert_eq!(elsewhere.post(&path, &[]).status, 410);
    assert_eq!(address(&mut browser), "new@example.org");
    let path = smtp.mail_to("taken@example.org", 2).path("/account/address/");
    assert_eq!(elsewhere.post(&path, &[]).status, 409);
    assert_eq!(address(&mut browser), "new@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_data_can_be_taken_along_and_leaving_takes_the_name_away_and_nothing_else() {
    let (world, smtp, _server, url) = opened().await;
    let mut browser = Browser::new(&url);
    browser.sign_in(&smtp, "one@example.org", "/account");
    let csrf = browser.csrf();
    let place = crate::writing::bakery("Aux Deux Épis");
    let added = browser.api("POST", "/api/v1/establishments", &place, Some(&csrf)).json();
    let wanted = json!({ "name": "mine", "scopes": ["read", "write"] });
    let key = browser.api("POST", "/api/v1/keys", &wanted, Some(&csrf)).json()["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let export = browser.get("/account/export").json();
    assert_eq!(export["account"]["email"], "one@example.org");
    assert_eq!(export["contributions"][0]["establishment"], added["id"]);
    assert_eq!(
        (export["keys"][0]["name"].as_str(), export["sessions"].as_array().unwrap().len()),
        (Some("mine"), 1)
    );
    assert!(!export.to_string().contains("hash") && !export.to_string().contains(&key));
    assert_eq!(export, browser.api("GET", "/api/v1/me/export", &json!({}), None).json());

    assert_eq!(browser.post("/account/delete", &[("csrf", &csrf)]).status, 422, "the box must be ticked");
    let left = browser.post("/account/delete", &[("csrf", &csrf), ("sure", "1")]);
    assert!(left.status == 200 && browser.cookie.is_none(), "{}", left.body);
    let path = format!("/api/v1/establishments/{}/versions", added["id"].as_str().unwrap());
    let history = Browser::new(&url).get(&path).json();
    assert_eq!(history["versions"].as_array().unwrap().len(), 1, "what was contributed stays");
    assert!(!history.to_string().contains("Martin"), "{history}");
    assert_eq!(
        crate::writing::Writer::with_key(&url, &key).send("GET", "/api/v1/keys", &json!({})).status,
        401
    );
    let traces: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM api_key)
              + (SELECT count(*) FROM account WHERE email IS NOT NULL OR name LIKE '%Martin%')",
    )
    .fetch_one(&world.database.pool)
    .await
    .unwrap();
    assert_eq!(traces, 0);
}

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
