use serde_json::json;

use super::{get, place, problem};
use crate::harness::{World, wait_until};
use crate::writing::Writer;

const SECRET: &str = "Madame Untel habite au second.";

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_taken_out_of_every_version_and_of_what_stands_and_nothing_else_is() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let (team, author) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let place = place(&author, "Aux Deux Épis", 0.01);
    let say =
        |text: &str| json!({ "criteria": { "commentaire": text, "entree_pmr": true }, "reason": "Seen." });
    let once = [("idempotency-key", "first")];
    assert_eq!(author.send_with("PATCH", &place, &say(SECRET), &once).body["version"], 2);
    assert_eq!(author.send("PATCH", &place, &say("Calme.")).body["version"], 3);
    assert_eq!(author.send("PATCH", &place, &say(SECRET)).body["version"], 4);
    let id = place.rsplit('/').next().unwrap();
    // One that waits says it too, as it was typed.
    let said = json!({ "establishment": id, "description": {
        "contact": { "phone": "0478000000" }, "criteria": { "commentaire": format!(" {SECRET}\n") } } });
    let waits = author.send_with("POST", "/api/v1/suggestions", &said, &[]);
    assert_eq!(waits.status, 202, "{}", waits.body);
    let redact = format!("{place}/versions/2/redact");
    for (wrong, pointer) in [
        (json!({ "member": "/criteria/commentaire" }), "/reason"),
        (json!({ "member": "/criteria/entree_pmr", "reason": "x" }), "/member"),
        (json!({ "member": "/siret", "reason": "x" }), "/member"),
        (json!({ "member": "/phone", "reason": "x" }), "/member"),
        (json!({ "member": "/commentaire", "reason": "x" }), "/member"),
    ] {
        let refused = team.send("POST", &redact, &wrong);
        assert_eq!(
            (refused.status, &refused.body["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{wrong}"
        );
    }
    let out = json!({ "member": "/criteria/commentaire", "reason": "Names a private person." });
    assert_eq!(team.send("POST", &format!("{place}/versions/9/redact"), &out).status, 404);
    let done = team.send("POST", &redact, &out);
    assert_eq!((done.status, &done.body["versions"]), (200, &json!(4)), "{}", done.body);
    assert_eq!(done.body["written"]["version"], 5);
    let again = team.send("POST", &redact, &out);
    assert_eq!((again.status, problem(&again)), (409, "already-decided"));

    let stands = get(&team, &place);
    assert_eq!(
        (stands["criteria"].get("commentaire"), &stands["criteria"]["entree_pmr"]),
        (None, &json!(true))
    );
    let history = get(&team, &format!("{place}/versions?lang=en"));
    let versions = history["versions"].as_array().unwrap();
    let mark = json!({ "redacted": done.body["redaction"] });
    let comment = |version: usize| versions[5 - version]["changed"]["criteria"]["commentaire"].clone();
    assert_eq!(comment(2), json!([null, mark]));
    assert_eq!(comment(3), json!([mark, "Calme."]));
    assert_eq!(comment(4), json!(["Calme.", mark]));
    assert_eq!(comment(5), json!([mark, null]));
    assert_eq!(
        versions[3]["changed"]["criteria"]["entree_pmr"],
        json!([null, true]),
        "the rest is as it was"
    );
    let redaction = &history["redactions"][0];
    assert_eq!(
        (&redaction["why"], &redaction["by"], &redaction["version"]),
        (&json!("Names a private person."), &json!("moderator"), &json!(2))
    );
    assert_eq!(get(&author, "/api/v1/me/notifications")["notifications"][0]["kind"], "redaction");

    // The same request is still answered as it was, without the text; what waits can be accepted for the rest.
    let again = author.send_with("PATCH", &place, &say(SECRET), &once);
    assert!(again.replayed && again.body["version"] == 2, "{}", again.body);
    assert_eq!(again.body["changed"]["criteria"]["commentaire"], json!([null, mark]));
    let waits = format!("/api/v1/suggestions/{}", waits.body["id"].as_str().unwrap());
    assert_eq!(get(&team, &waits)["changed"]["phone"], json!([null, "0478000000"]));

    // Nothing brings it back, and nothing that is kept or told of the place holds it.
    assert_eq!(
        team.send("POST", &format!("{place}/versions/5/revert"), &json!({})).body["outcome"],
        "unchanged"
    );
    assert_eq!(
        team.send("POST", &format!("{place}/versions/3/revert"), &json!({})).body["outcome"],
        "unchanged"
    );
    wait_until("the index has caught up", || get(&team, "/readyz")["lag"] == 0);
    for path in [
        "/api/v1/export?format=geojsonl",
        "/api/v1/export?format=csv",
        "/api/v1/changes?since=0",
        "/api/v1/changes?since=0&records=changed",
        "/api/v1/search?q=Untel",
    ] {
        let told = crate::harness::text(&format!("{url}{path}"));
        assert!(!told.contains("Untel habite"), "{path}: {told}");
    }
    for table in [
        "establishment",
        "establishment_version",
        "disagreement",
        "suggestion",
        "former_slug",
        "idempotent_answer",
    ] {
        let held: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%Untel%'"
        )))
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
        assert_eq!(held, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_gets_another_one_in_its_place_and_a_reason_none() {
    let world = World::seeded().await;
    let (_server, url) = world.serve_with(&["--review-first-edits", "1"]);
    let team = Writer::new(&world, &url, "moderator");
    let place = place(&team, "Insulte Grave", 0.01);
    let renamed = json!({ "name": "Aux Deux Épis", "reason": "Insulte." });
    let newcomer = Writer::new(&world, &url, "contributor");
    let held = newcomer.send_with("PATCH", &place, &renamed, &[("idempotency-key", "first")]);
    let accept = format!("/api/v1/suggestions/{}/accept", held.body["id"].as_str().unwrap());
    assert_eq!(team.send("POST", &accept, &json!({ "vouch": true })).status, 200);
    assert_eq!(team.send("PATCH", &place, &json!({ "name": "Insulte Grave" })).status, 200);
    let redact = |version: i32, body: serde_json::Value| {
        team.send("POST", &format!("{place}/versions/{version}/redact"), &body)
    };
    let bare = redact(1, json!({ "member": "/name", "reason": "Offensive." }));
    assert_eq!((bare.status, &bare.body["errors"][0]["pointer"]), (422, &json!("/replacement")));
    let full = json!({ "member": "/name", "reason": "Offensive.", "replacement": "Boulangerie" });
    assert_eq!(redact(3, full).status, 200);
    assert_eq!(get(&team, &place)["name"], "Boulangerie");
    assert_eq!(redact(2, json!({ "member": "/reason", "reason": "Offensive." })).status, 200);
    assert_eq!(redact(1, json!({ "member": "/reason", "reason": "x" })).status, 422, "it had none");
    let history = get(&team, &format!("{place}/versions"));
    assert_eq!(history["redactions"].as_array().unwrap().len(), 2);
    assert_eq!(history["versions"][2].get("reason"), None);
    for table in ["establishment", "establishment_version", "former_slug", "suggestion", "idempotent_answer"]
    {
        let held: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT count(*) FROM {table} AS t WHERE t::text ~* 'insulte'"
        )))
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
        assert_eq!(held, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_two_versions_are_compared_in_sentences() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let team = Writer::new(&world, &url, "moderator");
    let place = place(&team, "Aux Deux Épis", 0.01);
    for patch in [
        json!({ "name": "Épis", "contact": { "phone": "0478000000" }, "criteria": { "entree_pmr": true } }),
        json!({ "name": "Aux Trois Épis", "contact": { "phone": null }, "criteria": { "entree_pmr": null } }),
    ] {
        assert_eq!(team.send("PATCH", &place, &patch).status, 200);
    }
    let compared = get(&team, &format!("{place}/versions/compare?from=1&to=3&lang=en"));
    assert_eq!(compared["changed"]["name"], json!(["Aux Deux Épis", "Aux Trois Épis"]));
    assert_eq!((compared["changed"].get("phone"), compared["changed"].get("criteria")), (None, None));
    assert_eq!(compared["changes"][0]["after"], "Name: Aux Trois Épis");
    let one = get(&team, &format!("{place}/versions/compare?from=2&to=3"));
    assert_eq!(one["changes"].as_array().unwrap().len(), 3, "{one}");
    for (query, status) in [
        ("from=1&to=4", 404),
        ("from=2&to=2", 400),
        ("from=3&to=1", 400),
        ("from=1", 400),
        ("from=0&to=1", 400),
    ] {
        let path = format!("{place}/versions/compare?{query}");
        assert_eq!(team.send("GET", &path, &json!({})).status, status, "{query}");
    }
}
