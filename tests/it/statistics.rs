//! Statistics say what the base holds, everywhere and of each part, and follow every change.

use plainpied_criteria::needs::needs;
use serde_json::{Value, json};

use crate::harness::{World, get, sample, wait_until};
use crate::writing::{Writer, bakery};

fn statistics(url: &str, query: &str) -> Value {
    let (status, body) = get(&format!("{url}/api/v1/statistics?{query}"), "application/json");
    assert_eq!(status, 200, "{query}: {body}");
    body
}

/// Every change has its position, and is counted.
async fn counted(world: &World, url: &str) {
    while number(world, "SELECT count(*) FROM change_pending").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    wait_until("everything is counted", || {
        let all = statistics(url, "");
        all["position"] == all["head"]
    });
}

async fn number(world: &World, sql: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT ({sql})::bigint")))
        .fetch_one(&world.database.pool)
        .await
        .unwrap()
}

/// Total, sum of verdicts of one need, and what is known of one criterion.
async fn expected(world: &World, condition: &str) -> [i64; 3] {
    let letter = needs().place(needs().get("manual_wheelchair").unwrap()).unwrap();
    let places = format!(
        "FROM establishment e JOIN commune c ON c.code = e.commune_code WHERE status = 'published' AND {condition}"
    );
    [
        number(world, &format!("SELECT count(*) {places}")).await,
        number(world, &format!("SELECT count(*) {places} AND substr(verdicts, {letter}, 1) = 'n'")).await,
        number(world, &format!("SELECT coalesce(sum(completeness), 0) {places}")).await,
    ]
}

fn told(figures: &Value) -> [i64; 3] {
    let total = figures["total"].as_i64().unwrap();
    let mean = figures["completeness"].as_f64().unwrap_or_default();
    [
        total,
        figures["verdicts"]["manual_wheelchair"]["no"].as_i64().unwrap(),
        (mean * total as f64).round() as i64,
    ]
}

fn assert_alike(figures: &Value, expected: [i64; 3], what: &str) {
    let told = told(figures);
    assert_eq!(told[..2], expected[..2], "{what}");
    // The mean has one decimal.
    assert!((told[2] - expected[2]).abs() <= expected[0] / 20 + 1, "{what}: {told:?} {expected:?}");
    let levels: i64 =
        figures["levels"].as_object().unwrap().values().map(|count| count.as_i64().unwrap()).sum();
    assert_eq!(levels, expected[0], "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_is_counted_as_the_base_has_it() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    counted(&world, &url).await;

    let all = statistics(&url, "by=department");
    assert_alike(&all["figures"], expected(&world, "true").await, "everywhere");
    let steps =
        number(&world, "SELECT count(*) FROM establishment WHERE criteria ? 'entree_plain_pied'").await;
    assert_eq!(all["figures"]["known"]["entree_plain_pied"], steps);
    let parts = all["by"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|part| part["total"].as_i64().unwrap()).sum();
    assert_eq!(sum, 2_000);
    for part in parts {
        let code = part["key"].as_str().unwrap();
        assert_alike(part, expected(&world, &format!("c.department_code = '{code}'")).await, code);
        assert!(part["name"].is_string());
    }
    let code = parts[0]["key"].as_str().unwrap();
    for part in statistics(&url, &format!("department={code}&by=commune"))["by"].as_array().unwrap() {
        let commune = part["key"].as_str().unwrap();
        let places = format!("'{commune}' IN (c.code, c.parent_code)");
        assert_alike(part, expected(&world, &places).await, commune);
        let one = statistics(&url, &format!("commune={commune}"));
        assert_eq!(one["figures"]["total"], part["total"]);
        assert_eq!(one["area"]["name"], part["name"]);
    }
    let activities = statistics(&url, &format!("department={code}&by=activity"));
    for part in activities["by"].as_array().unwrap() {
        let slug = part["key"].as_str().unwrap();
        let places = format!("c.department_code = '{code}' AND activities @> ARRAY['{slug}']");
        assert_alike(part, expected(&world, &places).await, slug);
        let one = statistics(&url, &format!("department={code}&activity={slug}"));
        assert_eq!(one["figures"]["total"], part["total"]);
    }
    assert_eq!(
        all["contributions"],
        json!([{ "source": "sample", "created": 2_000, "updated": 0, "ended": 0 }])
    );
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_follow_what_is_written_and_a_rebuild_of_the_counters_comes_to_the_same() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    let writer = Writer::new(&world, &url, "moderator");
    let added = writer.send("POST", "/api/v1/establishments", &bakery("Aux Deux Épis"));
    let path = format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap());
    counted(&world, &url).await;
    let before = statistics(&url, "commune=69266");
    assert_eq!(before["figures"]["total"], 1);
    assert_eq!(before["figures"]["known"]["entree_plain_pied"], 1);

    let unknown = json!({ "criteria": { "entree_plain_pied": null, "sanitaires_presence": false } });
    assert_eq!(writer.send("PATCH", &path, &unknown).status, 200);
    counted(&world, &url).await;
    let after = statistics(&url, "commune=69266&by=month");
    assert_eq!(after["figures"]["known"]["entree_plain_pied"], 0);
    assert_eq!(after["figures"]["known"]["sanitaires_presence"], 1);
    assert_eq!(after["months"].as_array().unwrap().len(), 1);
    assert_eq!(after["months"][0]["contributions"], json!({ "created": 1, "updated": 1, "ended": 0 }));
    assert_eq!(after["months"][0]["figures"]["total"], 1);

    // Other rules, as after an update of the program: places are counted anew, contributions are not.
    sqlx::query("UPDATE statistics_state SET mark = 'other'").execute(&world.database.pool).await.unwrap();
    assert_eq!(writer.send("POST", &format!("{path}/close"), &json!({})).status, 200);
    wait_until("it is counted anew", || statistics(&url, "")["figures"]["total"] == 0);
    counted(&world, &url).await;
    let closed = statistics(&url, "commune=69266");
    assert_eq!(
        closed["contributions"],
        json!([{ "source": "moderator", "created": 1, "updated": 1, "ended": 1 }])
    );
    assert!(closed["figures"].get("completeness").is_none(), "there is no mean of nothing");
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_are_cached_by_their_tag_told_on_the_command_line_and_refuse_what_makes_no_sense() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    counted(&world, &url).await;
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let address = format!("{url}/api/v1/statistics");
    let first = agent.get(&address).call().unwrap();
    assert_eq!(first.headers()["cache-control"], "public, max-age=60");
    let again = agent.get(&address).header("if-none-match", &first.headers()["etag"]).call().unwrap();
    assert_eq!(again.status(), 304);

    let told: Value = serde_json::from_str(&world.told(&["stats", "--by", "department", "--json"])).unwrap();
    assert_eq!(told, statistics(&url, "by=department"));
    let table = world.told(&["stats", "--by", "month"]);
    assert!(table.contains("everywhere") && table.contains("2000 created"), "{table}");

    for (query, parameter) in [
        ("by=commune", "department"),
        ("by=year", "by"),
        ("department=69&commune=69266", "commune"),
        ("department=69&by=department", "by"),
        ("commune=00000", "commune"),
        ("department=00", "department"),
        ("activity=musee&by=activity", "by"),
    ] {
        let (status, body) = get(&format!("{url}/api/v1/statistics?{query}"), "application/json");
        assert_eq!((status, &body["parameter"]), (400, &json!(parameter)), "{query}: {body}");
    }
    drop(server);
    world.end().await;
}
