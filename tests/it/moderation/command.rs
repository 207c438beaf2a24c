use serde_json::{Value, json};

use super::{get, place};
use crate::harness::World;
use crate::writing::Writer;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_do_the_same_by_command() {
    let world = World::seeded().await;
    let (_server, url) = world.serve_with(&["--review-first-edits", "9"]);
    let (team, newcomer) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    world.told(&["account", "add", "Operator", "--role", "administrator", "--email", "op@example.org"]);
    let plain = world.told(&["account", "add", "Plain", "--email", "plain@example.org"]);
    let partner = Writer::new(&world, &url, "partner");
    let (one, two) = (place(&partner, "Aux Deux Épis", 0.01), place(&team, "Aux Trois Chats", 0.05));
    for body in [json!({ "criteria": { "entree_pmr": true } }), json!({ "name": "Autre" })] {
        assert_eq!(newcomer.send("PATCH", &one, &body).status, 202);
    }
    let queue = lines(&world.told(&["moderate", "queue", "--json", "--held", "newcomer"]));
    let ids: Vec<&str> = queue.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    let shown = world.told(&["moderate", "show", ids[1]]);
    assert!(shown.contains("Nom\u{a0}: Aux Deux Épis -> Nom\u{a0}: Autre"), "{shown}");
    let by = ["--as", "op@example.org"];
    let refused = world.plainpied(&["moderate", "accept", ids[0], "--as", "plain@example.org"]);
    assert!(!refused.status.success(), "a contributor decides nothing");
    let accepted = world.told(&[&["moderate", "accept", ids[0], "--json"][..], &by].concat());
    assert_eq!(lines(&accepted)[0]["version"], 2);
    let rejected = [&["moderate", "reject", ids[1], ids[0], "--answer", "No.", "--json"][..], &by].concat();
    let output = world.plainpied(&rejected);
    assert_eq!(output.status.code(), Some(3), "one was decided already");
    assert_eq!(world.told(&["moderate", "queue"]), "");

    world.told(&["moderate", "trust", &plain]);
    let key = world.told(&["key", "create", &plain]);
    let trusted = Writer::with_key(&url, &key);
    assert_eq!(trusted.send("PATCH", &two, &json!({ "criteria": { "entree_pmr": true } })).status, 200);
    world.told(&["moderate", "distrust", &plain]);
    assert_eq!(trusted.send("PATCH", &two, &json!({ "criteria": { "entree_pmr": null } })).status, 202);

    let told = trusted.send("POST", &format!("{two}/reports"), &json!({ "kind": "closed" }));
    assert_eq!(told.status, 201);
    let reports = lines(&world.told(&["moderate", "reports", "--json"]));
    let report = reports[0]["id"].as_str().unwrap();
    world.told(&[&["moderate", "report", report, "accepted"][..], &by].concat());
    assert_eq!(world.told(&["moderate", "reports"]), "");
    assert_eq!(trusted.send("POST", &format!("{two}/claims"), &json!({ "message": "Mine." })).status, 201);
    let claims = lines(&world.told(&["moderate", "claims", "--json"]));
    world.told(&[&["moderate", "claim", claims[0]["id"].as_str().unwrap(), "accepted"][..], &by].concat());
    assert_eq!(trusted.send("POST", &format!("{two}/close?dry_run=true"), &json!({})).status, 200);

    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let redact =
        ["moderate", "redact", &id(&one), "1", "/name", "--reason", "Wrong.", "--replacement", "Épis"];
    world.told(&[&redact[..], &by].concat());
    assert_eq!(get(&team, &one)["name"], "Épis");
    let merge = ["merge", &id(&two), &id(&one), "--reason", "The same."];
    world.told(&[&merge[..], &["--dry-run"], &by].concat());
    assert_eq!(get(&team, &two)["name"], "Aux Trois Chats");
    let merged = world.told(&[&merge[..], &["--json"], &by].concat());
    assert_eq!(lines(&merged)[0]["outcome"], "updated");
    assert_eq!(get(&team, &one)["criteria"]["entree_pmr"], true);
    let history = get(&team, &format!("{two}/versions"));
    assert_eq!(history["versions"][0]["author"], "Operator");
}
