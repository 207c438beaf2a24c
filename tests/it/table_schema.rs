//! The national CSV: a file that uses every column goes in and comes out as it was, and the schema describes it.

use std::path::{Path, PathBuf};

use crate::harness::{World, text};

/// Links of a publisher to its own pages, which are not read.
const NOT_OURS: [&str; 2] = ["rpa", "widget_code"];

fn valid() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/opendata/valid.csv")
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_valid_file_uses_every_column() {
    let rows = rows(&std::fs::read_to_string(valid()).unwrap());
    assert_eq!(rows[0], plainpied_opendata::national_csv::NATIONAL_COLUMNS);
    for (place, column) in rows[0].iter().enumerate() {
        assert!(rows[1..].iter().any(|row| !row[place].is_empty()), "{column} is never used");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_uses_every_column_comes_out_as_it_went_in() {
    let world = World::seeded().await;
    let summary = world.import(&valid(), &["--source", "acceslibre"]);
    assert_eq!((summary["created"].as_u64(), summary["rejected"].as_u64()), (Some(5), Some(0)), "{summary}");
    let (server, url) = world.serve_with(&["--public-url", "https://plainpied.example"]);
    let mut wanted = rows(&std::fs::read_to_string(valid()).unwrap());
    for name in NOT_OURS {
        let place = wanted[0].iter().position(|column| column == name).unwrap();
        wanted[1..].iter_mut().for_each(|row| row[place].clear());
    }
    let csv = text(&format!("{url}/api/v1/export?format=csv"));
    assert_eq!(rows(&csv), wanted);
    frictionless(&world, &url, &csv);
    drop(server);
    world.end().await;
}

/// Has a validator of others look at the file, where one is installed.
fn frictionless(world: &World, url: &str, csv: &str) {
    let Some(program) = std::env::var_os("PLAINPIED_TEST_FRICTIONLESS") else {
        println!("frictionless: not run, PLAINPIED_TEST_FRICTIONLESS names no program");
        return;
    };
    let (file, schema) = (world.data.path().join("export.csv"), world.data.path().join("schema.json"));
    std::fs::write(&file, csv).unwrap();
    std::fs::write(&schema, text(&format!("{url}/open-data/schema.json"))).unwrap();
    let validate = |csv: &Path| {
        let arguments = ["validate", "--trusted", "--json", "--schema"];
        let mut command = std::process::Command::new(&program);
        command.args(arguments).arg(&schema).arg(csv).output().unwrap()
    };
    let output = validate(&file);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let wrong = world.data.path().join("wrong.csv");
    for (right, typo) in [("fixe", "fixes"), (",true,", ",vrai,"), ("\"\"autre\"\"", "\"\"autres\"\"")] {
        assert!(csv.contains(right), "{right}");
        std::fs::write(&wrong, csv.replacen(right, typo, 1)).unwrap();
        assert!(!validate(&wrong).status.success(), "{typo} passes");
    }
}
