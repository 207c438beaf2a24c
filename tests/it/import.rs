use std::fs;

use serde_json::json;

use crate::harness::{World, sample};

const HEADER: &str = "id;name;postal_code;commune;code_insee;longitude;latitude;entree_plain_pied;entree_marches;accueil_equipements_malentendants_presence;accueil_equipements_malentendants;surplus";

#[tokio::test(flavor = "multi_thread")]
async fn importing_the_same_file_again_writes_no_version() {
    let world = World::seeded().await;
    let first = world.import(&sample(), &["--source", "sample"]);
    assert_eq!((first["created"].clone(), first["rejected"].clone()), (json!(2000), json!(0)));
    let second = world.import(&sample(), &["--source", "sample"]);
    assert_eq!((second["unchanged"].clone(), second["created"].clone()), (json!(2000), json!(0)));
    let versions: i64 = sqlx::query_scalar("SELECT count(*) FROM establishment_version")
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(versions, 2000);
    world.database.drop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_are_rejected_with_line_column_and_reason_and_stop_no_other() {
    let world = World::seeded().await;
    let file = world.data.path().join("file.csv");
    let rows = [
        "1;Mairie;69100;Villeurbanne;69266;4.88;45.77;VRAI;;oui;\"[\"\"bim\"\",\"\"lsf\"\"]\";x",
        "2;École;69100;Villeurbanne;;4.88;45.77;peut-être;;;;",
        "3;Poste;69100;Villeurbanne;;45.77;4.88;;;;;",
        "4;Piscine;69100;Villeurbanne;;4.88;45.77;faux;0;1;bim,lsf;",
        "1;Encore;69100;Villeurbanne;;4.88;45.77;;;;;",
        "5;Orpheline;69100;Villeurbanne;;4.88;45.77;;2;;;",
        "6;Trop court",
    ];
    // A byte order mark, semicolons, CRLF.
    fs::write(&file, format!("\u{feff}{HEADER}\r\n{}\r\n", rows.join("\r\n"))).unwrap();
    let rejects = world.data.path().join("rejects.csv");
    let summary = world.import(&file, &["--source", "partner", "--rejects", rejects.to_str().unwrap()]);
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!((count("created"), count("rejected"), count("notes")), (2, 5, 1), "{summary}");
    assert_eq!(summary["unknown_columns"], json!(["surplus"]));
    let told = fs::read_to_string(&rejects).unwrap();
    for (line, what) in [
        ("3,2,entree_plain_pied,peut-être", "true or false"),
        ("4,3,longitude", "swapped"),
        ("6,1,id,1", "earlier line"),
        ("7,5,entree_marches", "only asked where"),
        ("8,,,", "2 cells"),
    ] {
        let row =
            told.lines().find(|row| row.starts_with(line)).unwrap_or_else(|| panic!("{line} in {told}"));
        assert!(row.contains(what), "{what} in {row}");
    }
    let criteria: serde_json::Value =
        sqlx::query_scalar("SELECT criteria FROM establishment WHERE name = 'Piscine'")
            .fetch_one(&world.database.pool)
            .await
            .unwrap();
    let aids = json!({"entree_plain_pied": false, "accueil_equipements_malentendants_presence": true,
        "accueil_equipements_malentendants": ["bim", "lsf"]});
    assert_eq!(criteria, aids, "0 steps is unknown, not step-free");
    world.database.drop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_all_and_writes_nothing() {
    let world = World::seeded().await;
    let summary = world.import(&sample(), &["--source", "sample", "--dry-run"]);
    assert_eq!(summary["created"], json!(2000));
    assert!(world.published().await.is_empty());
    world.database.drop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_of_ours_is_told_and_changes_nothing() {
    let world = World::seeded().await;
    let folder = world.data.path();
    fs::write(folder.join("noise"), [0_u8, 159, 146, 150].repeat(500)).unwrap();
    fs::write(folder.join("empty"), "").unwrap();
    fs::write(folder.join("other.csv"), "a,b\n1,2\n").unwrap();
    for (input, told) in [
        ("noise", "not UTF-8 text"),
        ("empty", "empty"),
        ("other.csv", "column id, name, commune, longitude, latitude is missing"),
        (".", "directory"),
        ("absent.csv", "cannot read"),
    ] {
        let path = folder.join(input);
        let output = world.plainpied(&["import", "national-csv", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{input}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(told), "{input}: {stderr}");
    }
    assert!(world.published().await.is_empty());
    world.database.drop().await.unwrap();
}
