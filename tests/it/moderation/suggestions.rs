use serde_json::{Value, json};

use super::{get, place, problem};
use crate::harness::{World, wait_until};
use crate::writing::{Writer, bakery};

/// The path of a suggestion that an answer gave.
fn path_of(answer: &crate::writing::Answer) -> String {
    assert_eq!(answer.status, 202, "{}", answer.body);
    assert_eq!(answer.location.as_deref(), answer.body["url"].as_str());
    format!("/api/v1/suggestions/{}", answer.body["id"].as_str().unwrap())
}

async fn versions(world: &World) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM establishment_version")
        .fetch_one(&world.database.pool)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_edits_of_an_account_wait_and_what_is_accepted_makes_it_trusted() {
    let world = World::seeded().await;
    let (_server, url) = world.serve_with(&["--review-first-edits", "2"]);
    let (team, newcomer) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let place = place(&Writer::new(&world, &url, "partner"), "Aux Deux Épis", 0.01);
    let before = versions(&world).await;

    let patch =
        json!({ "criteria": { "entree_pmr": true }, "name": "Aux Trois Épis", "reason": "Seen today." });
    let tried = newcomer.send("PATCH", &format!("{place}?dry_run=true"), &patch);
    assert_eq!((tried.status, &tried.body["waits"]), (200, &json!("newcomer")), "{}", tried.body);
    let key = [("idempotency-key", "first")];
    let held = newcomer.send_with("PATCH", &place, &patch, &key);
    let first = path_of(&held);
    assert_eq!(held.body["held"], "newcomer");
    assert_eq!(held.body["changed"]["criteria"]["entree_pmr"], json!([null, true]));
    let again = newcomer.send_with("PATCH", &place, &patch, &key);
    assert!(again.status == 202 && again.replayed && again.body["id"] == held.body["id"], "{}", again.body);
    let second = path_of(&newcomer.send("POST", "/api/v1/establishments", &bakery("Croissant d\u{2019}Or")));
    assert_eq!(versions(&world).await, before, "nothing is written before it is decided");
    let same = json!({ "name": "Aux Deux Épis" });
    let repeated = newcomer.send("PATCH", &place, &same);
    assert_eq!(repeated.status, 200, "what says nothing new does not wait: {}", repeated.body);
    let wrong = newcomer.send("PATCH", &place, &json!({ "criteria": { "entree_pmr": 7 } }));
    assert_eq!(wrong.status, 422, "mistakes are told at once");

    assert_eq!(newcomer.send("GET", "/api/v1/suggestions", &json!({})).status, 403);
    let own = get(&newcomer, "/api/v1/suggestions?author=me");
    assert_eq!(own["suggestions"].as_array().unwrap().len(), 2);
    let queue = get(&team, "/api/v1/suggestions?held=newcomer&limit=1");
    assert_eq!(queue["suggestions"][0]["id"], held.body["id"], "the oldest first");
    let next = queue["next"].as_str().unwrap();
    assert_eq!(get(&team, next)["suggestions"].as_array().unwrap().len(), 1);
    assert_eq!(get(&team, next)["next"], Value::Null);

    let looked = get(&team, &format!("{first}?lang=en"));
    let name = &looked["changes"][0];
    assert_eq!(
        (&name["before"], &name["after"]),
        (&json!("Name: Aux Deux Épis"), &json!("Name: Aux Trois Épis"))
    );
    assert_eq!(looked["changes"][1]["member"], "/criteria/entree_pmr");
    assert_ne!(looked["changes"][1]["before"], looked["changes"][1]["after"]);
    let created = get(&team, &second);
    assert!(created["changes"].as_array().unwrap().len() > 3, "{created}");

    let assigned = team.send("POST", &format!("{first}/assign"), &json!({}));
    assert!(assigned.body["assignee"].is_string(), "{}", assigned.body);
    assert_eq!(get(&team, "/api/v1/suggestions?assignee=me")["suggestions"].as_array().unwrap().len(), 1);
    assert_eq!(get(&team, "/api/v1/suggestions?assignee=nobody")["suggestions"].as_array().unwrap().len(), 1);

    for path in [&first, &second] {
        let accepted = team.send("POST", &format!("{path}/accept"), &json!({ "answer": "Thank you." }));
        assert_eq!(accepted.status, 200, "{}", accepted.body);
    }
    let history = get(&team, &format!("{place}/versions"));
    assert_eq!(history["versions"][0]["author"], "contributor", "in the name of its author");
    assert_eq!(history["versions"][0]["reason"], "Seen today.");
    assert_eq!(history["versions"][0]["source"], "contributor");
    let twice = team.send("POST", &format!("{first}/reject"), &json!({ "answer": "No." }));
    assert_eq!(
        (twice.status, problem(&twice), &twice.body["decision"]),
        (409, "already-decided", &json!("accepted"))
    );
    let done = get(&newcomer, &first);
    assert_eq!(
        (&done["state"], &done["answer"], &done["written"]["version"]),
        (&json!("accepted"), &json!("Thank you."), &json!(2))
    );
    let third = newcomer.send("PATCH", &place, &json!({ "criteria": { "entree_pmr": false } }));
    assert_eq!(
        (third.status, &third.body["outcome"]),
        (200, &json!("updated")),
        "it is no newcomer any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_changed_since_is_a_conflict_until_a_moderator_has_seen_it() {
    let world = World::seeded().await;
    let (_server, url) = world.serve_with(&["--review-first-edits", "5"]);
    let (team, newcomer) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let partner = Writer::new(&world, &url, "partner");
    let place = place(&partner, "Aux Deux Épis", 0.01);
    let path = path_of(&newcomer.send("PATCH", &place, &json!({ "criteria": { "entree_pmr": true } })));
    let other = path_of(&newcomer.send("PATCH", &place, &json!({ "contact": { "phone": "0478000000" } })));
    partner.send("PATCH", &place, &json!({ "criteria": { "entree_pmr": false } }));

    let looked = get(&team, &path);
    assert_eq!((&looked["conflicts"], &looked["version"]), (&json!(["/criteria/entree_pmr"]), &json!(2)));
    let refused = team.send("POST", &format!("{path}/accept"), &json!({}));
    assert_eq!((refused.status, problem(&refused)), (409, "conflicting-changes"), "{}", refused.body);
    assert_eq!(refused.body["changes"][0]["changed"]["criteria"]["entree_pmr"], json!([null, false]));
    assert_eq!(get(&team, &path)["state"], "open", "nothing is decided by a conflict");
    let apart = team.send("POST", &format!("{other}/accept"), &json!({}));
    assert_eq!(apart.status, 200, "what others changed elsewhere is none: {}", apart.body);
    let stale = team.send("POST", &format!("{path}/accept"), &json!({ "version": 2 }));
    assert_eq!((stale.status, problem(&stale)), (412, "changed-meanwhile"));
    let seen = team.send("POST", &format!("{path}/accept"), &json!({ "version": 3 }));
    assert_eq!((seen.status, &seen.body["version"]), (200, &json!(4)), "{}", seen.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_suggest_something_where_that_is_allowed_and_it_always_waits() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let team = Writer::new(&world, &url, "moderator");
    let path = place(&team, "Aux Deux Épis", 0.01);
    let id = path.rsplit('/').next().unwrap();
    let nobody = crate::moderation::Nobody(&url);
    let body = json!({ "establishment": id, "description": { "criteria": { "entree_plain_pied": false } } });
    let held = nobody.post("/api/v1/suggestions", &body);
    let suggestion = path_of(&held);
    assert_eq!((&held.body["held"], held.body.get("author")), (&json!("anonymous"), None));
    assert_eq!(nobody.get(&suggestion).1["state"], "open", "whoever has the address may look");
    let looked = get(&team, &suggestion);
    assert_eq!(looked["kept"], json!(["/criteria/entree_plain_pied"]), "a moderator said otherwise");
    let kept = team.send("POST", &format!("{suggestion}/accept"), &json!({ "vouch": true, "version": 1 }));
    assert_eq!(
        (kept.status, &kept.body["version"]),
        (200, &json!(2)),
        "on the moderator's word: {}",
        kept.body
    );
    let history = get(&team, &format!("{path}/versions"));
    assert_eq!(
        (&history["versions"][0]["author"], &history["versions"][0]["source"]),
        (&json!("anonymous"), &json!("moderator"))
    );

    // Whoever gave an address is told, and the address is forgotten.
    let told = json!({ "establishment": id, "email": "some@example.org", "lang": "en",
        "description": { "criteria": { "entree_pmr": true } } });
    let held = nobody.post("/api/v1/suggestions", &told);
    let answer = json!({ "answer": "It was taken away." });
    let refused = team.send("POST", &format!("{}/reject", path_of(&held)), &answer);
    assert_eq!(refused.status, 200, "{}", refused.body);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM suggestion WHERE notify_email IS NOT NULL")
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
    let mails = world.data.path().join("mail");
    let sent = || std::fs::read_dir(&mails).map_or(0, |files| files.count());
    wait_until("the mail has left", || sent() == 1);
    let mail = std::fs::read_dir(&mails).unwrap().next().unwrap().unwrap().path();
    let mail = std::fs::read_to_string(mail).unwrap();
    assert!(mail.contains("some@example.org") && mail.contains("not accepted"), "{mail}");
    assert!(mail.contains("It was taken away."), "{mail}");
    let own = team.send("POST", "/api/v1/suggestions", &told);
    assert_eq!((own.status, &own.body["errors"][0]["pointer"]), (422, &json!("/email")));

    for (wrong, pointer) in [
        (json!({}), "/description"),
        (json!({ "description": {}, "email": "nobody" }), "/email"),
        (json!({ "description": {}, "lang": "xx" }), "/lang"),
        (json!({ "description": { "criteria": { "entree_pmr": 7 } } }), "/criteria/entree_pmr"),
        (json!({ "establishment": "x", "description": {} }), "/establishment"),
    ] {
        let answer = nobody.post("/api/v1/suggestions", &wrong);
        assert_eq!(
            (answer.status, &answer.body["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{}",
            answer.body
        );
    }
    let unknown =
        json!({ "establishment": "01a20e5a-d96f-7d15-b0a5-a103790a0c9d", "description": { "name": "X" } });
    assert_eq!(nobody.post("/api/v1/suggestions", &unknown).status, 404);

    let (_closed, url) = world.serve_with(&["--anonymous-suggestions", "false"]);
    assert_eq!(crate::moderation::Nobody(&url).post("/api/v1/suggestions", &body).status, 401);
    let body = json!({ "establishment": id, "description": { "criteria": { "entree_pmr": true } } });
    let signed = Writer::new(&world, &url, "contributor").send("POST", "/api/v1/suggestions", &body);
    assert_eq!((signed.status, &signed.body["held"]), (202, &json!("asked")), "{}", signed.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn bursts_and_words_of_the_list_wait_and_authors_may_take_back() {
    let world = World::seeded().await;
    let words = world.data.path().join("words.txt");
    std::fs::write(&words, "# what nobody should read\ncasino\n").unwrap();
    let words = words.to_str().unwrap();
    let (_server, url) = world.serve_with(&["--review-burst", "3", "--review-words", words]);
    let (team, writer) = (Writer::new(&world, &url, "moderator"), Writer::new(&world, &url, "contributor"));
    let place = place(&Writer::new(&world, &url, "partner"), "Aux Deux Épis", 0.01);
    let word = writer.send("PATCH", &place, &json!({ "name": "Le C\u{e0}sin\u{f2}" }));
    let suggestion = path_of(&word);
    assert_eq!(word.body["held"], "words");
    let step = |n: i64| json!({ "criteria": { "entree_plain_pied": false, "entree_marches": n } });
    let held: Vec<_> = std::thread::scope(|scope| {
        let send = |n| {
            let (writer, place) = (&writer, &place);
            scope.spawn(move || writer.send("PATCH", place, &step(n)))
        };
        (1..=6).map(send).collect::<Vec<_>>().into_iter().map(|sent| sent.join().unwrap().status).collect()
    });
    assert_eq!(held.iter().filter(|status| **status == 200).count(), 2, "three within ten minutes: {held:?}");
    assert_eq!(held.iter().filter(|status| **status == 202).count(), 4, "{held:?}");

    let stranger = Writer::new(&world, &url, "contributor");
    assert_eq!(stranger.send("GET", &suggestion, &json!({})).status, 403);
    assert_eq!(stranger.send("POST", &format!("{suggestion}/withdraw"), &json!({})).status, 403);
    assert_eq!(team.send("POST", &format!("{suggestion}/withdraw"), &json!({})).status, 403);
    let taken = writer.send("POST", &format!("{suggestion}/withdraw"), &json!({}));
    assert_eq!((taken.status, &taken.body["state"]), (200, &json!("withdrawn")));
    assert_eq!(team.send("POST", &format!("{suggestion}/accept"), &json!({})).status, 409);

    let open = get(&team, "/api/v1/suggestions?held=burst");
    let ids: Vec<Value> =
        open["suggestions"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(ids.len(), 4);
    let silent = json!({ "decision": "rejected", "ids": ids });
    assert_eq!(team.send("POST", "/api/v1/suggestions/decisions", &silent).status, 422, "why is to be told");
    let nobody = "01a20e5a-d96f-7d15-b0a5-a103790a0c9d";
    let many =
        json!({ "decision": "rejected", "ids": [ids[0], ids[1], ids[0], nobody], "answer": "Too many." });
    let results = team.send("POST", "/api/v1/suggestions/decisions", &many).body;
    let statuses: Vec<_> =
        results["results"].as_array().unwrap().iter().map(|one| one["status"].clone()).collect();
    assert_eq!(statuses, [200, 200, 409, 404]);
}
