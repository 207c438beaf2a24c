//! Receivers that fail, hang, redirect and never end; a server that is killed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use super::receiver::{Behaviour, Receiver};
use super::{outcome, place, serve, webhook};
use crate::harness::{World, wait_until};
use crate::kill::kill_9;
use crate::writing::Writer;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_not_accepted_comes_again_under_its_id_and_the_next_waits() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "contributor");
    let receiver = Receiver::that(|number| Behaviour::Status(if number == 0 { 500 } else { 204 }));
    let (path, secret) = webhook(&writer, &receiver.url, &json!({}));
    place(&writer, "Aux Deux Épis", [4.88, 45.77]);
    let failed = outcome(&writer, &path);
    assert_eq!((&failed["state"], &failed["status"]), (&json!("pending"), &json!(500)), "{failed}");
    assert!(writer.send("GET", &path, &json!({})).body["failing_since"].is_string());
    place(&writer, "Le Fournil", [4.98, 45.77]);
    wait_until("both were told", || receiver.positions() == [1, 1, 2]);
    let [first, again, _] = receiver.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), again.header("webhook-id"));
    assert!(again.is_signed_by(&secret));
    wait_until("it is written down", || {
        let body = writer.send("GET", &path, &json!({})).body;
        body["failing_since"].is_null() && body["position"] == 2
    });
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receivers_that_hang_redirect_or_never_end_hold_up_nobody_and_lead_nowhere() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "contributor");
    let (well, secret_place) = (Receiver::new(), Receiver::new());
    let target = secret_place.url.clone();
    let redirecting = Receiver::that(move |_| Behaviour::Redirect(target.clone()));
    let hanging = Receiver::that(|_| Behaviour::Hang);
    let endless = Receiver::that(|_| Behaviour::Endless);
    let (redirected, _) = webhook(&writer, &redirecting.url, &json!({}));
    let (hung, _) = webhook(&writer, &hanging.url, &json!({}));
    let (unending, _) = webhook(&writer, &endless.url, &json!({}));
    webhook(&writer, &well.url, &json!({}));
    for number in 0..5 {
        place(&writer, &format!("Numéro {number}"), [4.0 + f64::from(number) / 10.0, 45.77]);
    }
    wait_until("the one that is well was told", || well.positions() == [1, 2, 3, 4, 5]);
    wait_until("what never ends was accepted by its head", || endless.positions().last() == Some(&5));
    assert_eq!(outcome(&writer, &unending)["state"], "delivered");
    let told = outcome(&writer, &redirected);
    assert_eq!((&told["state"], &told["status"]), (&json!("pending"), &json!(307)));
    assert!(told["error"].as_str().unwrap().contains("not followed"), "{told}");
    assert!(secret_place.received().is_empty());
    let told = outcome(&writer, &hung);
    assert_eq!((&told["state"], &told["error"]), (&json!("pending"), &json!("no answer in time")), "{told}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_between_delivery_and_record_sends_the_message_again_and_loses_none() {
    let world = World::seeded().await;
    let (server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "contributor");
    let victim = Arc::new(AtomicU32::new(server.0.id()));
    let killed = Arc::clone(&victim);
    // The message is there; before it is answered its sender is no more.
    let receiver = Receiver::that(move |number| {
        if number == 1 {
            kill_9(killed.load(Ordering::SeqCst));
            return Behaviour::Hang;
        }
        Behaviour::Status(204)
    });
    webhook(&writer, &receiver.url, &json!({}));
    place(&writer, "Aux Deux Épis", [4.88, 45.77]);
    wait_until("the first was told", || receiver.positions() == [1]);
    place(&writer, "Le Fournil", [4.98, 45.77]);
    wait_until("the second came, and the server is gone", || receiver.received().len() == 2);
    drop(server);
    let (_server, url) = serve(&world);
    wait_until("the second came again", || receiver.received().len() == 3);
    let [_, lost, again] = receiver.received().try_into().unwrap();
    assert_eq!(lost.header("webhook-id"), again.header("webhook-id"));
    assert_eq!(lost.positions(), again.positions());
    let writer = Writer::new(&world, &url, "contributor");
    place(&writer, "Chez Personne", [5.2, 45.77]);
    wait_until("what follows is told", || receiver.positions().contains(&3));
    let told: BTreeSet<i64> = receiver.positions().into_iter().collect();
    assert_eq!(told, BTreeSet::from([1, 2, 3]));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_fails_for_days_or_is_gone_is_disabled_and_goes_on_where_it_stopped() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let writer = Writer::new(&world, &url, "contributor");
    let tired = Receiver::that(|number| Behaviour::Status(if number == 0 { 503 } else { 204 }));
    let gone = Receiver::that(|number| Behaviour::Status(if number == 0 { 410 } else { 204 }));
    let (tired_path, _) = webhook(&writer, &tired.url, &json!({}));
    let (gone_path, _) = webhook(&writer, &gone.url, &json!({}));
    // As if nothing had been accepted for six days.
    sqlx::query("UPDATE webhook SET failing_since = now() - interval '6 days'")
        .execute(&world.database.pool)
        .await
        .unwrap();
    place(&writer, "Aux Deux Épis", [4.88, 45.77]);
    for (path, reason) in [(&tired_path, "5 days"), (&gone_path, "410")] {
        wait_until("it is disabled", || writer.send("GET", path, &json!({})).body["state"] == "disabled");
        let body = writer.send("GET", path, &json!({})).body;
        assert!(body["disabled_reason"].as_str().unwrap().contains(reason), "{body}");
    }
    place(&writer, "Le Fournil", [4.98, 45.77]);
    for (path, receiver) in [(&tired_path, &tired), (&gone_path, &gone)] {
        let back = writer.send("PATCH", path, &json!({ "state": "active" }));
        assert_eq!((back.status, &back.body["state"]), (200, &json!("active")));
        wait_until("nothing was lost", || receiver.positions() == [1, 1, 2]);
    }
    world.end().await;
}
