use serde_json::{Value, json};

use super::{Nobody, get, place, problem};
use crate::harness::World;
use crate::writing::Writer;

fn told(writer: &Writer) -> Vec<(Value, Value)> {
    let list = get(writer, "/api/v1/me/notifications");
    let list = list["notifications"].as_array().unwrap().iter();
    list.map(|one| (one["kind"].clone(), one["decision"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_are_told_what_became_of_a_report() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let team = Writer::new(&world, &url, "moderator");
    let (author, reporter) =
        (Writer::new(&world, &url, "contributor"), Writer::new(&world, &url, "contributor"));
    let place = place(&author, "Aux Deux Épis", 0.01);
    let report = |kind: &str| {
        let told =
            reporter.send("POST", &format!("{place}/reports"), &json!({ "kind": kind, "message": "Look." }));
        assert_eq!(told.status, 201, "{}", told.body);
        format!("/api/v1/reports/{}", told.body["id"].as_str().unwrap())
    };
    let (wrong, closed) = (report("wrong"), report("closed"));
    team.send("PATCH", &place, &json!({ "name": "Aux Trois Épis" }));
    assert_eq!(get(&team, "/api/v1/reports?kind=closed")["reports"].as_array().unwrap().len(), 1);
    assert_eq!(get(&reporter, "/api/v1/reports?author=me")["reports"].as_array().unwrap().len(), 2);
    let page = get(&team, "/api/v1/reports?limit=1");
    assert_eq!(page["reports"][0]["kind"], "wrong");
    assert_eq!(get(&team, page["next"].as_str().unwrap())["reports"][0]["kind"], "closed");

    let assigned = team.send("POST", &format!("{wrong}/assign"), &json!({}));
    assert!(assigned.body["assignee"].is_string(), "{}", assigned.body);
    let nobody = team.send("POST", &format!("{wrong}/assign"), &json!({ "assignee": null }));
    assert_eq!(nobody.body.get("assignee"), None);
    let other = json!({ "assignee": assigned.body["author"] });
    let refused = team.send("POST", &format!("{wrong}/assign"), &other);
    assert_eq!(
        (refused.status, &refused.body["errors"][0]["pointer"]),
        (422, &json!("/assignee")),
        "no moderator"
    );

    let accepted = json!({ "decision": "accepted", "answer": "Thank you." });
    assert_eq!(team.send("POST", &format!("{wrong}/decision"), &accepted).status, 200);
    assert_eq!(
        team.send("POST", &format!("{closed}/decision"), &json!({ "decision": "rejected" })).status,
        200
    );
    let twice = team.send("POST", &format!("{closed}/decision"), &accepted);
    assert_eq!(
        (twice.status, problem(&twice), &twice.body["decision"]),
        (409, "already-decided", &json!("rejected"))
    );
    assert_eq!(told(&reporter), [(json!("report"), json!("rejected")), (json!("report"), json!("accepted"))]);
    assert_eq!(
        told(&author),
        [(json!("reported"), json!("rejected")), (json!("reported"), json!("accepted"))]
    );
    assert_eq!(told(&team), [], "who wrote after the report has no part in it");
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_report_where_that_is_allowed_and_it_costs_more() {
    let world = World::seeded().await;
    let (_server, url) = world.serve_with(&["--rate-limit-loopback"]);
    let team = Writer::new(&world, &url, "moderator");
    let reports = format!("{}/reports", place(&team, "Aux Deux Épis", 0.01));
    let nobody = Nobody(&url);
    let told = nobody.post(&reports, &json!({ "kind": "closed" }));
    assert_eq!((told.status, told.body.get("author")), (201, None), "{}", told.body);
    let decision = format!("/api/v1/reports/{}/decision", told.body["id"].as_str().unwrap());
    assert_eq!(team.send("POST", &decision, &json!({ "decision": "accepted" })).status, 200);
    let statuses: Vec<u16> = (0..12)
        .map(|_| nobody.post(&reports, &json!({ "kind": "other", "message": "again" })).status)
        .collect();
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");

    let (_closed, url) = world.serve_with(&["--anonymous-reports", "false"]);
    assert_eq!(Nobody(&url).post(&reports, &json!({ "kind": "closed" })).status, 401);
}
