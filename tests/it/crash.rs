//! Clients write while the server and the processes of PostgreSQL are killed: nothing that was acknowledged is lost, and
//! nothing is left half done. Wants a PostgreSQL of its own, as all connections of one end when one of its processes is
//! killed: `deploy/test --faults` starts it and names it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use plainpied_store::testing::TestDatabase;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, PgPool};

use crate::harness::{Running, World, get};
use crate::kill::kill_9;
use crate::writing::{Writer, bakery};

const CLIENTS: usize = 32;
/// Acknowledged writes, and how many there are between two kills.
const WRITES: usize = 10_000;
const BETWEEN: usize = 400;
/// Places that all clients describe.
const SHARED: usize = 64;
/// A write in so many adds a place.
const ADDS: usize = 8;

/// What a client was told.
struct Acknowledged {
    place: String,
    version: i32,
    /// The steps that it said, where it was the first to say so.
    steps: Option<i64>,
    external_id: Option<String>,
}

/// What the clients share.
struct Load<'a> {
    url: &'a str,
    key: &'a str,
    places: Vec<String>,
    count: AtomicUsize,
    refused: Mutex<Vec<String>>,
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_acknowledged_writes_survive_kills_of_the_server_and_of_the_database() {
    let Ok(server_url) = std::env::var("PLAINPIED_CRASH_DATABASE_URL") else {
        println!("not run: PLAINPIED_CRASH_DATABASE_URL names no PostgreSQL that may be killed");
        return;
    };
    let world = World::seeded_in(TestDatabase::on(&server_url).await.unwrap());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let mut server = serve(&world, port);
    let account = world.told(&["account", "add", "Team", "--role", "moderator"]);
    let key = world.told(&["key", "create", &account, "--scopes", "read,write"]);
    let load = Load {
        url: &url,
        key: &key,
        places: (0..SHARED).map(|n| added(&Writer::with_key(&url, &key), n)).collect(),
        count: AtomicUsize::new(0),
        refused: Mutex::new(Vec::new()),
    };
    let mut kills = (0, 0);
    let under_load = || {
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    scope.spawn({
                        let load = &load;
                        move || writes(load, client)
                    })
                })
                .collect();
            for round in 1..WRITES / BETWEEN {
                while load.count.load(Ordering::Relaxed) < round * BETWEEN {
                    if server.0.try_wait().unwrap().is_some() {
                        // Lets the clients end.
                        load.count.fetch_add(WRITES, Ordering::Relaxed);
                        panic!("the server ended: {}", world.logged());
                    }
                    std::thread::sleep(Duration::from_millis(2));
                }
                if round % 2 == 1 {
                    kill_9(server.0.id());
                    // Gone, and its port free, before another one begins.
                    server.0.wait().unwrap();
                    server = serve(&world, port);
                    kills.0 += 1;
                } else {
                    kills.1 += usize::from(
                        tokio::runtime::Handle::current().block_on(kill_backend(&world, &server_url)),
                    );
                }
            }
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
        })
    };
    let acknowledged: Vec<Acknowledged> = tokio::task::block_in_place(under_load);
    let ended = Instant::now();
    let refused = std::mem::take(&mut *load.refused.lock().unwrap());
    assert!(
        refused.is_empty(),
        "{} answers that no kill explains, such as {:?}",
        refused.len(),
        refused.first()
    );
    index_is_equal(&world, ended).await;
    println!(
        "{} writes acknowledged, {} kills of the server, {} of processes of PostgreSQL; index equal after {:?}",
        acknowledged.len(),
        kills.0,
        kills.1,
        ended.elapsed()
    );
    assert!(acknowledged.len() >= WRITES && kills.0 >= 10 && kills.1 >= 10, "{kills:?}");
    let pool = &world.database.pool;
    nothing_is_lost(pool, &acknowledged).await;
    nothing_is_half_done(pool).await;
    assert!(!world.logged().contains("panicked"), "{}", world.logged());
    drop(server);
    world.database.drop().await.unwrap();
}

fn serve(world: &World, port: u16) -> Running {
    world.spawn("plainpied", &["serve", "--listen", &format!("127.0.0.1:{port}")])
}

/// A place of this number, far enough from the others.
fn place(number: usize) -> Value {
    let mut place = bakery(&format!("Lieu {number}"));
    let [east, north] =
        [number % 100, number / 100].map(|steps| u32::try_from(steps).map(f64::from).unwrap());
    place["location"] = json!([4.5 + east / 200.0, 45.5 + north / 200.0]);
    place["external_id"] = json!(format!("crash-{number}"));
    place
}

fn added(writer: &Writer, number: usize) -> String {
    let began = Instant::now();
    loop {
        // Not there yet: it may still be starting.
        if get(&format!("{}/readyz", writer.url), "application/json").0 == 200 {
            let added = writer.send("POST", "/api/v1/establishments?force=true", &place(number));
            assert_eq!(added.status, 201, "{}", added.body);
            return added.body["id"].as_str().unwrap().to_owned();
        }
        assert!(began.elapsed() < Duration::from_secs(60), "the server does not start");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Writes until all are acknowledged; what was. Whoever hears nothing does not know, and goes on with something else.
fn writes(load: &Load<'_>, client: usize) -> Vec<Acknowledged> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into();
    let mut acknowledged = Vec::new();
    for n in 0.. {
        if load.count.load(Ordering::Relaxed) >= WRITES {
            break;
        }
        let number = SHARED + n * CLIENTS + client;
        let (method, path, body) = if n % ADDS == 0 {
            ("POST", "/api/v1/establishments?force=true".to_owned(), place(number))
        } else {
            let steps = number % 20 + 1;
            let said = json!({ "criteria": { "entree_plain_pied": false, "entree_marches": steps } });
            ("PATCH", format!("/api/v1/establishments/{}", load.places[(client + n) % SHARED]), said)
        };
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", load.url))
            .header("content-type", "application/json")
            .header("authorization", format!("Api-Key {}", load.key));
        let Ok(mut response) = agent.run(request.body(body.to_string()).unwrap()) else {
            std::thread::sleep(Duration::from_millis(20));
            continue;
        };
        let status = response.status().as_u16();
        let Ok(text) = response.body_mut().read_to_string() else { continue };
        match status {
            200 | 201 => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                // That which says nothing new makes no version.
                if answer["outcome"] != "unchanged" {
                    acknowledged.push(told(&answer, &body));
                    load.count.fetch_add(1, Ordering::Relaxed);
                }
            }
            // The database is away for a moment.
            500 | 503 => std::thread::sleep(Duration::from_millis(20)),
            _ => load.refused.lock().unwrap().push(format!("{method} {path}: {status} {text}")),
        }
    }
    acknowledged
}

fn told(answer: &Value, said: &Value) -> Acknowledged {
    let steps = &answer["changed"]["criteria"]["entree_marches"][1];
    assert!(steps.is_null() || *steps == said["criteria"]["entree_marches"], "{answer}");
    Acknowledged {
        place: answer["id"].as_str().unwrap().to_owned(),
        version: i32::try_from(answer["version"].as_i64().unwrap()).unwrap(),
        steps: steps.as_i64(),
        external_id: said["external_id"].as_str().map(str::to_owned),
    }
}

/// Kills a process of PostgreSQL that serves the server, whose whole cluster starts anew then. False: none was found.
async fn kill_backend(world: &World, server_url: &str) -> bool {
    let database = world.database.url.rsplit('/').next().unwrap();
    let Ok(mut connection) = PgConnection::connect(server_url).await else { return false };
    let found: Option<i32> = sqlx::query_scalar(
        "SELECT pid FROM pg_stat_activity
         WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()
         ORDER BY (state <> 'idle') DESC, random() LIMIT 1",
    )
    .bind(database)
    .fetch_optional(&mut connection)
    .await
    .unwrap_or_default();
    if let Some(process) = found {
        kill_9(process.try_into().unwrap());
    }
    found.is_some()
}

/// Ten seconds after the last write the index holds what the database holds.
async fn index_is_equal(world: &World, ended: Instant) {
    loop {
        let published = world.published_patiently().await;
        if world.indexed() == published {
            return;
        }
        assert!(
            ended.elapsed() < Duration::from_secs(10),
            "the index is not equal after {:?}",
            ended.elapsed()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn nothing_is_lost(pool: &PgPool, acknowledged: &[Acknowledged]) {
    let mut lost = Vec::new();
    for one in acknowledged {
        let kept: Option<(Option<i64>, bool)> = sqlx::query_as(
            "SELECT (diff #>> '{criteria,entree_marches,1}')::bigint,
                    $3::text IS NULL OR EXISTS (SELECT FROM external_id x WHERE x.id = $3 AND x.establishment_id = v.establishment_id)
             FROM establishment_version v WHERE establishment_id = $1::uuid AND version = $2",
        )
        .bind(&one.place)
        .bind(one.version)
        .bind(&one.external_id)
        .fetch_optional(pool)
        .await
        .unwrap();
        if kept.is_none_or(|(steps, known)| !known || one.steps.is_some() && steps != one.steps) {
            lost.push(format!("version {} of {}: {kept:?}", one.version, one.place));
        }
    }
    assert!(lost.is_empty(), "{} of {} were lost: {:?}", lost.len(), acknowledged.len(), lost.first());
}

/// No place without all of its versions, from 1 to the present one; no version without its change in the log or the other
/// way about; no position twice or left out; the present answer is that of the last version that speaks of it.
async fn nothing_is_half_done(pool: &PgPool) {
    for (what, sql) in [
        (
            "places whose versions have gaps",
            "SELECT count(*) FROM establishment e WHERE e.version <>
                 (SELECT count(*) FROM establishment_version v WHERE v.establishment_id = e.id AND v.version BETWEEN 1 AND e.version)",
        ),
        (
            "versions without their place",
            "SELECT count(*) FROM establishment_version v LEFT JOIN establishment e ON e.id = v.establishment_id AND e.version >= v.version
             WHERE e.id IS NULL",
        ),
        (
            "versions without a change",
            "SELECT count(*) FROM establishment_version v
             WHERE (v.establishment_id, v.version) NOT IN (SELECT establishment_id, version FROM change
                                                           UNION ALL SELECT establishment_id, version FROM change_pending)",
        ),
        (
            "changes without a version",
            "SELECT count(*) FROM (SELECT establishment_id, version FROM change
                                   UNION ALL SELECT establishment_id, version FROM change_pending) c
             WHERE (c.establishment_id, c.version) NOT IN (SELECT establishment_id, version FROM establishment_version)",
        ),
        ("positions left out", "SELECT coalesce(max(position), 0) - count(*) FROM change"),
        (
            "present answers that no version says",
            "SELECT count(*) FROM establishment e
             WHERE e.criteria -> 'entree_marches' IS DISTINCT FROM
                 (SELECT v.diff #> '{criteria,entree_marches,1}' FROM establishment_version v
                  WHERE v.establishment_id = e.id AND v.diff #> '{criteria,entree_marches}' IS NOT NULL
                  ORDER BY v.version DESC LIMIT 1)",
        ),
        (
            "places without what their source calls them",
            "SELECT count(*) FROM establishment e WHERE NOT EXISTS (SELECT FROM external_id x WHERE x.establishment_id = e.id)",
        ),
    ] {
        let count: i64 = sqlx::query_scalar(sql).fetch_one(pool).await.unwrap();
        assert_eq!(count, 0, "{what}");
    }
}
