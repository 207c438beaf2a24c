//! What users say beside answers: what was missing, what proved true, what they would have otherwise.

use serde_json::{Value, json};

use crate::harness::{World, get, text};
use crate::writing::{Writer, bakery};

/// Sends as somebody who has not signed in.
fn post(url: &str, path: &str, body: &Value) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent
        .post(format!("{url}{path}"))
        .header("content-type", "application/json")
        .send(body.to_string())
        .unwrap();
    let text = response.body_mut().read_to_string().unwrap();
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn read(url: &str, path: &str) -> Value {
    let (status, body) = get(&format!("{url}{path}"), "application/json");
    assert_eq!(status, 200, "{path}: {body}");
    body
}

fn added(writer: &Writer, place: &Value) -> String {
    let added = writer.send("POST", "/api/v1/establishments", place);
    assert_eq!(added.status, 201, "{}", added.body);
    added.body["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_ask_for_is_counted_and_comes_first_and_nobody_is_remembered() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "moderator");
    let id = added(&writer, &bakery("Aux Deux Épis"));
    let place = format!("/api/v1/establishments/{id}");
    let asks = format!("{place}/asks");
    let first = read(&url, &format!("{place}/questions?lang=en"));
    let second = first["questions"][1]["criterion"].as_str().unwrap().to_owned();

    for _ in 0..9 {
        assert_eq!(post(&url, &asks, &json!({ "criterion": second })).0, 201);
    }
    let (status, body) = post(&url, &asks, &json!({ "criterion": second, "note": "Only this was missing." }));
    assert_eq!((status, &body["asked"]), (201, &json!(10)), "{body}");
    let questions = read(&url, &format!("{place}/questions"));
    assert_eq!(questions["questions"][0]["criterion"], second.as_str(), "{questions}");
    assert_eq!(questions["questions"][0]["asked"], 10);
    assert_eq!(read(&url, &asks)["criteria"][0]["asked"], 10);

    // Managers and moderators see the notes, others do not.
    assert_eq!(get(&format!("{url}{asks}/notes"), "application/json").0, 401);
    let notes = writer.send("GET", &format!("{asks}/notes"), &json!({}));
    assert_eq!(notes.body["notes"][0]["note"], "Only this was missing.");
    assert_eq!(
        Writer::new(&world, &url, "contributor").send("GET", &format!("{asks}/notes"), &json!({})).status,
        403
    );

    for (body, pointer) in [
        (json!({ "criterion": "entree_largeur_min" }), "/criterion"),
        (json!({}), "/criterion"),
        (json!({ "criterion": second, "note": "je suis en fauteuil roulant" }), "/note"),
        (json!({ "criterion": second, "needs": ["deaf"] }), "/needs"),
    ] {
        let (status, refused) = post(&url, &asks, &body);
        assert_eq!((status, &refused["errors"][0]["pointer"]), (422, &json!(pointer)), "{body}: {refused}");
    }
    let nobody = "/api/v1/establishments/0570478e-4cfc-5243-84df-c547aec78358/asks";
    assert_eq!(post(&url, nobody, &json!({ "criterion": second })).0, 404);
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT column_name::text FROM information_schema.columns WHERE table_name IN ('ask', 'confirmation')",
    )
    .fetch_all(&world.database.pool)
    .await
    .unwrap();
    assert!(
        !columns
            .iter()
            .any(|column| ["account_id", "needs", "address", "session"].contains(&column.as_str()))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_manages_a_place_is_told_what_people_said_of_it_once_until_that_is_read() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let id = added(&Writer::new(&world, &url, "moderator"), &bakery("Aux Deux Épis"));
    let place = format!("/api/v1/establishments/{id}");
    let account = world.told(&["account", "add", "Madame Martin"]);
    world.told(&["account", "manage", &account, &id]);
    let manager = Writer::with_key(&url, &world.told(&["key", "create", &account]));
    let told = || {
        manager.send("GET", "/api/v1/me/notifications?unread=true&lang=en", &json!({})).body["notifications"]
            .clone()
    };
    let kinds = |all: &Value| -> Vec<(String, Value)> {
        let one = |one: &Value| (one["kind"].as_str().unwrap().to_owned(), one["criterion"].clone());
        all.as_array().unwrap().iter().map(one).collect()
    };
    let ask = json!({ "criterion": "entree_largeur_mini" });
    let confirm = |body: Value| post(&url, &format!("{place}/confirmations"), &body).0;
    for _ in 0..2 {
        assert_eq!(post(&url, &format!("{place}/asks"), &ask).0, 201);
        assert_eq!(confirm(json!({ "criterion": "entree_plain_pied", "proved": false })), 201);
        assert_eq!(confirm(json!({ "proved": true })), 201);
    }
    assert_eq!(confirm(json!({ "criterion": "entree_largeur_mini", "proved": true })), 422);
    let all = told();
    assert_eq!(
        kinds(&all),
        [
            ("proved".to_owned(), Value::Null),
            ("disproved".to_owned(), json!("entree_plain_pied")),
            ("asked".to_owned(), json!("entree_largeur_mini")),
        ]
    );
    assert_eq!(all[2]["text"], "Somebody needed an answer about a place that you manage.");
    assert_eq!(all[2]["establishment"], id.as_str());
    let up_to = json!({ "up_to": all[0]["id"] });
    assert_eq!(manager.send("POST", "/api/v1/me/notifications/read", &up_to).status, 200);
    assert_eq!(post(&url, &format!("{place}/asks"), &ask).0, 201);
    assert_eq!(kinds(&told()), [("asked".to_owned(), json!("entree_largeur_mini"))], "told anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_prove_true_is_asked_again_until_it_is_answered_anew() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");
    let id = added(&writer, &bakery("Aux Deux Épis"));
    let place = format!("/api/v1/establishments/{id}");
    let contested = || {
        let all = read(&url, &format!("{place}/questions?limit=200"));
        all["questions"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["criterion"] == "entree_plain_pied")
            .cloned()
    };
    assert_eq!(contested(), None, "it was answered today");
    let confirm = |body: Value| post(&url, &format!("{place}/confirmations"), &body);
    assert_eq!(confirm(json!({ "criterion": "entree_plain_pied", "proved": false })).0, 201);
    assert_eq!(contested().unwrap()["reason"], "contested");
    assert_eq!(confirm(json!({ "proved": true })).0, 201);
    let heard = read(&url, &format!("{place}/asks"));
    assert_eq!(heard["whole"], json!({ "proved": 1, "disproved": 0 }));
    assert_eq!(heard["criteria"][0]["disproved"], 1);

    let said = json!({ "criteria": { "entree_plain_pied": false } });
    assert_eq!(writer.send("PATCH", &place, &said).status, 200);
    assert_eq!(contested(), None, "what was said was said of the answer before");
    assert_eq!(read(&url, &format!("{place}/asks"))["criteria"], json!([]));

    let (status, unknown) = confirm(json!({ "criterion": "sanitaires_presence", "proved": true }));
    assert_eq!(
        (status, &unknown["errors"][0]["pointer"]),
        (422, &json!("/criterion")),
        "nothing is said of it"
    );
    assert_eq!(confirm(json!({ "criterion": "entree_plain_pied" })).0, 422);
    assert_eq!(confirm(json!({ "proved": "yes" })).0, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_begins_with_what_people_asked_for_and_can_be_printed() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "moderator");
    let mut ids = Vec::new();
    for (name, east) in [("Aux Deux Épis", 0.01), ("=Chez \"Tableur\"", 0.03), ("Aux Trois Chats", 0.05)] {
        let mut place = bakery(name);
        place["location"] = json!([4.85 + east, 45.77]);
        ids.push(added(&writer, &place));
    }
    let ask = json!({ "criterion": "entree_largeur_mini" });
    assert_eq!(post(&url, &format!("/api/v1/establishments/{}/asks", ids[1]), &ask).0, 201);
    let campaign = read(&url, "/api/v1/campaigns?commune=69266&lang=en");
    let places = campaign["places"].as_array().unwrap();
    assert_eq!(places.len(), 3);
    assert_eq!((&places[0]["id"], &places[0]["asked"]), (&json!(ids[1]), &json!(1)), "{campaign}");
    assert!(places[0]["questions"].as_array().unwrap().iter().all(|one| one["reason"] == "unknown"));
    assert_eq!(read(&url, "/api/v1/campaigns?commune=69266&activity=musee")["places"], json!([]));

    let csv = text(&format!("{url}/api/v1/campaigns?commune=69266&format=csv"));
    let mut lines = csv::Reader::from_reader(csv.as_bytes());
    let name = lines.headers().unwrap().iter().position(|column| column == "name").unwrap();
    let names: Vec<String> = lines.records().map(|line| line.unwrap()[name].to_owned()).collect();
    assert_eq!(names[0], "'=Chez \"Tableur\"", "no cell is a formula");
    let page = text(&format!("{url}/campaigns/69266"));
    assert!(page.contains("À vérifier à Villeurbanne") && page.contains("demandé une fois"), "{page}");
    assert!(text(&format!("{url}/campaigns/69266?lang=en")).contains("asked for once"));

    let asked = read(&url, "/api/v1/asks?commune=69266");
    assert_eq!(asked["results"].as_array().unwrap().len(), 1);
    assert!(
        text(&format!("{url}/api/v1/asks?commune=69266&format=csv")).contains(",entree_largeur_mini,1,0,0")
    );
    for (path, status) in [
        ("/api/v1/campaigns", 400),
        ("/api/v1/campaigns?commune=00000", 400),
        ("/api/v1/campaigns?commune=69266&format=pdf", 400),
        ("/campaigns/00000", 404),
    ] {
        assert_eq!(get(&format!("{url}{path}"), "application/json").0, status, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_proposes_and_moderators_answer_in_public() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let moderator = Writer::new(&world, &url, "moderator");
    let proposal =
        json!({ "kind": "wording", "about": "entree_largeur_mini", "text": "Say where to measure." });
    let (status, made) = post(&url, "/api/v1/proposals", &proposal);
    assert_eq!((status, &made["state"]), (201, &json!("open")), "{made}");
    let path = format!("/api/v1/proposals/{}", made["id"].as_str().unwrap());
    let answer = json!({ "state": "accepted", "answer": "We shall." });
    assert_eq!(
        Writer::new(&world, &url, "contributor").send("POST", &format!("{path}/answer"), &answer).status,
        403
    );
    assert_eq!(moderator.send("POST", &format!("{path}/answer"), &answer).status, 200);
    let told = read(&url, &path);
    assert_eq!((&told["state"], &told["answer"]), (&json!("accepted"), &json!("We shall.")));
    let done = json!({ "state": "done", "answer": "It says so now." });
    assert_eq!(moderator.send("POST", &format!("{path}/answer"), &done).status, 200);
    assert_eq!(read(&url, "/api/v1/proposals?state=done")["proposals"][0]["answer"], "It says so now.");
    assert_eq!(read(&url, "/api/v1/proposals?state=open")["proposals"], json!([]));
    let other = moderator.send("POST", "/api/v1/proposals", &json!({ "kind": "other", "text": "Rude." }));
    let rude = other.body["id"].as_str().unwrap();
    assert_eq!(read(&url, "/api/v1/proposals?limit=1")["proposals"][0]["id"], rude);
    let next = read(&url, &format!("/api/v1/proposals?before={rude}"));
    assert_eq!(next["proposals"].as_array().unwrap().len(), 1);
    assert_eq!(moderator.send("DELETE", &format!("/api/v1/proposals/{rude}"), &json!({})).status, 204);
    assert_eq!(get(&format!("{url}/api/v1/proposals/{rude}"), "application/json").0, 404);
    for (body, pointer) in [
        (json!({ "kind": "wish", "text": "x" }), "/kind"),
        (json!({ "kind": "other" }), "/text"),
        (json!({ "kind": "rule", "about": "manual_wheelchairs", "text": "x" }), "/about"),
        (json!({ "kind": "other", "text": "x".repeat(2_001) }), "/text"),
    ] {
        let (status, refused) = post(&url, "/api/v1/proposals", &body);
        assert_eq!((status, &refused["errors"][0]["pointer"]), (422, &json!(pointer)), "{refused}");
    }
}
