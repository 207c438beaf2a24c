use serde_json::json;

use super::{get, place, problem};
use crate::harness::World;
use crate::writing::Writer;

#[tokio::test(flavor = "multi_thread")]
async fn who_claims_a_place_with_proof_manages_it_once_a_moderator_agrees() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let (team, owner) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let place = place(&team, "Aux Deux Épis", 0.01);
    team.send("PATCH", &place, &json!({ "siret": "73282932000074" }));
    let claims = format!("{place}/claims");
    for (wrong, pointer) in [
        (json!({}), "/message"),
        (json!({ "website": "javascript:alert(1)" }), "/website"),
        (json!({ "siret": "123" }), "/siret"),
        (json!({ "message": "x".repeat(1_001) }), "/message"),
    ] {
        let refused = owner.send("POST", &claims, &wrong);
        assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
    let proof = json!({ "message": "I own it.", "siret": "732 829 320 00074" });
    let claimed = owner.send("POST", &claims, &proof);
    assert_eq!(claimed.status, 201, "{}", claimed.body);
    let claim = format!("/api/v1/claims/{}", claimed.body["id"].as_str().unwrap());
    assert_eq!(claimed.location.as_deref(), Some(claim.as_str()));
    let twice = owner.send("POST", &claims, &proof);
    assert_eq!((twice.status, problem(&twice)), (409, "already-claimed"));
    assert_eq!(owner.send("GET", "/api/v1/claims", &json!({})).status, 403);
    assert_eq!(get(&owner, "/api/v1/claims?author=me")["claims"].as_array().unwrap().len(), 1);
    let stranger = Writer::new(&world, &url, "contributor");
    assert_eq!(stranger.send("GET", &claim, &json!({})).status, 403);

    assert_eq!(get(&team, "/api/v1/claims?assignee=nobody")["claims"][0]["id"], claimed.body["id"]);
    let looked = get(&team, &claim);
    assert_eq!((&looked["managers"], &looked["siret_matches"]), (&json!(0), &json!(true)));
    assert_eq!(team.send("POST", &format!("{claim}/assign"), &json!({})).status, 200);
    let decision = format!("{claim}/decision");
    let silent = team.send("POST", &decision, &json!({ "decision": "rejected" }));
    assert_eq!((silent.status, &silent.body["errors"][0]["pointer"]), (422, &json!("/answer")));
    assert_eq!(owner.send("POST", &format!("{place}/close?dry_run=true"), &json!({})).status, 403);
    let accepted = team.send("POST", &decision, &json!({ "decision": "accepted", "answer": "Welcome." }));
    assert_eq!((accepted.status, &accepted.body["state"]), (200, &json!("accepted")), "{}", accepted.body);
    assert_eq!(owner.send("POST", &format!("{place}/close?dry_run=true"), &json!({})).status, 200);
    let again = team.send("POST", &decision, &json!({ "decision": "accepted" }));
    assert_eq!((again.status, problem(&again)), (409, "already-decided"));
    let manages = owner.send("POST", &claims, &proof);
    assert_eq!((manages.status, problem(&manages)), (409, "already-claimed"));

    let told = get(&owner, "/api/v1/me/notifications?unread=true&lang=en");
    let first = &told["notifications"][0];
    assert_eq!((&first["kind"], &first["answer"]), (&json!("claim"), &json!("Welcome.")));
    assert_eq!(first["text"], "You manage this place now.");
    let read = owner.send("POST", "/api/v1/me/notifications/read", &json!({ "up_to": first["id"] }));
    assert_eq!(read.body["read"], 1);
    assert_eq!(get(&owner, "/api/v1/me/notifications?unread=true")["notifications"], json!([]));
    assert_eq!(get(&owner, "/api/v1/me/notifications")["notifications"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_may_be_taken_back_and_made_again() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let (team, owner) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let claims = format!("{}/claims", place(&team, "Aux Deux Épis", 0.01));
    let first = owner.send("POST", &claims, &json!({ "message": "I own it." }));
    let claim = format!("/api/v1/claims/{}", first.body["id"].as_str().unwrap());
    assert_eq!(team.send("POST", &format!("{claim}/withdraw"), &json!({})).status, 403);
    assert_eq!(owner.send("POST", &format!("{claim}/withdraw"), &json!({})).body["state"], "withdrawn");
    assert_eq!(owner.send("POST", &format!("{claim}/withdraw"), &json!({})).status, 409);
    assert_eq!(
        team.send("POST", &format!("{claim}/decision"), &json!({ "decision": "accepted" })).status,
        409
    );
    assert_eq!(owner.send("POST", &claims, &json!({ "message": "I do." })).status, 201);
    assert_eq!(get(&team, "/api/v1/claims?state=all")["claims"].as_array().unwrap().len(), 2);
}
