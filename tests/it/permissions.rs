//! Every cell of docs/permissions.md over HTTP: role, route, tie to the establishment, scope.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::World;
use crate::writing::{Writer, bakery};

const ROLES: [&str; 4] = ["contributor", "partner", "moderator", "administrator"];

/// By action: the scope, and the columns that say yes.
fn documented() -> BTreeMap<String, (String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/permissions.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = text.lines().filter(|line| line.starts_with("| ")).map(|line| {
        line.trim_matches(['|', ' ']).split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
    });
    let head = rows.next().unwrap();
    rows.skip(1)
        .map(|row| {
            let yes = (2..row.len()).filter(|column| row[*column] == "yes");
            (row[0].clone(), (row[1].clone(), yes.map(|column| head[column].clone()).collect()))
        })
        .collect()
}

/// A request for each action, which writes nothing where it is let through.
fn requests(id: &str, other: &str) -> Vec<(&'static str, &'static str, String, Value)> {
    let place = format!("/api/v1/establishments/{id}");
    let dry = |path: &str| format!("{place}{path}?dry_run=true");
    let add = |query: &str| format!("/api/v1/establishments?dry_run=true{query}");
    vec![
        ("create", "POST", add(""), bakery("Chez Personne")),
        ("create_likeness", "POST", add("&force=true"), bakery("Chez Personne")),
        ("identify", "POST", "/api/erps/?dry_run=true".to_owned(), identified()),
        ("describe", "PATCH", dry(""), json!({ "name": "Autre" })),
        ("describe", "PUT", dry("/criteria"), json!({})),
        ("verify", "POST", dry("/verify"), json!({})),
        ("close", "POST", dry("/close"), json!({})),
        ("reopen", "POST", dry("/reopen"), json!({})),
        ("delete", "DELETE", dry(""), json!({})),
        ("merge", "POST", dry("/merge"), json!({ "into": other })),
        ("revert", "POST", dry("/versions/1/revert"), json!({})),
        ("keys", "POST", "/api/v1/keys".to_owned(), json!({})),
        ("announce", "POST", format!("{place}/notices"), json!({})),
        ("announce", "DELETE", format!("{place}/notices/{other}"), json!({})),
        ("announce", "GET", format!("{place}/asks/notes"), json!({})),
        ("report", "POST", format!("{place}/reports"), json!({})),
        ("decide", "GET", "/api/v1/reports".to_owned(), json!({})),
        ("decide", "POST", format!("/api/v1/proposals/{other}/answer"), json!({})),
        ("decide", "DELETE", format!("/api/v1/proposals/{other}"), json!({})),
        ("decide", "GET", format!("/api/v1/accounts/{other}/contributions"), json!({})),
        ("revert_account", "POST", format!("/api/v1/accounts/{other}/revert"), json!({})),
        ("decide", "POST", format!("/api/v1/reports/{other}/decision"), json!({})),
        ("review", "GET", "/api/v1/suggestions".to_owned(), json!({})),
        ("review", "GET", format!("/api/v1/suggestions/{other}"), json!({})),
        ("review", "POST", format!("/api/v1/suggestions/{other}/accept"), json!({})),
        ("review", "POST", format!("/api/v1/suggestions/{other}/reject"), json!({})),
        ("review", "POST", format!("/api/v1/suggestions/{other}/assign"), json!({})),
        ("review", "POST", "/api/v1/suggestions/decisions".to_owned(), json!({})),
        ("withdraw", "POST", format!("/api/v1/suggestions/{other}/withdraw"), json!({})),
        ("redact", "POST", format!("{place}/versions/1/redact"), json!({})),
        ("decide", "POST", format!("/api/v1/reports/{other}/assign"), json!({})),
        ("claim", "POST", format!("/api/v1/establishments/{other}/claims"), json!({ "website": "x" })),
        ("entrust", "GET", "/api/v1/claims".to_owned(), json!({})),
        ("entrust", "GET", format!("/api/v1/claims/{other}"), json!({})),
        ("entrust", "POST", format!("/api/v1/claims/{other}/assign"), json!({})),
        ("entrust", "POST", format!("/api/v1/claims/{other}/decision"), json!({})),
        ("withdraw", "POST", format!("/api/v1/claims/{other}/withdraw"), json!({})),
        ("follow", "GET", "/api/v1/webhooks".to_owned(), json!({})),
        ("follow", "GET", "/api/v1/subscriptions".to_owned(), json!({})),
        ("follow", "POST", "/api/v1/subscriptions".to_owned(), json!({})),
        ("follow", "DELETE", format!("/api/v1/subscriptions/{other}"), json!({})),
        ("follow", "POST", "/api/v1/webhooks".to_owned(), json!({})),
        ("follow", "POST", format!("/api/v1/webhooks/{other}/replay"), json!({})),
    ]
}

/// A new place as clients of Acceslibre describe it, with an id that another source has for it.
fn identified() -> Value {
    json!({
        "nom": "Chez Personne", "activite": "Boulangerie", "voie": "Rue des Lilas", "code_postal": "69100",
        "commune": "Villeurbanne", "code_insee": "69266", "latitude": 45.77, "longitude": 4.92, "asp_id": "a-1",
        "accessibilite": { "entree_plain_pied": true, "entree_pmr": false, "sanitaires_presence": true }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_the_table_holds() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let table = documented();
    let founder = Writer::new(&world, &url, "moderator");
    let add = |name: &str, east: f64| {
        let mut place = bakery(name);
        place["location"] = json!([4.8 + east, 45.77]);
        let added = founder.send("POST", "/api/v1/establishments", &place);
        added.body["id"].as_str().unwrap().to_owned()
    };
    let (id, other) = (add("Aux Deux Épis", 0.01), add("Aux Trois Chats", 0.05));
    let mut cells = 0;
    for role in ROLES {
        for tie in ["none", "manager"] {
            let account = world.told(&["account", "add", &format!("{role} {tie}"), "--role", role]);
            if tie == "manager" {
                world.told(&["account", "manage", &account, &id]);
            }
            let key = |scopes: &str| world.told(&["key", "create", &account, "--scopes", scopes]);
            let whole = Writer::with_key(&url, &key("read,write,moderate"));
            for (action, method, path, body) in requests(&id, &other) {
                let (scope, yes) = &table[action];
                let may = yes.iter().any(|column| column == role || column == tie);
                let status = whole.send(method, &path, &body).status;
                assert_eq!(status != 403, may, "{role}, {tie}, {action}: {method} {path} answered {status}");
                assert!(status != 401 && status < 500, "{role}, {tie}, {action}: {status}");
                let scopes = ["read", "write", "moderate"].into_iter().filter(|one| one != scope);
                let short = Writer::with_key(&url, &key(&scopes.collect::<Vec<_>>().join(",")));
                let refused = short.send(method, &path, &body);
                assert_eq!(refused.status, 403, "{role}, {tie}, {action} without {scope}");
                assert_eq!(refused.body["scope"], scope.as_str(), "the missing scope is named");
                let stranger = Writer::with_key(&url, "");
                assert_eq!(stranger.send(method, &path, &body).status, 401, "{action} without a key");
                cells += 1;
            }
        }
    }
    assert_eq!(cells, ROLES.len() * 2 * requests(&id, &other).len());
    let covered = requests(&id, &other).into_iter().map(|(action, ..)| action);
    let elsewhere = ["batch", "administer"];
    for action in table.keys() {
        let tried = covered.clone().any(|one| one == action) || elsewhere.contains(&action.as_str());
        assert!(tried, "{action} is not tried");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_may_undo_its_own_change_and_no_other() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let (one, two) = (Writer::new(&world, &url, "contributor"), Writer::new(&world, &url, "contributor"));
    let added = one.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    assert_eq!(one.send("PATCH", &path, &json!({ "criteria": { "entree_pmr": true } })).status, 200);
    let revert = format!("{path}/versions/2/revert");
    assert_eq!(two.send("POST", &revert, &json!({})).status, 403);
    assert_eq!(one.send("POST", &revert, &json!({})).status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_revoked_expired_blocked_or_elsewhere_opens_nothing() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let account = world.told(&["account", "add", "Somebody", "--email", "Some@Example.org"]);
    let key = world.told(&["key", "create", "some@example.org", "--name", "first"]);
    let report = |key: &str, headers: &[(&str, &str)]| {
        let path = "/api/v1/establishments?dry_run=true";
        Writer::with_key(&url, key).send_with("POST", path, &bakery("Chez Personne"), headers).status
    };
    assert_eq!(report(&key, &[]), 200);
    world.told(&["account", "block", &account]);
    assert_eq!(report(&key, &[]), 401);
    world.told(&["account", "unblock", &account]);
    assert_eq!(report(&key, &[]), 200);
    world.told(&["key", "revoke", &key[..11]]);
    assert_eq!(report(&key, &[]), 401);
    let listed = world.told(&["key", "list", &account]);
    assert!(listed.contains("revoked") && listed.contains("first"), "{listed}");
    assert!(!listed.contains(&key), "a key is shown once");

    let bound = world.told(&["key", "create", &account, "--origin", "https://example.org"]);
    assert_eq!(report(&bound, &[]), 401);
    assert_eq!(report(&bound, &[("origin", "https://elsewhere.example")]), 401);
    assert_eq!(report(&bound, &[("origin", "https://example.org")]), 200);

    let old = world.told(&["key", "create", &account, "--days", "1"]);
    sqlx::query("UPDATE api_key SET expires_at = created_at WHERE prefix = $1")
        .bind(&old[..11])
        .execute(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(report(&old, &[]), 401);
    let hashes: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT hash FROM api_key").fetch_all(&world.database.pool).await.unwrap();
    assert!(hashes.iter().all(|hash| hash.len() == 32), "only digests are kept");

    let fresh = world.told(&["key", "create", &account]);
    world.told(&["account", "delete", &account]);
    assert_eq!(report(&fresh, &[]), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_weigh_on_verdicts_while_they_last_and_reports_are_decided_once() {
    let world = World::seeded().await;
    let (_server, url) = world.serve();
    let team = Writer::new(&world, &url, "moderator");
    let contributor = Writer::new(&world, &url, "contributor");
    let mut place = bakery("Aux Deux Épis");
    place["criteria"] = json!({ "entree_largeur_mini": 60, "entree_pmr": false });
    let added = contributor.send("POST", "/api/v1/establishments", &place);
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    let verdict = || {
        let verdicts = team.send("GET", &format!("{path}/verdicts?needs=manual_wheelchair"), &json!({})).body;
        (verdicts["verdicts"][0]["verdict"].clone(), verdicts["notices"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(verdict(), (json!("no"), 0));
    let works = json!({ "kind": "works", "message": "The door is being widened.",
        "criteria": ["entree_largeur_mini"], "until": "2999-01-01T00:00:00Z" });
    assert_eq!(team.send("POST", &format!("{path}/notices"), &works).status, 422, "a year at most");
    let until =
        (plainpied_domain::Clock::now(&plainpied_domain::SystemClock) + time::Duration::days(9)).to_string();
    let until = format!("{}T00:00:00Z", &until[..10]);
    let works = json!({ "kind": "works", "message": "The door is being widened.",
        "criteria": ["entree_largeur_mini"], "until": until });
    let announced = team.send("POST", &format!("{path}/notices"), &works);
    assert_eq!(announced.status, 201, "{}", announced.body);
    assert_eq!(verdict(), (json!("unknown"), 1), "what does not hold is not known");
    sqlx::query("UPDATE notice SET begins_at = begins_at - interval '9 days', ends_at = now()")
        .execute(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(verdict(), (json!("no"), 0), "it lapses by itself");

    let told = contributor.send(
        "POST",
        &format!("{path}/reports"),
        &json!({ "kind": "closed", "message": "Moved." }),
    );
    assert_eq!(told.status, 201, "{}", told.body);
    let queue = team.send("GET", "/api/v1/reports", &json!({})).body;
    assert_eq!(queue["reports"][0]["message"], "Moved.");
    let decision = format!("/api/v1/reports/{}/decision", told.body["id"].as_str().unwrap());
    let mine = team.send("POST", &decision, &json!({ "decision": "mine" }));
    assert!(mine.status == 200 && mine.body["assignee"].is_string(), "{}", mine.body);
    let accepted = team.send("POST", &decision, &json!({ "decision": "accepted", "answer": "Thank you." }));
    assert_eq!((accepted.status, &accepted.body["decision"]), (200, &json!("accepted")), "{}", accepted.body);
    assert_eq!(team.send("POST", &decision, &json!({ "decision": "rejected" })).status, 409);
    assert_eq!(team.send("GET", "/api/v1/reports", &json!({})).body["reports"], json!([]));
}
