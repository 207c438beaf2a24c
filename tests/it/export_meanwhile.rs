//! Exports while the base is migrated and the index is made anew: one state of the base, or 503.

use std::collections::BTreeSet;
use std::io::Read;
use std::time::Duration;

use serde_json::Value;
use sqlx::PgPool;
use tokio::task::JoinHandle;

use crate::harness::{World, text};

/// Status and text of an export.
fn export(url: &str, more: &str) -> (u16, String) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent.get(format!("{url}/api/v1/export?format=geojsonl{more}")).call().unwrap();
    let text = response.body_mut().with_config().limit(1 << 30).read_to_string().unwrap();
    (response.status().as_u16(), text)
}

fn ids(lines: &str) -> BTreeSet<String> {
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    lines.lines().map(id).collect()
}

async fn published(world: &World) -> BTreeSet<String> {
    world.published().await.into_iter().map(|(id, _)| id.to_string()).collect()
}

fn run(pool: &PgPool, sql: &'static str) -> JoinHandle<()> {
    let pool = pool.clone();
    tokio::spawn(async move {
        sqlx::raw_sql(sql).execute(&pool).await.unwrap();
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_under_way_ends_as_it_began_whatever_is_migrated_written_and_rebuilt_meanwhile() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 20_000);
    world.import(&file, &["--source", "partner"]);
    let (server, url) = world.serve();
    let before = text(&format!("{url}/api/v1/export?format=geojsonl"));
    assert!(before.len() > 20_000_000, "more than sockets hold: {}", before.len());
    let mut slow = ureq::get(format!("{url}/api/v1/export?format=geojsonl")).call().unwrap();
    let mut slow = slow.body_mut().with_config().limit(1 << 30).reader();
    let mut begun = vec![0; 10_000];
    slow.read_exact(&mut begun).unwrap();

    let pool = &world.database.pool;
    let written =
        "UPDATE establishment SET name = 'Elsewhere', version = version + 1 WHERE id::text LIKE '%0';
                   UPDATE establishment SET status = 'closed' WHERE id::text LIKE '%1'";
    run(pool, written).await.unwrap();
    let migration = run(
        pool,
        "ALTER TABLE establishment ADD COLUMN later uuid DEFAULT gen_random_uuid();
         ALTER TABLE commune ADD COLUMN later text",
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!migration.is_finished(), "it waits for what is being read");
    let (status, problem) = export(&url, "");
    assert_eq!(status, 503, "nothing else gets by such a migration: {problem}");

    let mut whole = begun;
    slow.read_to_end(&mut whole).unwrap();
    assert!(
        whole == before.as_bytes(),
        "{} bytes of {}: another state than at its beginning",
        whole.len(),
        before.len()
    );
    tokio::time::timeout(Duration::from_secs(60), migration).await.unwrap().unwrap();
    let (status, after) = export(&url, "");
    assert_eq!((status, ids(&after)), (200, published(&world).await));
    assert!(after.contains("Elsewhere") && after.len() < before.len());
    drop(server);
    world.end_after(&["slow statement", "database", "canceling statement"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_comes_while_a_table_is_written_anew_is_whole_or_refused() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 2_000);
    world.import(&file, &["--source", "partner"]);
    let (server, url) = world.serve();
    let wanted = published(&world).await;
    let mut whole = 0;
    // Longer and shorter than anybody waits for an answer.
    for (held, column) in [(300, "a"), (800, "b"), (3_000, "c")] {
        let mut migration = world.database.pool.begin().await.unwrap();
        let sql =
            format!("ALTER TABLE establishment ADD COLUMN later_{column} uuid DEFAULT gen_random_uuid()");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *migration).await.unwrap();
        let exports = [(), ()].map(|()| {
            let url = url.clone();
            tokio::task::spawn_blocking(move || export(&url, ""))
        });
        tokio::time::sleep(Duration::from_millis(held)).await;
        migration.commit().await.unwrap();
        for one in exports {
            let (status, text) = one.await.unwrap();
            if status == 200 {
                assert_eq!(ids(&text), wanted, "held for {held} ms");
                whole += 1;
            } else {
                assert_eq!(status, 503, "held for {held} ms: {text}");
            }
        }
    }
    assert!(whole >= 2, "a short wait is no reason to refuse: {whole}");
    drop(server);
    world.end_after(&["slow statement", "database", "canceling statement"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_during_a_rebuild_of_the_index_find_everything_or_are_refused() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 20_000);
    world.import(&file, &["--source", "partner"]);
    let (server, url) = world.serve();
    let all = published(&world).await;
    let level: Vec<String> = sqlx::query_scalar(
        "SELECT id::text FROM establishment_criteria WHERE status = 'published' AND entree_plain_pied",
    )
    .fetch_all(&world.database.pool)
    .await
    .unwrap();
    let level: BTreeSet<String> = level.into_iter().collect();
    assert!(!level.is_empty() && level.len() < all.len());
    let mut rebuild = world.command("plainpied-indexer", &["rebuild"]).spawn().unwrap();
    let (mut during, mut found) = (0, 0);
    loop {
        let ended = rebuild.try_wait().unwrap();
        for (more, wanted) in [("", &all), ("&criteria[entree_plain_pied]=true", &level)] {
            let (status, text) = export(&url, more);
            if status == 200 {
                assert_eq!(&ids(&text), wanted, "export{more} during the rebuild");
                found += 1;
            } else {
                assert_eq!(status, 503, "export{more}: {text}");
            }
        }
        let Some(status) = ended else {
            during += 1;
            continue;
        };
        assert!(status.success());
        break;
    }
    assert!(during >= 1 && found >= 2, "{during} rounds while the index was made, {found} exports");
    drop(server);
    world.end_after(&["slow statement"]).await;
}
