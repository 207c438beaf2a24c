use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::harness::{World, sample, wait_until};

/// Kills with SIGKILL: nothing of the program runs any more.
pub fn kill_9(id: u32) {
    assert!(Command::new("kill").args(["-9", &id.to_string()]).status().unwrap().success());
}

/// A larger file, from the generator.
pub fn generated(world: &World, count: u32) -> std::path::PathBuf {
    let file = world.data.path().join("generated.csv");
    let count = count.to_string();
    let output = world
        .command("fixtures", &["--count", &count, "--seed", "5", "--output", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    file
}

pub fn importing(file: &Path) -> [&str; 5] {
    ["import", "national-csv", file.to_str().unwrap(), "--source", "partner"]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indexer_killed_in_the_middle_of_an_import_ends_equal_to_the_database() {
    let world = World::seeded().await;
    let file = generated(&world, 20_000);
    let mut import = world.spawn("plainpied", &importing(&file));
    for pause in [700, 900] {
        let indexer = world.spawn("plainpied-indexer", &["run"]);
        std::thread::sleep(Duration::from_millis(pause));
        kill_9(indexer.0.id());
    }
    assert!(import.0.wait().unwrap().success());
    let indexer = world.spawn("plainpied-indexer", &["run"]);
    let published = world.published().await;
    assert_eq!(published.len(), 20_000);
    wait_until("index and database hold the same ids and versions", || world.indexed() == published);
    drop(indexer);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_killed_half_way_and_started_again_ends_in_the_same_state() {
    let world = World::seeded().await;
    let file = generated(&world, 20_000);
    let mut import = world.spawn("plainpied", &importing(&file));
    loop {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM establishment")
            .fetch_one(&world.database.pool)
            .await
            .unwrap();
        if count > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    kill_9(import.0.id());
    import.0.wait().unwrap();
    let halfway = world.published().await.len();
    assert!((1..20_000).contains(&halfway), "killed half-way: {halfway}");
    let mut summary = serde_json::Value::Null;
    wait_until("the lock of the killed import is gone", || {
        let arguments = ["import", "national-csv", file.to_str().unwrap(), "--source", "partner", "--json"];
        let output = world.plainpied(&arguments);
        summary = serde_json::from_slice(&output.stdout).unwrap_or_default();
        output.status.success()
    });
    assert_eq!(summary["created"].as_u64().unwrap() + summary["unchanged"].as_u64().unwrap(), 20_000);
    let (places, versions): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM establishment), (SELECT count(*) FROM establishment_version)",
    )
    .fetch_one(&world.database.pool)
    .await
    .unwrap();
    assert_eq!((places, versions), (20_000, 20_000));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_asked_of_the_process_that_holds_the_index_is_done_by_it() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, _url) = world.serve();
    let output = world.command("plainpied-indexer", &["rebuild"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(world.data.path().join("index/generations/2").exists());
    assert_eq!(world.indexed(), world.published().await);
    drop(server);
    world.end().await;
}
