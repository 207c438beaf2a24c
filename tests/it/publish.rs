//! Sets of open data: whole, equal to the database, and never half.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::harness::{World, sample, wait_until};

type Ids = BTreeSet<Uuid>;

pub fn publish(world: &World, to: &str, more: &[&str]) -> Value {
    let output = world.plainpied(&[&["publish", "--json", "--to", to], more].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Follows the pointer as a reader does; everything that it leads to is there as it says.
fn read_latest(dir: &Path) -> (Value, BTreeMap<String, Vec<u8>>) {
    let latest = json(&dir.join("latest.json"));
    let manifest = dir.join(latest["manifest"].as_str().unwrap());
    let set = manifest.parent().unwrap().to_owned();
    let manifest = json(&manifest);
    let mut files = BTreeMap::new();
    for file in manifest["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let bytes = std::fs::read(set.join(path)).unwrap();
        assert_eq!(file["size"], bytes.len(), "{path}");
        assert_eq!(file["sha256"], hexadecimal(&bytes), "{path}");
        files.insert(path.to_owned(), bytes);
    }
    (manifest, files)
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).unwrap();
    unpacked
}

/// The name of a file without its endings.
fn stem(path: &str) -> &str {
    path.strip_suffix(".gz").unwrap_or(path).rsplit_once('.').unwrap().0
}

/// The ids in a file.
fn ids(path: &str, bytes: &[u8]) -> Ids {
    if let Some(path) = path.strip_suffix(".gz") {
        return ids(path, &unpacked(bytes));
    }
    let text = || std::str::from_utf8(bytes).unwrap();
    let of_feature = |feature: &Value| feature["id"].as_str().unwrap().parse().unwrap();
    match path.rsplit('.').next().unwrap() {
        "csv" => {
            let mut reader = csv::Reader::from_reader(bytes);
            reader.records().map(|row| row.unwrap()[0].parse().unwrap()).collect()
        }
        "geojson" => {
            let collection: Value = serde_json::from_str(text()).unwrap();
            collection["features"].as_array().unwrap().iter().map(of_feature).collect()
        }
        "geojsonseq" => {
            let features = text().split('\u{1e}').skip(1);
            features.map(|one| of_feature(&serde_json::from_str(one).unwrap())).collect()
        }
        "fgb" => crate::flat::of_flatgeobuf(bytes.to_owned()).into_keys().collect(),
        "parquet" => crate::flat::of_geoparquet(bytes.to_owned()).into_keys().collect(),
        other => panic!("{other}"),
    }
}

async fn of_sql(world: &World) -> BTreeMap<String, Ids> {
    let sql = "SELECT c.department_code, e.id FROM establishment e JOIN commune c ON c.code = e.commune_code
               WHERE e.status = 'published'";
    let rows: Vec<(String, Uuid)> = sqlx::query_as(sql).fetch_all(&world.database.pool).await.unwrap();
    let mut found = BTreeMap::<String, Ids>::new();
    for (department, id) in rows {
        found.entry(format!("departements/{department}/plainpied-{department}")).or_default().insert(id);
        found.entry("all/plainpied".to_owned()).or_default().insert(id);
    }
    found
}

fn sets(dir: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("20")).collect();
    names.sort();
    names
}

/// All files under a folder, from there.
fn files_under(dir: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(dir).unwrap().to_owned());
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_holds_what_people_missed_and_what_proved_true_counted_and_without_anything_of_them() {
    let world = World::seeded().await;
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().to_str().unwrap();
    let (server, url) = world.serve_with(&["--open-data", to, "--public-url", "https://plainpied.example"]);
    let writer = crate::writing::Writer::new(&world, &url, "moderator");
    let added = writer.send("POST", "/api/v1/establishments", &crate::writing::bakery("Aux Deux Épis"));
    let id = added.body["id"].as_str().unwrap();
    let say = |what: &str, body: Value| {
        assert_eq!(writer.send("POST", &format!("/api/v1/establishments/{id}/{what}"), &body).status, 201);
    };
    say("asks", serde_json::json!({ "criterion": "entree_largeur_mini", "note": "Only this was missing." }));
    say("asks", serde_json::json!({ "criterion": "entree_largeur_mini" }));
    say("confirmations", serde_json::json!({ "criterion": "entree_plain_pied", "proved": false }));
    say("confirmations", serde_json::json!({ "proved": true }));
    publish(&world, to, &[]);
    let (manifest, files) = read_latest(dir.path());
    let csv = String::from_utf8(files["all/plainpied-asks.csv"].clone()).unwrap();
    let wanted = format!(
        "establishment,commune,criterion,asked,proved,disproved\n{id},69266,,0,1,0\n\
         {id},69266,entree_largeur_mini,2,0,0\n{id},69266,entree_plain_pied,0,0,1\n"
    );
    assert_eq!(csv, wanted);
    let listed = manifest["files"].as_array().unwrap();
    let file = listed.iter().find(|file| file["format"] == "asks").unwrap();
    assert_eq!((&file["places"], &file["sources"]), (&1.into(), &serde_json::json!(["anonymous"])));
    assert!(manifest["licences"].as_array().unwrap().iter().any(|licence| licence["source"] == "anonymous"));
    let (_, catalog) = crate::harness::get(&format!("{url}/open-data/catalog.jsonld"), "application/ld+json");
    let dataset = &catalog["dcat:dataset"][1];
    assert_eq!(dataset["dct:identifier"], "plainpied-asks");
    assert_eq!(
        dataset["dcat:distribution"][0]["spdx:checksum"]["spdx:checksumValue"]["@value"],
        file["sha256"]
    );
    let of_places = catalog["dcat:dataset"][0]["dcat:distribution"].to_string();
    assert!(!of_places.contains("asks"), "it is another dataset: {of_places}");
    let page = crate::harness::text(&format!("{url}/open-data/?lang=en"));
    assert!(
        page.contains("What was missing, what proved true (CSV)") && page.contains("all/plainpied-asks.csv")
    );

    let closed = writer.send("POST", &format!("/api/v1/establishments/{id}/close"), &serde_json::json!({}));
    assert_eq!(closed.status, 200);
    std::thread::sleep(Duration::from_millis(1_100));
    publish(&world, to, &[]);
    assert!(
        !read_latest(dir.path()).1.contains_key("all/plainpied-asks.csv"),
        "of places that are gone nothing is said"
    );
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_holds_every_place_in_every_format_whole_and_by_department() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let file = crate::kill::generated(&world, 300);
    world.import(&file, &["--source", "partner"]);
    let (server, _) = world.serve();
    let dir = tempfile::tempdir().unwrap();
    publish(&world, dir.path().to_str().unwrap(), &["--public-url", "https://plainpied.example"]);
    let (manifest, files) = read_latest(dir.path());
    let sql = of_sql(&world).await;
    assert!(sql.len() > 10, "{}", sql.len());
    assert_eq!(manifest["places"], sql["all/plainpied"].len());
    assert_eq!(manifest["position"], 2_300);
    let formats = ["csv", "csv.gz", "fgb", "geojson", "geojson.gz", "geojsonseq", "geojsonseq.gz", "parquet"];
    let mut wanted: BTreeSet<String> =
        sql.keys().flat_map(|name| formats.map(|format| format!("{name}.{format}"))).collect();
    wanted.insert("all/plainpied.pmtiles".to_owned());
    assert_eq!(files.keys().cloned().collect::<BTreeSet<_>>(), wanted);
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".pmtiles")) {
        assert_eq!(ids(path, bytes), sql[stem(path)], "{path}");
        if let Some(plain) = path.strip_suffix(".gz") {
            assert!(unpacked(bytes) == files[plain], "{path} is the same");
        }
    }
    let (packed, plain) = (files["all/plainpied.geojson.gz"].len(), files["all/plainpied.geojson"].len());
    assert!(packed < plain / 4, "{packed} of {plain} bytes");
    for file in manifest["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        assert_eq!(file["places"], sql[stem(path)].len());
        let compression = path.ends_with(".gz").then_some("gzip");
        assert_eq!(file["compression"].as_str(), compression, "{file}");
    }
    let whole = &manifest["files"][0];
    assert_eq!(
        (&whole["path"], &whole["sources"]),
        (&"all/plainpied.csv".into(), &serde_json::json!(["partner", "sample"]))
    );
    assert!(!whole["licences"].as_array().unwrap().is_empty());
    let listed: BTreeSet<PathBuf> = files.keys().map(PathBuf::from).chain(["manifest.json".into()]).collect();
    assert_eq!(files_under(&dir.path().join(manifest["set"].as_str().unwrap())), listed);
    let csv = String::from_utf8(files["all/plainpied.csv"].clone()).unwrap();
    assert!(csv.contains("https://plainpied.example/establishments/"));
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_killed_midway_leaves_the_set_before_whole_and_the_next_one_cleans_up() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 20_000);
    let importing = crate::kill::importing(&file);
    let mut import = world.spawn("plainpied", &importing);
    wait_until("some places are in", || {
        let counted =
            world.plainpied(&["publish", "--json", "--to", world.data.path().join("x").to_str().unwrap()]);
        serde_json::from_slice::<Value>(&counted.stdout).is_ok_and(|manifest| manifest["places"] != 0)
    });
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().to_str().unwrap();
    let first = publish(&world, to, &[]);
    let of = |whole: bool| -> u64 {
        let files = first["files"].as_array().unwrap().iter().filter(|file| file["format"] == "csv");
        files
            .filter(|file| file["department"].is_null() == whole)
            .map(|file| file["places"].as_u64().unwrap())
            .sum()
    };
    assert_eq!(
        of(true),
        of(false),
        "the whole and its parts are of one moment, though rows came in meanwhile"
    );
    assert!(import.0.wait().unwrap().success());

    for file in [".fgb", ".csv", "departements"] {
        std::thread::sleep(Duration::from_millis(1_100));
        let run = world.spawn("plainpied", &["publish", "--to", to]);
        wait_until("the next set has begun", || {
            let set = sets(dir.path()).pop().unwrap();
            let begun = files_under(&dir.path().join(&set));
            set != first["set"] && begun.iter().any(|path| path.to_str().unwrap().contains(file))
        });
        crate::kill::kill_9(run.0.id());
        drop(run);
        let (manifest, files) = read_latest(dir.path());
        assert_eq!(manifest, first);
        assert_eq!(files.len(), first["files"].as_array().unwrap().len());
    }
    let half = sets(dir.path()).pop().unwrap();
    std::thread::sleep(Duration::from_millis(1_100));
    let last = publish(&world, to, &[]);
    assert_eq!(last["places"], 20_000);
    assert_eq!(
        sets(dir.path()),
        [first["set"].as_str().unwrap(), last["set"].as_str().unwrap()],
        "no {half}"
    );
    assert_eq!(read_latest(dir.path()).0, last);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_sets_are_kept_and_nothing_else_of_the_folder_is_touched() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().to_str().unwrap();
    std::fs::create_dir(dir.path().join("2026-notes")).unwrap();
    std::fs::write(dir.path().join("README"), "ours").unwrap();
    let mut published = Vec::new();
    for _ in 0..3 {
        published.push(publish(&world, to, &["--keep", "2"])["set"].as_str().unwrap().to_owned());
        std::thread::sleep(Duration::from_millis(1_100));
    }
    assert_eq!(sets(dir.path()), [published[1].as_str(), published[2].as_str(), "2026-notes"]);
    assert!(dir.path().join("README").exists());
    assert_eq!(read_latest(dir.path()).0["set"], published[2].as_str());
    let output = world.plainpied(&["publish", "--to", to, "--keep", "0"]);
    assert!(!output.status.success());
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_a_run_with_its_cause_and_readers_keep_the_set_before() {
    let Some(disk) = crate::large::Small::mount("24m", "a full disk under a set") else {
        return;
    };
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let to = disk.0.path().to_str().unwrap();
    let first = publish(&world, to, &[]);
    std::thread::sleep(Duration::from_millis(1_100));
    let ballast = disk.0.path().join("ballast");
    let _full = std::fs::write(&ballast, vec![0; 24_000_000]);
    let ballast = std::fs::OpenOptions::new().write(true).open(ballast).unwrap();
    ballast.set_len(ballast.metadata().unwrap().len() - 2_000_000).unwrap();
    let output = world.plainpied(&["publish", "--to", to]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && told.contains("No space left"), "{output:?}");
    assert_eq!(read_latest(disk.0.path()).0, first);
    world.end().await;
}

/// `PLAINPIED_TEST_S3` is the URL of a server that speaks S3, such as `moto_server`.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_holds_the_same_as_a_folder() {
    let Ok(endpoint) = std::env::var("PLAINPIED_TEST_S3") else {
        println!("S3: not run, PLAINPIED_TEST_S3 names no server");
        return;
    };
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let bucket = format!("test-{}", Uuid::new_v4());
    ureq::put(format!("{endpoint}/{bucket}")).send_empty().unwrap();
    let to = format!("s3://{bucket}/open/data");
    let run = |more: &[&str]| -> Value {
        let mut command = world.command("plainpied", &[&["publish", "--json", "--to", &to], more].concat());
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command.env("AWS_ENDPOINT", &endpoint).env("AWS_ALLOW_HTTP", "true").env("AWS_REGION", "us-east-1");
        let output = command.output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    };
    // The server wants to see who asks, and does not look closely.
    let who = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    let get = |path: &str| {
        let url = format!("{endpoint}/{bucket}/open/data/{path}");
        let mut response = ureq::get(url).header("authorization", who).call().unwrap();
        response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap()
    };
    // What a run that was killed has left.
    let half = format!("{endpoint}/{bucket}/open/data/2026-01-01T000000Z/all/plainpied.csv");
    ureq::put(&half).header("authorization", who).send("id").unwrap();
    let first = run(&[]);
    std::thread::sleep(Duration::from_millis(1_100));
    let second = run(&["--keep", "1"]);
    assert_ne!(first["set"], second["set"]);
    let latest: Value = serde_json::from_slice(&get("latest.json")).unwrap();
    assert_eq!(latest["set"], second["set"]);
    for file in second["files"].as_array().unwrap() {
        let path = format!("{}/{}", second["set"].as_str().unwrap(), file["path"].as_str().unwrap());
        assert_eq!(file["sha256"], hexadecimal(&get(&path)), "{path}");
    }
    for gone in
        [half, format!("{endpoint}/{bucket}/open/data/{}/manifest.json", first["set"].as_str().unwrap())]
    {
        assert!(
            matches!(ureq::get(&gone).header("authorization", who).call(), Err(ureq::Error::StatusCode(404))),
            "{gone}"
        );
    }
    world.end().await;
}
