use serde_json::json;

use super::{Browser, opened};

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
    let kept = [
        ("csrf", csrf.as_str()),
        ("need[deaf]", "1"),
        ("consent", "1"),
        ("places", added["id"].as_str().unwrap()),
    ];
    assert_eq!(browser.post("/account/needs", &kept).leads_to(), "/account/needs?done=kept");
    let export = browser.get("/account/export").json();
    assert_eq!(
        (&export["consent"]["needs"], &export["favourites"][0]["establishment"]),
        (&json!(["deaf"]), &added["id"])
    );
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
        "SELECT (SELECT count(*) FROM consent) + (SELECT count(*) FROM favourite) + (SELECT count(*) FROM session) + (SELECT count(*) FROM api_key)
              + (SELECT count(*) FROM account WHERE email IS NOT NULL OR name LIKE '%Martin%')",
    )
    .fetch_one(&world.database.pool)
    .await
    .unwrap();
    assert_eq!(traces, 0);
}
