//! Digests by mail: what has changed in sentences, once, and the link that ends them.

use std::path::PathBuf;

use plainpied_domain::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::harness::{Running, World, get, wait_until};
use crate::webhooks::place;
use crate::writing::Writer;

/// A reader with an address, and a server that writes mails to files.
struct Reader {
    writer: Writer,
    account: String,
    mails: PathBuf,
}

impl Reader {
    fn new(world: &World, url: &str, language: &str) -> Self {
        let account =
            world.told(&["account", "add", "Lectrice", "--email", &format!("{language}@example.org")]);
        let key = world.told(&["key", "create", &account, "--scopes", "read,write"]);
        let mails = world.data.path().join("mail");
        Self { writer: Writer::with_key(url, &key), account, mails }
    }

    fn subscribe(&self, interest: &Value, frequency: &str) -> Value {
        let body = json!({ "interest": interest, "frequency": frequency });
        let answer = self.writer.send("POST", "/api/v1/subscriptions", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    /// The mails there are, the oldest first, with soft line breaks joined and letters decoded.
    fn mails(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.mails).into_iter().flatten().map(|file| file.unwrap().path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
        files.sort_unstable();
        files.iter().map(|file| plain(&std::fs::read_to_string(file).unwrap())).collect()
    }

    fn mail(&self, number: usize) -> String {
        wait_until("the mail was written", || self.mails().len() >= number);
        self.mails().remove(number - 1)
    }
}

/// Quoted-printable undone, as far as these mails need it.
fn plain(mail: &str) -> String {
    let joined = mail.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        rest = match (first, hex) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                &tail[2..]
            }
            _ => {
                bytes.push(*first);
                tail
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn serve(world: &World) -> (Running, String) {
    world.serve_with(&["--public-url", "https://plainpied.example"])
}

/// Makes every digest due now.
async fn due(world: &World) {
    sqlx::query("UPDATE subscription SET due_at = now() - interval '1 second'")
        .execute(&world.database.pool)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_tells_what_is_different_since_the_last_one_in_sentences_and_nothing_twice() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let founder = Writer::new(&world, &url, "moderator");
    let reader = Reader::new(&world, &url, "fr");
    let near = place(&founder, "Aux Deux Épis", [4.88, 45.77]);
    let far = place(&founder, "Le Fournil", [5.5, 45.9]);
    reader.subscribe(&json!({ "kind": "area", "bbox": [4.8, 45.7, 4.9, 45.8] }), "daily");
    for change in [
        json!({ "name": "Aux Trois Épis", "contact": { "phone": "04 78 00 00 00" } }),
        json!({ "name": "Aux Quatre Épis", "contact": { "phone": null } }),
    ] {
        assert_eq!(founder.send("PATCH", &near, &change).status, 200);
        assert_eq!(
            founder.send("PATCH", &far, &json!({ "contact": { "phone": "04 78 00 00 01" } })).status,
            200
        );
    }
    due(&world).await;
    let mail = reader.mail(1);
    assert!(
        mail.contains("Aux Quatre Épis") && mail.contains("auparavant : Nom\u{a0}: Aux Deux Épis"),
        "{mail}"
    );
    assert!(!mail.contains("Aux Trois") && !mail.contains("04 78"), "what came and went: {mail}");
    assert!(!mail.contains("Le Fournil"), "{mail}");
    assert!(
        mail.contains(&format!("https://plainpied.example{}", near.trim_start_matches("/api/v1"))),
        "{mail}"
    );
    assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{mail}");
    due(&world).await;
    wait_until("the next digest was thought of", || {
        let listed = reader.writer.send("GET", "/api/v1/subscriptions", &json!({})).body;
        listed["subscriptions"][0]["due_at"].as_str() > Some(now().as_str())
    });
    assert_eq!(reader.mails().len(), 1, "without news there is no mail");
    world.end().await;
}

fn now() -> String {
    SystemClock.now().format(&time::format_description::well_known::Rfc3339).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_the_mail_ends_the_subscription_by_a_post_and_not_by_a_look() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let founder = Writer::new(&world, &url, "moderator");
    let reader = Reader::new(&world, &url, "fr");
    let shop = place(&founder, "Aux Deux Épis", [4.88, 45.77]);
    let id = shop.rsplit('/').next().unwrap();
    reader.subscribe(&json!({ "kind": "establishment", "id": id }), "at_once");
    assert_eq!(founder.send("PATCH", &shop, &json!({ "name": "Aux Trois Épis" })).status, 200);
    let mail = reader.mail(1);
    let link = mail.split("https://plainpied.example/unsubscribe/").nth(1).unwrap();
    let token = link.split(|c: char| c.is_whitespace() || "<>\"".contains(c)).next().unwrap();
    let path = format!("{url}/unsubscribe/{token}");
    let listed = || {
        reader.writer.send("GET", "/api/v1/subscriptions", &json!({})).body["subscriptions"]
            .as_array()
            .unwrap()
            .len()
    };
    assert!(crate::harness::text(&path).contains("<button"), "a look shows a button");
    assert_eq!(listed(), 1, "and ends nothing");
    let mut ended = ureq::post(&path)
        .header("content-type", "application/x-www-form-urlencoded")
        .send("List-Unsubscribe=One-Click")
        .unwrap();
    assert!(
        ended.body_mut().read_to_string().unwrap().contains("role=\"status\""),
        "it says that it is done"
    );
    assert_eq!(listed(), 0);
    assert_eq!(ureq::post(&path).send("").unwrap().status(), 200, "twice changes nothing");
    assert_eq!(get(&format!("{url}/unsubscribe/{}x", token), "application/json").0, 404);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_hear_of_what_they_manage_notices_included_until_they_say_otherwise() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let founder = Writer::new(&world, &url, "moderator");
    let reader = Reader::new(&world, &url, "fr");
    let shop = place(&founder, "Aux Deux Épis", [4.88, 45.77]);
    world.told(&["account", "manage", &reader.account, shop.rsplit('/').next().unwrap()]);
    let subscriptions =
        || reader.writer.send("GET", "/api/v1/subscriptions", &json!({})).body["subscriptions"].clone();
    wait_until("the manager is subscribed", || subscriptions()[0]["interest"]["kind"] == "managed");
    let until = SystemClock.now() + time::Duration::days(3);
    let until = until.format(&time::format_description::well_known::Rfc3339).unwrap();
    let notice = json!({ "kind": "lift", "message": "Réparation jeudi.", "until": until });
    assert_eq!(founder.send("POST", &format!("{shop}/notices"), &notice).status, 201);
    let nobody = Writer::nobody(&url);
    for (said, body) in [
        ("asks", json!({ "criterion": "entree_largeur_mini" })),
        ("asks", json!({ "criterion": "entree_largeur_mini" })),
        ("confirmations", json!({ "criterion": "entree_plain_pied", "proved": false })),
    ] {
        assert_eq!(nobody.send("POST", &format!("{shop}/{said}"), &body).status, 201, "{body}");
    }
    due(&world).await;
    let mail = reader.mail(1);
    assert!(mail.contains("Ascenseur en panne – Réparation jeudi."), "{mail}");
    assert!(mail.contains("2 personnes ont eu besoin de savoir\u{a0}: "), "{mail}");
    assert!(mail.contains("Une personne a trouvé autre chose sur place\u{a0}: "), "{mail}");
    let id = subscriptions()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(reader.writer.send("DELETE", &format!("/api/v1/subscriptions/{id}"), &json!({})).status, 204);
    std::thread::sleep(std::time::Duration::from_secs(5));
    assert_eq!(subscriptions(), json!([]), "it does not come back by itself");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_says_what_a_person_needs_is_refused_and_those_of_others_are_not_found() {
    let world = World::seeded().await;
    let (_server, url) = serve(&world);
    let (reader, other) = (Reader::new(&world, &url, "fr"), Reader::new(&world, &url, "en"));
    for query in ["needs=blind", "limits[chair_width]=68&q=pain", "q=restaurant fauteuil roulant"] {
        let body = json!({ "interest": { "kind": "search", "query": query } });
        let refused = reader.writer.send("POST", "/api/v1/subscriptions", &body);
        assert_eq!(
            (refused.status, &refused.body["errors"][0]["pointer"]),
            (422, &json!("/interest/query")),
            "{query}"
        );
        assert!(
            refused.body["errors"][0]["detail"].as_str().unwrap().contains("health data"),
            "{}",
            refused.body
        );
    }
    let kept = reader.subscribe(&json!({ "kind": "area", "commune": "69266" }), "daily");
    let again = reader.subscribe(&json!({ "kind": "area", "commune": "69266" }), "weekly");
    assert_eq!((&kept["id"], &again["frequency"]), (&again["id"], &json!("weekly")));
    let path = format!("/api/v1/subscriptions/{}", kept["id"].as_str().unwrap());
    assert_eq!(other.writer.send("DELETE", &path, &json!({})).status, 404);
    assert_eq!(reader.writer.send("DELETE", &path, &json!({})).status, 204);
    world.end().await;
}
