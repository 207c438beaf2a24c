//! Confirmations, undoings and batches are writes: rules look at them too.

use serde_json::{Value, json};

use super::{get, place, problem};
use crate::harness::World;
use crate::writing::{Answer, Writer};

fn held(answer: &Answer, kind: &str, why: &str) -> String {
    assert_eq!(answer.status, 202, "{}", answer.body);
    assert_eq!((&answer.body["kind"], &answer.body["held"]), (&json!(kind), &json!(why)), "{}", answer.body);
    format!("/api/v1/suggestions/{}", answer.body["id"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomers_confirmation_waits_and_counts_from_the_day_on_which_it_was_said() {
    let world = World::seeded().await;
    let (_server, url) = world.serve_with(&["--review-first-edits", "1"]);
    let (team, newcomer) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let path = place(&team, "Aux Deux Épis", 0.01);
    let verify = format!("{path}/verify");
    let tried = newcomer.send("POST", &format!("{verify}?dry_run=true"), &json!({}));
    assert_eq!((tried.status, &tried.body["waits"]), (200, &json!("newcomer")), "{}", tried.body);
    let waits = held(&newcomer.send("POST", &verify, &json!({ "reason": "Seen." })), "verify", "newcomer");
    assert_eq!(get(&team, &path).get("verified_at"), None, "it is not told before it is decided");
    sqlx::query("UPDATE suggestion SET created_at = '2026-01-02 10:00Z'")
        .execute(&world.database.pool)
        .await
        .unwrap();
    // What others say meanwhile is no conflict: it was so on that day.
    assert_eq!(team.send("PATCH", &path, &json!({ "criteria": { "entree_pmr": true } })).status, 200);
    let looked = get(&team, &format!("{waits}?lang=en"));
    assert_eq!(looked["changes"][0]["member"], "/verified_at", "{looked}");
    let accepted = team.send("POST", &format!("{waits}/accept"), &json!({}));
    assert_eq!(accepted.status, 200, "{}", accepted.body);
    let verified = get(&team, &path)["verified_at"].as_str().unwrap().to_owned();
    assert!(verified.starts_with("2026-01-02"), "{verified}");
    let history = get(&team, &format!("{path}/versions"));
    assert_eq!(history["versions"][0]["reason"], "Seen.");
    let second = newcomer.send("POST", &verify, &json!({}));
    assert_eq!(second.status, 200, "it is no newcomer any more: {}", second.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_in_a_burst_waits_as_any_other_write_and_batches_are_not_for_contributors() {
    let world = World::seeded().await;
    let words = world.data.path().join("words.txt");
    std::fs::write(&words, "casino\n").unwrap();
    let (_server, url) =
        world.serve_with(&["--review-burst", "2", "--review-words", words.to_str().unwrap()]);
    let (team, writer) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let path = place(&team, "Aux Deux Épis", 0.01);
    let word = json!({ "reason": "See the casino." });
    held(&writer.send("POST", &format!("{path}/verify"), &word), "verify", "words");
    assert_eq!(writer.send("PATCH", &path, &json!({ "contact": { "phone": "0478000000" } })).status, 200);
    let revert = format!("{path}/versions/2/revert");
    let waits = held(&writer.send("POST", &revert, &json!({ "reason": "A mistake." })), "revert", "burst");
    assert_eq!(get(&team, &path)["contact"]["phone"], "0478000000");
    let looked = get(&team, &waits);
    assert_eq!((&looked["changed"]["phone"][1], &looked["says"]["version"]), (&Value::Null, &json!(2)));
    let accepted = team.send("POST", &format!("{waits}/accept"), &json!({}));
    assert_eq!((accepted.status, &accepted.body["version"]), (200, &json!(3)), "{}", accepted.body);
    assert_eq!(get(&team, &path)["contact"].get("phone"), None);

    let line = json!({ "op": "verify", "id": path.rsplit('/').next().unwrap() });
    let batch = writer.send("POST", "/api/v1/batch", &line);
    assert_eq!((batch.status, problem(&batch)), (403, "not-allowed"), "{}", batch.body);
}
