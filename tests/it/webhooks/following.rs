use serde_json::json;

use super::receiver::{Behaviour, Receiver};
use super::{outcome, place, serve, webhook};
use crate::harness::{World, wait_until};
use crate::writing::Writer;

#[tokio::test(flavor = "multi_thread")]
async fn changes_come_in_order_signed_with_the_place_as_it_stands() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "moderator");
    let receiver = Receiver::new();
    let (path, secret) = webhook(&writer, &receiver.url, &json!({}));
    let shop = place(&writer, "Aux Deux Épis", [4.88, 45.77]);
    assert_eq!(writer.send("PATCH", &shop, &json!({ "criteria": { "entree_pmr": true } })).status, 200);
    assert_eq!(writer.send("POST", &format!("{shop}/close"), &json!({})).status, 200);
    wait_until("three changes were told", || receiver.positions().len() == 3);
    assert_eq!(receiver.positions(), [1, 2, 3]);
    let received = receiver.received();
    for message in &received {
        assert!(message.is_signed_by(&secret), "{message:?}");
        assert!(!message.is_signed_by("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        assert_eq!(message.header("content-type"), "application/json");
        assert_eq!(message.json()["type"], "establishments.changed");
    }
    let last = received.last().unwrap().json();
    let change = last["data"]["changes"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&change["kind"], &change["status"]), (&json!("closed"), &json!("closed")));
    assert!(shop.ends_with(change["id"].as_str().unwrap()));
    let delivery = outcome(&writer, &path);
    assert_eq!((&delivery["state"], &delivery["status"]), (&json!("delivered"), &json!(204)), "{delivery}");
    assert_eq!(writer.send("GET", &path, &json!({})).body["position"], 3);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_of_interest_is_told_also_where_a_place_leaves() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "moderator");
    let interest = |interest: serde_json::Value| {
        let receiver = Receiver::new();
        webhook(&writer, &receiver.url, &json!({ "interest": interest }));
        receiver
    };
    let boxed = interest(json!({ "kind": "area", "bbox": [4.8, 45.7, 4.9, 45.8] }));
    let circle = interest(json!({ "kind": "area", "lon": 4.88, "lat": 45.77, "radius": 500 }));
    let commune = interest(json!({ "kind": "area", "commune": "69266" }));
    let elsewhere = interest(json!({ "kind": "area", "commune": "33063" }));
    let search = interest(json!({ "kind": "search", "query": "q=epis&commune=69266" }));
    let updates = Receiver::new();
    webhook(&writer, &updates.url, &json!({ "kinds": ["updated"] }));

    let near = place(&writer, "Aux Deux Épis", [4.88, 45.77]);
    place(&writer, "Le Fournil", [5.5, 45.9]);
    let moved = json!({ "location": [5.5, 45.95] });
    assert_eq!(writer.send("PATCH", &near, &moved).status, 200);
    wait_until("all were told", || {
        boxed.positions() == [1, 3]
            && circle.positions() == [1, 3]
            && commune.positions() == [1, 2, 3]
            && search.positions() == [1, 3]
            && updates.positions() == [3]
    });
    assert_eq!(elsewhere.positions(), [0; 0]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_changed_without_a_gap_and_what_was_missed_is_told_again() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "contributor");
    let receiver = Receiver::new();
    let (path, old) = webhook(&writer, &receiver.url, &json!({}));
    place(&writer, "Aux Deux Épis", [4.88, 45.77]);
    wait_until("the change was told", || receiver.received().len() == 1);
    let rotated = writer.send("POST", &format!("{path}/rotate"), &json!({}));
    let new = rotated.body["secret"].as_str().unwrap().to_owned();
    assert!(rotated.status == 200 && new != old && rotated.body["previous_secret_until"].is_string());

    let again = json!({ "delivery": outcome(&writer, &path)["id"] });
    assert_eq!(writer.send("POST", &format!("{path}/replay"), &again).status, 202);
    wait_until("the message came again", || receiver.received().len() == 2);
    let range = json!({ "since": 0, "until": 1 });
    assert_eq!(writer.send("POST", &format!("{path}/replay"), &range).status, 202);
    wait_until("the range came again", || receiver.received().len() == 3);
    assert_eq!(writer.send("POST", &format!("{path}/test"), &json!({})).status, 202);
    wait_until("the test came", || receiver.received().len() == 4);

    let [first, again, range, ping] = receiver.received().try_into().unwrap();
    assert!(first.is_signed_by(&old) && !first.is_signed_by(&new));
    for both in [&again, &range, &ping] {
        assert!(both.is_signed_by(&old) && both.is_signed_by(&new), "{both:?}");
    }
    assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
    assert_ne!(range.header("webhook-id"), first.header("webhook-id"));
    assert_eq!(range.positions(), [1]);
    assert_eq!(ping.json()["type"], "ping");
    // A day later only the new one signs.
    sqlx::query("UPDATE webhook SET previous_until = now() - interval '1 second'")
        .execute(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(writer.send("POST", &format!("{path}/test"), &json!({})).status, 202);
    wait_until("the last test came", || receiver.received().len() == 5);
    let last = receiver.received().pop().unwrap();
    assert!(last.is_signed_by(&new) && !last.is_signed_by(&old));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_webhook_is_refused_field_by_field_and_others_are_not_found() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let (writer, other) =
        (Writer::new(&world, &url, "contributor"), Writer::new(&world, &url, "administrator"));
    let refused = |body: &serde_json::Value| {
        let answer = writer.send("POST", "/api/v1/webhooks", body);
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        let errors = answer.body["errors"].as_array().unwrap().iter();
        errors.map(|error| error["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for inside in [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1:8080/",
        "example.org",
    ] {
        assert_eq!(refused(&json!({ "url": inside })), ["/url"], "{inside}");
    }
    assert_eq!(refused(&json!({ "name": "x", "kinds": ["moved"], "colour": 1 })).len(), 3);
    let target = "https://example.org/hook";
    for (interest, pointer) in [
        (json!({ "kind": "moon" }), "/interest/kind"),
        (json!({ "kind": "area" }), "/interest/kind"),
        (json!({ "kind": "area", "commune": "99999" }), "/interest/commune"),
        (json!({ "kind": "area", "bbox": [1, 2, 3] }), "/interest/bbox"),
        (json!({ "kind": "establishment", "id": uuid::Uuid::nil() }), "/interest/id"),
        (json!({ "kind": "search", "query": "needs=blind" }), "/interest/query"),
        (json!({ "kind": "search", "query": "limits[chair_width]=68" }), "/interest/query"),
        (json!({ "kind": "search", "query": "q=boulangerie fauteuil roulant" }), "/interest/query"),
        (json!({ "kind": "search", "query": "colour=red" }), "/interest/query"),
    ] {
        let answer = refused(&json!({ "url": target, "interest": interest }));
        assert!(answer.contains(&pointer.to_owned()), "{interest}: {answer:?}");
    }
    let (path, _) = webhook(&writer, target, &json!({ "state": "paused" }));
    for (method, path) in [
        ("GET", path.clone()),
        ("PATCH", path.clone()),
        ("DELETE", path.clone()),
        ("POST", format!("{path}/rotate")),
    ] {
        assert_eq!(other.send(method, &path, &json!({})).status, 404, "{method} {path}");
    }
    assert_eq!(other.send("GET", "/api/v1/webhooks", &json!({})).body["webhooks"], json!([]));
    for _ in 1..20 {
        webhook(&writer, target, &json!({ "state": "paused" }));
    }
    assert_eq!(writer.send("POST", "/api/v1/webhooks", &json!({ "url": target })).status, 409);
    assert_eq!(writer.send("DELETE", &path, &json!({})).status, 204);
    assert_eq!(writer.send("GET", &path, &json!({})).status, 404);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_one_delivers() {
    let world = World::seeded().await;
    let (first, url) = serve(&world);
    let (_second, _) = world.start(&["--webhook-hosts", "127.0.0.1", "--no-indexer"]);
    let writer = Writer::new(&world, &url, "contributor");
    let receiver = Receiver::that(|_| Behaviour::Status(200));
    webhook(&writer, &receiver.url, &json!({}));
    for number in 0..10 {
        place(&writer, &format!("Numéro {number}"), [4.0 + f64::from(number) / 10.0, 45.77]);
    }
    wait_until("ten changes were told", || receiver.positions().len() >= 10);
    assert_eq!(receiver.positions(), (1..=10).collect::<Vec<i64>>());
    drop(first);
    world.end().await;
}
