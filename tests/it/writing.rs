//! The whole way of a contributor by API alone, over the real programs.

use serde_json::{Value, json};

use crate::harness::{World, get, sample};

/// A client with a key.
pub struct Writer {
    pub url: String,
    key: Option<String>,
}

/// Status, body and the headers asked about.
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub etag: Option<String>,
    pub location: Option<String>,
    pub replayed: bool,
}

impl Writer {
    pub fn new(world: &World, url: &str, role: &str) -> Self {
        let id = world.told(&["account", "add", role, "--role", role]);
        let key = world.told(&["key", "create", &id, "--scopes", "read,write,moderate"]);
        Self { url: url.to_owned(), key: Some(key) }
    }

    pub fn with_key(url: &str, key: &str) -> Self {
        Self { url: url.to_owned(), key: Some(key.to_owned()) }
    }

    /// A client without a key.
    pub fn nobody(url: &str) -> Self {
        Self { url: url.to_owned(), key: None }
    }

    fn secret(&self) -> &str {
        self.key.as_deref().unwrap_or_default()
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send_with(method, path, body, &[])
    }

    /// A body of lines; the lines of the answer.
    pub fn send_lines(&self, path: &str, lines: &str) -> Vec<Value> {
        let mut response = ureq::post(format!("{}{path}", self.url))
            .header("authorization", format!("Api-Key {}", self.secret()))
            .header("content-type", "application/x-ndjson")
            .send(lines)
            .unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn send_with(&self, method: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("content-type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Api-Key {key}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = agent
            .configure_request(request.body(body.to_string()).unwrap())
            .allow_non_standard_methods(true)
            .build();
        let mut response = agent.run(request).unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        let header = |name: &str| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        Answer {
            status: response.status().as_u16(),
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            etag: header("etag"),
            location: header("location"),
            replayed: header("idempotency-replayed").is_some(),
        }
    }
}

pub fn bakery(name: &str) -> Value {
    json!({
        "name": name, "commune": "69266", "location": [4.8806, 45.7713],
        "address": { "house_number": "3", "street": "Rue des Lilas Blancs", "postal_code": "69100" },
        "activities": ["boulangerie"], "criteria": { "entree_plain_pied": true },
    })
}

/// Counts of establishments, versions and changes: what a write that is refused must leave as it was.
async fn counts(world: &World) -> (i64, i64, i64) {
    sqlx::query_as(
        "SELECT (SELECT count(*) FROM establishment), (SELECT count(*) FROM establishment_version),
                (SELECT count(*) FROM change) + (SELECT count(*) FROM change_pending)",
    )
    .fetch_one(&world.database.pool)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contributor_adds_describes_confirms_and_undoes_and_every_step_stands_in_the_history() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");

    let tried = writer.send("POST", "/api/v1/establishments?dry_run=true", &bakery("Aux Deux Épis"));
    assert_eq!((tried.status, &tried.body["dry_run"]), (200, &json!(true)), "{}", tried.body);
    assert_eq!(counts(&world).await, (0, 0, 0), "a try writes nothing");

    let added = writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    assert_eq!(added.status, 201, "{}", added.body);
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    assert!(added.location.unwrap().ends_with(&path));
    let (_, record) = get(&format!("{url}{path}"), "application/json");
    assert_eq!(record["criteria"], json!({ "entree_plain_pied": true }));
    assert_eq!(record["source"], "contributor");

    let said = json!({ "name": "Aux Trois Épis", "contact": { "phone": "04 78 00 00 00" },
        "criteria": { "entree_plain_pied": false, "entree_marches": 2 }, "reason": "seen today" });
    let described = writer.send_with("PATCH", &path, &said, &[("if-match", &added.etag.unwrap())]);
    assert_eq!((described.status, &described.body["version"]), (200, &json!(2)), "{}", described.body);
    assert_eq!(described.body["changed"]["criteria"]["entree_plain_pied"], json!([true, false]));

    // Null makes unknown, and what is asked only under it goes with it.
    let emptied = writer.send("PATCH", &path, &json!({ "criteria": { "entree_plain_pied": null } }));
    assert_eq!(emptied.status, 200, "{}", emptied.body);
    let (_, record) = get(&format!("{url}{path}"), "application/json");
    assert_eq!(record["criteria"], json!({}));
    assert_eq!(record["contact"]["phone"], "04 78 00 00 00", "what is absent stays");

    let undone = writer.send("POST", &format!("{path}/versions/3/revert"), &json!({}));
    assert_eq!(undone.status, 200, "{}", undone.body);
    let (_, record) = get(&format!("{url}{path}"), "application/json");
    assert_eq!(record["criteria"], json!({ "entree_plain_pied": false, "entree_marches": 2 }));
    let confirmed = writer.send("POST", &format!("{path}/verify"), &json!({}));
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);

    let (_, history) = get(&format!("{url}{path}/versions?lang=en"), "application/json");
    let versions = history["versions"].as_array().unwrap();
    let numbers: Vec<_> = versions.iter().map(|version| version["version"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    assert!(versions.iter().all(|version| version["author"] == "contributor"), "{history}");
    assert_eq!(versions[3]["reason"], "seen today");
    assert!(versions[3]["sentences"][0].is_string());

    // Undoing what was changed again since leaves the later word.
    let first = writer.send("POST", &format!("{path}/versions/2/revert"), &json!({}));
    assert_eq!(
        (first.status, &first.body["changed"]["name"]),
        (200, &json!(["Aux Trois Épis", "Aux Deux Épis"]))
    );
    let found = || get(&format!("{url}/api/v1/search?q=deux+epis"), "application/json").1["matched"] == 1;
    crate::harness::wait_until("the search finds it", found);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_refused_names_the_field_and_changes_nothing() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");
    let added = writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    let before = counts(&world).await;

    let wrong = json!({ "name": " ", "commune": "Atlantis", "location": [200, 45], "siret": "12",
        "contact": { "website": "javascript:alert(1)", "fax": "1" }, "activities": ["boulangrie"],
        "criteria": { "entree_plain_pied": "yes", "entree_largeur": 3, "entree_pmr": true }, "nmae": "x" });
    let refused = writer.send("PATCH", &path, &wrong);
    assert_eq!(refused.status, 422, "{}", refused.body);
    let mut pointers: Vec<_> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        [
            "/activities/0",
            "/commune",
            "/contact/fax",
            "/contact/website",
            "/criteria/entree_largeur",
            "/criteria/entree_plain_pied",
            "/location",
            "/name",
            "/nmae",
            "/siret"
        ]
    );

    for (method, path, body, status) in [
        ("POST", "/api/v1/establishments".to_owned(), json!({ "name": "Chez Rien" }), 422),
        ("PATCH", path.clone(), json!({ "criteria": { "accueil_cheminement_nombre_marches": 2 } }), 422),
        ("PATCH", path.clone(), json!([]), 422),
        ("PATCH", "/api/v1/establishments/00000000-0000-7000-8000-000000000000".to_owned(), json!({}), 404),
        ("POST", format!("{path}/close"), json!({}), 403),
        ("DELETE", path.clone(), json!({}), 403),
        ("POST", format!("{path}/merge"), json!({ "into": path }), 403),
        ("POST", format!("{path}/versions/9/revert"), json!({}), 404),
        ("POST", "/api/v1/establishments?force=true".to_owned(), bakery("Aux Deux Épis"), 403),
        // The same place, spelt a little otherwise.
        ("POST", "/api/v1/establishments".to_owned(), bakery("Boulangerie aux deux epis"), 409),
    ] {
        let answer = writer.send(method, &path, &body);
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.body);
        assert!(answer.body["type"].as_str().unwrap().contains("/problems/"), "{}", answer.body);
    }
    for key in ["", "pp_00000000_000000000000000000000000000000000000000000000000", "Basic x"] {
        let stranger = Writer::with_key(&url, key);
        assert_eq!(stranger.send("PATCH", &path, &json!({})).status, 401, "{key}");
    }
    assert_eq!(counts(&world).await, before);

    let known = added.etag.unwrap();
    let other = json!({ "criteria": { "entree_pmr": true } });
    assert_eq!(writer.send("PATCH", &path, &other).status, 200);
    let late = writer.send_with("PATCH", &path, &json!({ "name": "Late" }), &[("if-match", &known)]);
    assert_eq!(late.status, 412, "{}", late.body);
    assert_eq!(late.body["changes"][0]["changed"]["criteria"]["entree_pmr"], json!([null, true]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_again_is_done_once() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");
    let named = [("idempotency-key", "one")];
    let first = writer.send_with("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"), &named);
    let again = writer.send_with("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"), &named);
    assert_eq!((first.status, again.status), (201, 201), "{}", again.body);
    assert_eq!(first.body, again.body);
    assert!(again.replayed && !first.replayed);
    let other = writer.send_with("POST", "/api/v1/establishments", &bakery("Autre"), &named);
    assert_eq!(other.status, 422, "{}", other.body);
    assert_eq!(counts(&world).await.0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_manager_said_is_kept_and_the_other_word_stands_beside_it() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");
    let added = writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    let id = added.body["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/establishments/{id}");
    let account = world.told(&["account", "add", "Madame Martin", "--email", "martin@example.org"]);
    world.told(&["account", "manage", "martin@example.org", &id]);
    let key = world.told(&["key", "create", &account]);
    let manager = Writer::with_key(&url, &key);
    let said = manager.send("PATCH", &path, &json!({ "criteria": { "entree_plain_pied": false } }));
    assert_eq!(said.status, 200, "{}", said.body);

    let against = json!({ "criteria": { "entree_plain_pied": true, "entree_pmr": true } });
    let answer = writer.send("PATCH", &path, &against);
    assert_eq!(answer.body["kept"], json!(["/criteria/entree_plain_pied"]), "{}", answer.body);
    let (_, record) = get(&format!("{url}{path}"), "application/json");
    assert_eq!(record["criteria"]["entree_plain_pied"], false);
    assert_eq!(record["criteria"]["entree_pmr"], true);
    let (_, history) = get(&format!("{url}{path}/versions"), "application/json");
    let beside = &history["disagreements"][0];
    assert_eq!((&beside["criterion"], &beside["value"]), (&json!("entree_plain_pied"), &json!(true)));
    // A manager may close its own place.
    assert_eq!(manager.send("POST", &format!("{path}/close"), &json!({})).status, 200);
    assert_eq!(get(&format!("{url}{path}"), "application/json").0, 410);
    // And it is not created again silently.
    let again = writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    assert_eq!(
        (again.status, &again.body["candidates"][0]["status"]),
        (409, &json!("closed")),
        "{}",
        again.body
    );
    let moderator = Writer::new(&world, &url, "moderator");
    assert_eq!(moderator.send("POST", &format!("{path}/reopen"), &json!({})).status, 200);
    assert_eq!(get(&format!("{url}{path}"), "application/json").0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_leads_to_the_one_that_stays_which_knows_all_that_it_knew() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let moderator = Writer::new(&world, &url, "moderator");
    let stays = moderator.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    let mut twin = bakery("Aux Deux Epis");
    twin["criteria"] = json!({ "entree_plain_pied": false, "entree_pmr": true });
    twin["external_id"] = json!("shop-17");
    let lost = moderator.send("POST", "/api/v1/establishments?force=true", &twin);
    assert_eq!(lost.status, 201, "{}", lost.body);
    let (stays, lost) = (stays.body["id"].as_str().unwrap(), lost.body["id"].as_str().unwrap());
    let merged =
        moderator.send("POST", &format!("/api/v1/establishments/{lost}/merge"), &json!({ "into": stays }));
    assert_eq!(merged.status, 200, "{}", merged.body);
    let (status, record) = get(&format!("{url}/api/v1/establishments/{lost}"), "application/json");
    assert_eq!((status, &record["id"]), (200, &json!(stays)), "301 was followed");
    assert_eq!(record["criteria"], json!({ "entree_plain_pied": true, "entree_pmr": true }));
    let again = moderator.send("POST", "/api/v1/establishments", &twin);
    assert_eq!(again.body["candidates"][0]["id"], stays, "its external id leads there: {}", again.body);
    let into_itself =
        moderator.send("POST", &format!("/api/v1/establishments/{stays}/merge"), &json!({ "into": stays }));
    assert_eq!(into_itself.status, 422, "{}", into_itself.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_an_account_did_is_undone_in_one_step_and_the_word_of_others_stays() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let (vandal, other) =
        (Writer::new(&world, &url, "contributor"), Writer::new(&world, &url, "contributor"));
    let team = Writer::new(&world, &url, "moderator");
    let account: String = sqlx::query_scalar("SELECT account_id::text FROM api_key WHERE prefix = $1")
        .bind(&vandal.key.as_deref().unwrap()[..11])
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
    let path_of = |answer: Answer| format!("/api/v1/establishments/{}", answer.body["id"].as_str().unwrap());
    let ours = path_of(other.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis")));
    let mut elsewhere = bakery("Piège");
    elsewhere["location"] = json!([4.80, 45.77]);
    let trap = path_of(vandal.send("POST", "/api/v1/establishments", &elsewhere));
    let harm =
        json!({ "name": "Fermé !!!", "criteria": { "entree_plain_pied": false, "entree_pmr": false } });
    assert_eq!(vandal.send("PATCH", &ours, &harm).status, 200);
    assert_eq!(other.send("PATCH", &ours, &json!({ "criteria": { "entree_pmr": true } })).status, 200);

    let listed = team.send("GET", &format!("/api/v1/accounts/{account}/contributions"), &json!({})).body;
    assert_eq!(listed["contributions"].as_array().unwrap().len(), 2, "{listed}");
    assert_eq!(
        vandal.send("GET", &format!("/api/v1/accounts/{account}/contributions"), &json!({})).status,
        200
    );
    let revert = format!("/api/v1/accounts/{account}/revert");
    let undone = team.send("POST", &revert, &json!({ "reason": "vandalism" }));
    assert_eq!(undone.body["establishments"].as_array().unwrap().len(), 2, "{}", undone.body);
    let (_, record) = get(&format!("{url}{ours}"), "application/json");
    assert_eq!(record["name"], "Aux Deux Épis");
    assert_eq!(record["criteria"], json!({ "entree_plain_pied": true, "entree_pmr": true }));
    assert_eq!(get(&format!("{url}{trap}"), "application/json").0, 410);
    let again = team.send("POST", &revert, &json!({})).body;
    assert_eq!(again["establishments"], json!([]), "nothing is left to undo: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_add_the_same_place_at_once_add_it_once() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (_server, url) = world.serve();
    let writer = Writer::new(&world, &url, "contributor");
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let send = || writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis")).status;
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 7, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_answers_every_line_and_goes_as_a_whole_where_that_is_asked() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let partner = Writer::new(&world, &url, "partner");
    let line = |name: &str, east: f64, extra: Value| {
        let mut line = bakery(name);
        line["location"] = json!([4.80 + east, 45.77]);
        line["op"] = json!("create");
        line.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        line.to_string()
    };
    let good = line("Épis d\u{2019}Or", 0.01, json!({ "external_id": "a" }));
    let wrong = line("Croissant", 0.03, json!({ "criteria": { "entree_pmr": 7 } }));
    let twin = line("Épis d'or", 0.01, json!({}));
    let lines = format!("{good}\n{wrong}\nnot json\n\n{twin}\n");

    let none = partner.send_lines("/api/v1/batch?mode=all", &lines);
    let statuses =
        |answers: &[Value]| answers.iter().map(|line| line["status"].as_i64().unwrap()).collect::<Vec<_>>();
    assert_eq!(statuses(&none), [424, 422, 400, 424], "{none:?}");
    assert_eq!(counts(&world).await, (0, 0, 0));

    let each = partner.send_lines("/api/v1/batch", &lines);
    assert_eq!(statuses(&each), [201, 422, 400, 409], "{each:?}");
    assert_eq!(each.iter().map(|line| line["line"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3, 5]);
    assert_eq!(each[1]["problem"]["errors"][0]["pointer"], "/criteria/entree_pmr");
    let id = &each[0]["id"];
    let more = format!(
        "{}\n{}\n{}\n",
        json!({ "op": "update", "id": id, "criteria": { "entree_pmr": true } }),
        json!({ "op": "update", "id": id, "version": 1, "name": "Late" }),
        json!({ "op": "close", "id": id }),
    );
    let answers = partner.send_lines("/api/v1/batch", &more);
    assert_eq!(statuses(&answers), [200, 412, 403], "{answers:?}");

    let contributor = Writer::new(&world, &url, "contributor");
    assert_eq!(contributor.send("POST", "/api/v1/batch", &json!({})).status, 403);
    assert_eq!(partner.send("POST", "/api/v1/batch", &json!({})).status, 415);
}

/// Programs that are killed lose nothing that was acknowledged, and leave nothing half done.
#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_writes_survive_a_server_that_is_killed() {
    let world = World::seeded().await;
    let (mut server, mut url) = world.serve();
    let first = Writer::new(&world, &url, "moderator");
    let ids: Vec<String> = (0..8)
        .map(|n| {
            let mut place = bakery(&format!("Lieu {n}"));
            place["location"] = json!([4.80 + f64::from(n) / 100.0, 45.77]);
            first.send("POST", "/api/v1/establishments", &place).body["id"].as_str().unwrap().to_owned()
        })
        .collect();
    // deploy/test --faults does the same with ten thousand, and kills the database as well: crash.rs.
    let (rounds, clients, writes) = (3, 8, 600);
    let mut acknowledged: Vec<(usize, i64)> = Vec::new();
    for round in 0..rounds {
        let running = std::sync::atomic::AtomicUsize::new(0);
        let share = writes / rounds;
        let told: Vec<Vec<(usize, i64)>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..clients)
                .map(|client| {
                    let writer = Writer::with_key(&url, first.secret());
                    let (ids, running) = (&ids, &running);
                    scope.spawn(move || client_writes(&writer, ids, (client, round), (running, share)))
                })
                .collect();
            while running.load(std::sync::atomic::Ordering::Relaxed) < share / 2 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            drop(server);
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        acknowledged.extend(told.into_iter().flatten());
        (server, url) = world.serve();
    }
    assert!(acknowledged.len() >= rounds * 20, "{} writes were acknowledged", acknowledged.len());
    for (place, version) in &acknowledged {
        let found: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM establishment_version WHERE establishment_id = $1::uuid AND version = $2)",
        )
        .bind(&ids[*place])
        .bind(i32::try_from(*version).unwrap())
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
        assert!(found, "version {version} of {} was acknowledged", ids[*place]);
    }
    let gaps: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM establishment e WHERE e.version <>
             (SELECT count(*) FROM establishment_version v WHERE v.establishment_id = e.id)",
    )
    .fetch_one(&world.database.pool)
    .await
    .unwrap();
    assert_eq!(gaps, 0);
    drop(server);
    assert_eq!(world.indexed(), world.published().await);
}

/// Writes until the server is gone; what was acknowledged, as place and version.
fn client_writes(
    writer: &Writer,
    ids: &[String],
    (client, round): (usize, usize),
    (running, share): (&std::sync::atomic::AtomicUsize, usize),
) -> Vec<(usize, i64)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut acknowledged = Vec::new();
    for n in 0..share {
        let place = (client + n) % ids.len();
        let steps = (client * 7 + n * 3 + round) % 20 + 1;
        let body = json!({ "criteria": { "entree_plain_pied": false, "entree_marches": steps } });
        let sent = agent
            .patch(format!("{}/api/v1/establishments/{}", writer.url, ids[place]))
            .header("authorization", format!("Api-Key {}", writer.secret()))
            .header("content-type", "application/json")
            .send(body.to_string());
        let Ok(mut response) = sent else { break };
        running.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let Ok(text) = response.body_mut().read_to_string() else { break };
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(response.status(), 200, "{answer}");
        if answer["outcome"] == "updated" {
            acknowledged.push((place, answer["version"].as_i64().unwrap()));
        }
    }
    acknowledged
}
