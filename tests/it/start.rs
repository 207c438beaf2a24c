//! What the programs say where they cannot begin.

use std::time::{Duration, Instant};

use crate::harness::{World, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_every_program_says_how_to_start_one() {
    let world = World::seeded().await;
    for (program, arguments) in [
        ("plainpied", &["serve"][..]),
        ("plainpied", &["migrate"]),
        ("plainpied", &["import", "national-csv", "-"]),
        ("plainpied-indexer", &["run"]),
        ("plainpied-indexer", &["status"]),
    ] {
        let begun = Instant::now();
        let output = world
            .command(program, arguments)
            .env("DATABASE_URL", "postgres://nobody:secret-word@127.0.0.1:1/none")
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{program} {arguments:?}");
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{program} {arguments:?} took {:?}",
            begun.elapsed()
        );
        assert!(told.contains("deploy/up"), "{program} {arguments:?}: {told}");
        assert!(!told.contains("secret-word"), "{told}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_newer_than_the_program_is_refused_by_every_program() {
    let world = World::seeded().await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (99990101000000, 'later', true, '', 0)",
    )
    .execute(&world.database.pool)
    .await
    .unwrap();
    for (program, arguments) in [
        ("plainpied", &["serve"][..]),
        ("plainpied", &["migrate"]),
        ("plainpied", &["seed"]),
        ("plainpied-indexer", &["run"]),
    ] {
        let output = world.command(program, arguments).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{program} {arguments:?}");
        assert!(
            told.contains("99990101000000") && told.contains("newer release"),
            "{program} {arguments:?}: {told}"
        );
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_indexer_waits_says_so_and_takes_over() {
    let world = World::seeded().await;
    let first = world.spawn("plainpied-indexer", &["run"]);
    wait_until("the first has made its index", || world.data.path().join("index/current").exists());
    let second = world.spawn_logging("plainpied-indexer", &["run"], "info");
    wait_until("the second says that it waits", || {
        world.logged().contains("another process writes this index")
    });
    drop(first);
    world.import(&crate::harness::sample(), &["--source", "sample"]);
    let published = world.published().await;
    wait_until("the second has taken over", || world.indexed() == published);
    drop(second);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_for_more_than_its_share_waits_and_others_do_not() {
    let world = World::seeded().await;
    let (server, url) =
        world.serve_with(&["--rate-limit", "10", "--rate-limit-loopback", "--trusted-proxies", "1"]);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let ask = |client: &str, path: &str| {
        agent.get(format!("{url}{path}")).header("x-forwarded-for", client).call().unwrap()
    };
    let first = ask("192.0.2.1", "/api/v1/sources");
    assert_eq!(first.headers()["ratelimit-policy"], "\"default\";q=1000;w=10");
    assert_eq!(first.headers()["ratelimit"], "\"default\";r=990;t=1");
    let mut answers = std::collections::BTreeMap::<u16, usize>::new();
    for _ in 0..300 {
        *answers.entry(ask("192.0.2.1", "/api/v1/sources").status().as_u16()).or_default() += 1;
    }
    assert!(answers[&200] >= 99 && answers[&429] > 50, "{answers:?}");
    let mut refused = ask("192.0.2.1", "/api/v1/export");
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (429, &refused.headers()["retry-after"])
    );
    assert!(refused.body_mut().read_to_string().unwrap().contains("too-many-requests"));
    assert_eq!(ask("192.0.2.2", "/api/v1/sources").status(), 200);
    assert_eq!(ask("192.0.2.1", "/healthz").status(), 200, "the one who runs it may always look");
    drop(server);
    world.end_after(&["too-many-requests"]).await;
}
