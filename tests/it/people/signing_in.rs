use std::time::Instant;

use super::{Browser, opened};

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
