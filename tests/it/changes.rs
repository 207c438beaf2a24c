//! A partner that follows the change log ends with exactly our base, whatever happens meanwhile.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::{Running, World, get, sample, text, wait_until};

/// What a partner knows: establishments by id, and how far it has come.
#[derive(Default)]
struct Partner {
    places: BTreeMap<String, Value>,
    position: i64,
}

impl Partner {
    /// Does what the next answer says; whether there was one.
    fn step(&mut self, url: &str, limit: u16) -> bool {
        let (status, answer) =
            get(&format!("{url}/api/v1/changes?since={}&limit={limit}", self.position), "application/json");
        if status != 200 {
            return false;
        }
        for change in answer["changes"].as_array().unwrap() {
            assert!(change["position"].as_i64().unwrap() > self.position, "in order: {change}");
            let id = change["id"].as_str().unwrap().to_owned();
            match change.get("record") {
                Some(record) => drop(self.places.insert(id, record.clone())),
                None if change["status"] != "published" => drop(self.places.remove(&id)),
                // A later change of this answer has the record.
                None => {}
            }
        }
        self.position = answer["position"].as_i64().unwrap();
        true
    }

    /// Whether it knows exactly these ids and versions.
    fn knows(&self, published: &[(uuid::Uuid, i32)]) -> bool {
        let known = self.places.iter().map(|(id, place)| (id.clone(), place["version"].as_i64().unwrap()));
        known.eq(published.iter().map(|(id, version)| (id.to_string(), i64::from(*version))))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_follows_from_nothing_ends_with_our_base_while_others_write_and_the_server_restarts() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 5_000);
    let (mut server, mut url) = world.serve();
    let mut import = world.spawn("plainpied", &crate::kill::importing(&file));
    let mut partner = Partner::default();
    let mut steps = 0;
    while import.0.try_wait().unwrap().is_none() {
        partner.step(&url, 97);
        steps += 1;
        if steps % 25 == 0 {
            (server, url) = restarted(&world, server);
        }
    }
    world.import(&sample(), &["--source", "sample"]);
    withdraw_some(&world).await;
    let published = world.published().await;
    wait_until("the partner knows what we know", || {
        partner.step(&url, 997);
        partner.knows(&published)
    });
    assert_eq!(published.len(), 7_000 - 40);
    for (id, place) in partner.places.iter().step_by(500) {
        let (_, ours) = get(&format!("{url}/api/v1/establishments/{id}"), "application/json");
        assert_eq!((&place["name"], &place["criteria"]), (&ours["name"], &ours["criteria"]));
    }
    drop(server);
    world.end_after(&["overloaded"]).await;
}

fn restarted(world: &World, server: Running) -> (Running, String) {
    crate::kill::kill_9(server.0.id());
    drop(server);
    world.start(&[])
}

/// Closes places as the write path does: a version more, and a change.
async fn withdraw_some(world: &World) {
    sqlx::query(
        "WITH gone AS (
             UPDATE establishment SET status = 'closed', version = version + 1
             WHERE id IN (SELECT id FROM establishment ORDER BY id LIMIT 40) RETURNING id, version
         )
         INSERT INTO change_pending (establishment_id, kind, version, at)
         SELECT id, 'closed', version, now() FROM gone",
    )
    .execute(&world.database.pool)
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_says_where_it_stands_and_the_log_goes_on_from_there() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let response = ureq::get(format!("{url}/api/v1/export?format=geojsonl")).call().unwrap();
    let position: i64 = response.headers()["plainpied-position"].to_str().unwrap().parse().unwrap();
    assert_eq!(position, 2_000);
    let (status, nothing) = get(&format!("{url}/api/v1/changes?since={position}"), "application/json");
    assert_eq!((status, nothing["changes"].as_array().unwrap().len()), (200, 0));
    withdraw_some(&world).await;
    let waited = text(&format!("{url}/api/v1/changes?since={position}&wait=20"));
    let waited: Value = serde_json::from_str(&waited).unwrap();
    assert_eq!(waited["changes"].as_array().unwrap().len(), 40, "{waited}");
    assert!(waited["changes"].as_array().unwrap().iter().all(|change| change["status"] == "closed"));
    let (status, problem) = get(&format!("{url}/api/v1/changes?since=999999"), "application/json");
    assert_eq!((status, problem["type"].as_str()), (410, Some("/problems/unknown-position")), "{problem}");
    for (query, parameter) in
        [("since=x", "since"), ("since=-1", "since"), ("wait=31", "wait"), ("limit=0", "limit")]
    {
        let (status, problem) = get(&format!("{url}/api/v1/changes?{query}"), "application/json");
        assert_eq!((status, problem["parameter"].as_str()), (400, Some(parameter)), "{problem}");
    }
    drop(server);
    world.end().await;
}
