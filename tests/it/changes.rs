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
    let mut snapshot = ureq::get(format!("{url}/api/v1/snapshot")).call().unwrap();
    assert_eq!(snapshot.headers()["plainpied-position"], "2000");
    assert_eq!(snapshot.headers()["content-disposition"], "attachment; filename=\"plainpied-2000.geojsonl\"");
    let snapshot = snapshot.body_mut().with_config().limit(1 << 30).read_to_string().unwrap();
    assert_eq!(snapshot, text(&format!("{url}/api/v1/export?format=geojsonl")));
    let (status, nothing) = get(&format!("{url}/api/v1/changes?since={position}"), "application/json");
    assert_eq!((status, nothing["changes"].as_array().unwrap().len()), (200, 0));
    withdraw_some(&world).await;
    let waited = text(&format!("{url}/api/v1/changes?since={position}&wait=20"));
    let waited: Value = serde_json::from_str(&waited).unwrap();
    assert_eq!(waited["changes"].as_array().unwrap().len(), 40, "{waited}");
    assert!(waited["changes"].as_array().unwrap().iter().all(|change| change["status"] == "closed"));
    let (status, problem) = get(&format!("{url}/api/v1/changes?since=999999"), "application/json");
    assert_eq!((status, problem["type"].as_str()), (410, Some("/problems/unknown-position")), "{problem}");
    assert_eq!(problem["snapshot"], "/api/v1/snapshot");
    for (query, parameter) in
        [("since=x", "since"), ("since=-1", "since"), ("wait=31", "wait"), ("limit=0", "limit")]
    {
        let (status, problem) = get(&format!("{url}/api/v1/changes?{query}"), "application/json");
        assert_eq!((status, problem["parameter"].as_str()), (400, Some(parameter)), "{problem}");
    }
    drop(server);
    world.end().await;
}

/// RFC 7396, clause 2.
fn merge(target: &mut Value, patch: &Value) {
    let Some(members) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = serde_json::json!({});
    }
    for (name, value) in members {
        if value.is_null() {
            target.as_object_mut().unwrap().remove(name);
        } else {
            merge(&mut target[name], value);
        }
    }
}

/// A partner that is told only what changed.
#[derive(Default)]
struct Patched {
    known: BTreeMap<String, Value>,
    position: i64,
    /// Patches of places that were known.
    patched: usize,
}

impl Patched {
    /// To the end of the log. It breaks off within each answer, and goes on from where it was.
    fn follow(&mut self, url: &str) {
        loop {
            let address = format!("{url}/api/v1/changes?since={}&limit=300&records=changed", self.position);
            let (status, answer) = get(&address, "application/json");
            assert_eq!(status, 200, "{answer}");
            let before = self.position;
            let changes = answer["changes"].as_array().unwrap();
            for change in changes.iter().take(if changes.len() < 10 { 2 } else { 61 }) {
                let id = change["id"].as_str().unwrap().to_owned();
                self.position = change["position"].as_i64().unwrap();
                assert_eq!(change.get("record"), None);
                if let Some(patch) = change.get("patch") {
                    self.patched +=
                        usize::from(self.known.contains_key(&id) && patch.get("created_at").is_none());
                    merge(self.known.entry(id).or_insert(Value::Null), patch);
                } else if change["status"] != "published" {
                    self.known.remove(&id);
                }
            }
            if self.position == before {
                return;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_is_told_only_what_changed_ends_with_our_records_too() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    let mut partner = Patched::default();
    let header = "id,name,postal_code,commune,code_insee,numero,voie,longitude,latitude,contact_url,entree_plain_pied,entree_largeur_mini,cheminement_ext_presence";
    let file = world.data.path().join("partner.csv");
    for (round, rows) in [
        "1,Le Point,69100,Villeurbanne,69266,3,Rue A,4.88,45.77,https://a.example/,true,90,\n2,Pain,69100,Villeurbanne,69266,4,Rue B,4.881,45.77,,,,false",
        "1,Le Point,69100,Villeurbanne,69266,3,Rue A,4.88,45.77,,true,,\n2,Pain et Vin,69003,Lyon,69383,4,Rue B,4.85,45.76,,,,",
        "1,Le Point,69100,Villeurbanne,69266,,Rue C,4.88,45.77,https://b.example/,false,85,true\n3,Neuf,69100,Villeurbanne,69266,1,Rue A,4.9,45.77,,,,",
    ]
    .iter()
    .enumerate()
    {
        std::fs::write(&file, format!("{header}\n{rows}\n")).unwrap();
        let day = format!("2026-0{}-01", round + 1);
        world.import(&file, &["--source", "partner", "--complete", "--observed-on", &day]);
        wait_until("the changes have their positions", || {
            let (_, answer) = get(&format!("{url}/api/v1/changes?since={}&records=false", partner.position), "application/json");
            !answer["changes"].as_array().unwrap().is_empty()
        });
        // The changes of two rounds in one answer, broken off between those of one place.
        if round != 1 {
            partner.follow(&url);
        }
    }
    world.import(&sample(), &["--source", "sample"]);
    withdraw_some(&world).await;
    wait_until("the partner has followed", || {
        partner.follow(&url);
        partner.known.len() == 2_003 - 40
    });
    let mut whole = Partner::default();
    while whole.position < partner.position {
        assert!(whole.step(&url, 1_000));
    }
    for (id, place) in &whole.places {
        assert_eq!(&partner.known[id], place);
    }
    assert_eq!(partner.known.len(), whole.places.len());
    assert!(
        partner.patched >= 3,
        "{} patches of places that were known: the test proves little",
        partner.patched
    );
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_come_as_events_as_they_happen_and_go_on_after_the_last_one_that_is_named() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    let stream = |last: Option<&str>| {
        let mut request = ureq::get(format!("{url}/api/v1/changes")).header("accept", "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.call().unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        std::io::BufRead::lines(std::io::BufReader::new(response.into_body().into_reader()))
    };
    let mut events = stream(None);
    world.import(&sample(), &["--source", "sample"]);
    let mut next = |name: &str| {
        events
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
            .unwrap()
    };
    assert_eq!(next("retry"), "2000");
    for position in 1..=2_000 {
        assert_eq!(next("id"), position.to_string());
        assert_eq!(next("event"), "change");
        let change: Value = serde_json::from_str(&next("data")).unwrap();
        assert_eq!(change["position"], position);
        assert!(change["record"]["name"].is_string());
    }
    withdraw_some(&world).await;
    assert_eq!(next("id"), "2001");
    let mut later = stream(Some("1990"));
    let id = later.by_ref().map(Result::unwrap).find_map(|line| line.strip_prefix("id: ").map(str::to_owned));
    assert_eq!(id.as_deref(), Some("1991"));
    for last in ["x", "-1", "999999"] {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let refused = agent
            .get(format!("{url}/api/v1/changes"))
            .header("accept", "text/event-stream")
            .header("last-event-id", last);
        assert!([400, 410].contains(&refused.call().unwrap().status().as_u16()), "{last}");
    }
    // A server that is told to end does not wait for those who listen.
    let began = std::time::Instant::now();
    std::process::Command::new("kill").arg(server.0.id().to_string()).status().unwrap();
    assert!(later.all(|line| line.is_ok()) && began.elapsed().as_secs() < 20);
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn establishments_by_their_ids_come_in_that_order_and_the_missing_are_told_of() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let all: Vec<String> = world.published().await.into_iter().map(|(id, _)| id.to_string()).collect();
    withdraw_some(&world).await;
    let nobody = "00000000-0000-4000-8000-000000000000";
    let wanted = [all[300].as_str(), &all[0], &all[100], nobody, &all[50]];
    let (_, answer) =
        get(&format!("{url}/api/v1/establishments?ids={}", wanted.join(",")), "application/json");
    let found: Vec<&str> =
        answer["results"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(found, [wanted[0], wanted[2], wanted[4]]);
    let missing =
        serde_json::json!([{ "id": wanted[1], "state": "closed" }, { "id": nobody, "state": "unknown" }]);
    assert_eq!(answer["missing"], missing);
    let many = |count: usize| vec![all[300].as_str(); count].join(",");
    assert_eq!(get(&format!("{url}/api/v1/establishments?ids={}", many(500)), "application/geo+json").0, 200);
    for query in [
        format!("ids={}", many(501)),
        "ids=x".into(),
        format!("ids={nobody}&bbox=1,2,3,4"),
        format!("ids={nobody}&limit=5"),
        "ids=".into(),
    ] {
        let (status, problem) = get(&format!("{url}/api/v1/establishments?{query}"), "application/json");
        assert_eq!((status, problem["parameter"].as_str()), (400, Some("ids")), "{problem}");
    }
    drop(server);
    world.end().await;
}
