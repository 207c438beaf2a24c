//! Mails over a real SMTP server: sent once, tried again, given up, not lost.

use plainpied_store::mail::{NewMail, counts, enqueue};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::harness::{World, wait_until};
use crate::smtp::Smtp;

async fn queue(world: &World, recipient: &str, expires_at: Option<OffsetDateTime>) {
    let now = plainpied_domain::Clock::now(&plainpied_domain::SystemClock);
    let mail = NewMail {
        id: Uuid::new_v4(),
        kind: "test",
        recipient,
        subject: "L'été à Évian",
        text: "Ligne une.\n.\nLigne trois.\n",
        html: "<p>Été</p>",
        unsubscribe: Some("https://plainpied.example/unsubscribe/1"),
        created_at: now - time::Duration::minutes(1),
        expires_at,
    };
    enqueue(&mut world.database.pool.acquire().await.unwrap(), &mail).await.unwrap();
}

async fn waiting(world: &World) -> (i64, i64) {
    counts(&mut world.database.pool.acquire().await.unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_sent_as_text_and_html_with_a_way_out_and_then_forgotten() {
    let world = World::seeded().await;
    let smtp = Smtp::start();
    queue(&world, "one@example.org", None).await;
    let past = plainpied_domain::Clock::now(&plainpied_domain::SystemClock) - time::Duration::seconds(1);
    queue(&world, "late@example.org", Some(past)).await;
    let (_server, _url) = world.serve_with(&smtp.options());
    let received = smtp.mail_to("one@example.org", 1);
    let message = received.message();
    assert_eq!(message.subject(), Some("L'été à Évian"));
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some("contact@plainpied.example"));
    assert_eq!(received.text().replace("\r\n", "\n"), "Ligne une.\n.\nLigne trois.\n");
    assert_eq!(received.html().trim(), "<p>Été</p>");
    let header = |name: &str| message.header_raw(name).unwrap().trim().to_owned();
    assert_eq!(header("List-Unsubscribe"), "<https://plainpied.example/unsubscribe/1>");
    assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(message.message_id().unwrap().ends_with("@plainpied.example"));
    assert!(message.date().is_some());
    wait_until("the outbox is empty", || world.told(&["mail", "list"]).is_empty());
    assert!(smtp.mails_to("late@example.org").is_empty(), "a mail of no use any more is not sent");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_put_off_comes_later_and_one_that_is_refused_is_shown_to_operators() {
    let world = World::seeded().await;
    let smtp = Smtp::refusing(&["451 4.7.1 <one@example.org> later", "550 5.1.1 <one@example.org> unknown"]);
    queue(&world, "one@example.org", None).await;
    let (_server, _url) = world.serve_with(&smtp.options());
    wait_until("it was put off", || world.told(&["mail", "list"]).contains("answered 451"));
    world.told(&["mail", "retry"]);
    wait_until("it was given up", || world.told(&["mail", "list"]).contains("given up"));
    let listed = world.told(&["mail", "list", "--json"]);
    assert!(listed.contains("answered 550") && !listed.contains("one@"), "{listed}");
    assert_eq!(waiting(&world).await, (0, 1));
    world.told(&["mail", "retry"]);
    smtp.mail_to("one@example.org", 1);
    assert!(!world.logged().contains("example.org"), "no address in logs");
    world.end_after(&["mail given up"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_outlives_the_server_that_was_to_send_it() {
    let world = World::seeded().await;
    let mut nobody = Smtp::start();
    "smtp://127.0.0.1:1".clone_into(&mut nobody.url);
    queue(&world, "one@example.org", None).await;
    let (server, _url) = world.serve_with(&nobody.options());
    wait_until("it was tried", || world.told(&["mail", "list"]).contains("no connection"));
    drop(server);
    world.told(&["mail", "retry"]);
    let smtp = Smtp::start();
    let (_server, _url) = world.serve_with(&smtp.options());
    smtp.mail_to("one@example.org", 1);
    world.end().await;
}
