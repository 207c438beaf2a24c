//! Signing in through a provider of identities, and every way in that is none.

use serde_json::json;

use crate::harness::World;
use crate::people::Browser;
use crate::provider::Provider;
use crate::smtp::Smtp;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_provider_knows_by_a_verified_address_comes_in_and_nobody_else() {
    let world = World::seeded().await;
    let (smtp, provider) = (Smtp::start(), Provider::start());
    let identity = ["--oidc-issuer", &provider.url, "--oidc-client-id", "plainpied"];
    let secret = ["--oidc-client-secret", "a secret", "--oidc-name", "Example"];
    let (_server, url) = world.serve_with(&[&smtp.options()[..], &identity, &secret].concat());
    let mut by_mail = Browser::new(&url);
    by_mail.sign_in(&smtp, "one@example.org", "/account");
    let id = |browser: &mut Browser| browser.get("/api/v1/me").json()["id"].clone();
    let account = id(&mut by_mail);
    assert!(Browser::new(&url).get("/signin?lang=en").body.contains("Sign in with Example"));

    let away =
        |browser: &mut Browser| browser.get("/signin/openid?next=/establishments/1").leads_to().to_owned();
    let verified = json!({ "email": "One@example.org", "email_verified": true, "name": "Une" });
    // What is not verified, signed by another, meant for another visit, service or time, or too old, opens nothing.
    for (wrong, status) in [
        (json!({ "email": "one@example.org", "email_verified": false }), 403),
        (json!({ "email": "one@example.org" }), 403),
        (json!({ "sub": "person-2" }), 403),
        (json!({ "email": "one@example.org", "email_verified": true, "nonce": "another" }), 401),
        (json!({ "email": "one@example.org", "email_verified": true, "aud": "another" }), 401),
        (
            json!({ "email": "one@example.org", "email_verified": true, "iss": "https://elsewhere.example" }),
            401,
        ),
        (json!({ "email": "one@example.org", "email_verified": true, "exp": 1_000_000_000 }), 401),
    ] {
        let mut browser = Browser::new(&url);
        let back = provider.consent(&away(&mut browser), wrong.clone());
        assert_eq!(browser.get(&back).status, status, "{wrong}");
        assert_eq!(browser.get("/api/v1/me").status, 401, "{wrong}");
    }

    let mut browser = Browser::new(&url);
    let back = provider.consent(&away(&mut browser), verified.clone());
    let mut thief = Browser::new(&url);
    assert_eq!(thief.get(&back).status, 401, "only the browser that went comes back");
    let (path, _) = back.split_once('?').unwrap();
    assert_eq!(browser.get(&format!("{path}?code=x&state={}", "0".repeat(64))).status, 401, "another state");
    assert_eq!(browser.get(&back).leads_to(), "/establishments/1");
    assert_eq!(id(&mut browser), account, "the account of the verified address");
    assert_eq!(browser.get(&back).status, 401, "once is once");

    // From then on by what the provider calls the person, whatever the address.
    let mut again = Browser::new(&url);
    let back =
        provider.consent(&away(&mut again), json!({ "email": "other@example.org", "email_verified": false }));
    assert_eq!(again.get(&back).status, 303);
    assert_eq!(id(&mut again), account);

    // Somebody new gets an account.
    let newcomer =
        json!({ "sub": "person-3", "email": "three@example.org", "email_verified": true, "name": "Trois" });
    let mut third = Browser::new(&url);
    let back = provider.consent(&away(&mut third), newcomer);
    assert_eq!(third.get(&back).status, 303);
    assert_eq!(third.get("/api/v1/me").json()["name"], "Trois");

    provider.forge();
    let mut forger = Browser::new(&url);
    let back = provider.consent(&away(&mut forger), verified);
    assert_eq!(forger.get(&back).status, 401, "another key signed it");
    assert_eq!(forger.get("/api/v1/me").status, 401);
    world.end().await;
}
