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
    world.end().await;
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
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_all_and_writes_nothing() {
    let world = World::seeded().await;
    let summary = world.import(&sample(), &["--source", "sample", "--dry-run"]);
    assert_eq!(summary["created"], json!(2000));
    assert!(world.published().await.is_empty());
    world.end().await;
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
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cell_withdraws_only_in_a_complete_file_and_only_what_its_source_said() {
    let world = World::seeded().await;
    let file = |name: &str, row: &str| {
        let path = world.data.path().join(name);
        fs::write(&path, format!("id,name,postal_code,commune,code_insee,longitude,latitude,entree_plain_pied,entree_largeur_mini\n{row}\n")).unwrap();
        path
    };
    let said = file("said.csv", "1,Mairie,69100,Villeurbanne,69266,4.88,45.77,true,90");
    let less = file("less.csv", "1,Mairie,69100,Villeurbanne,69266,4.88,45.77,,95");
    world.import(&said, &["--source", "partner", "--observed-on", "2024-03-01"]);
    let (_server, url) = world.serve();
    let place = || {
        let list = crate::harness::get(
            &format!("{url}/api/v1/establishments?bbox=4.8,45.7,4.9,45.8"),
            "application/json",
        )
        .1;
        let id = list["results"][0]["id"].as_str().unwrap().to_owned();
        crate::harness::get(&format!("{url}/api/v1/establishments/{id}"), "application/json").1
    };
    let origin = |place: &serde_json::Value, key: &str| {
        let mut origin = place["provenance"][key].clone();
        // From when on it is stale follows from the day.
        origin.as_object_mut().unwrap().remove("stale_on");
        origin
    };
    assert_eq!(origin(&place(), "entree_plain_pied"), json!({"source": "partner", "observed": "2024-03-01"}));

    world.import(&less, &["--source", "partner", "--observed-on", "2025-03-01"]);
    let kept = place();
    assert_eq!(
        kept["criteria"],
        json!({"entree_plain_pied": true, "entree_largeur_mini": 95}),
        "an empty cell says nothing"
    );
    assert_eq!(origin(&kept, "entree_plain_pied"), json!({"source": "partner", "observed": "2024-03-01"}));
    assert_eq!(origin(&kept, "entree_largeur_mini"), json!({"source": "partner", "observed": "2025-03-01"}));

    world.import(&less, &["--source", "partner", "--complete"]);
    let withdrawn = place();
    assert_eq!(withdrawn["criteria"], json!({"entree_largeur_mini": 95}));
    // Nobody said when the next was seen; the day of the import is not it.
    assert_eq!(
        origin(&withdrawn, "entree_largeur_mini"),
        json!({"source": "partner", "observed": "2025-03-01"})
    );
    world.import(&said, &["--source", "partner"]);
    assert_eq!(origin(&place(), "entree_plain_pied"), json!({"source": "partner"}));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_the_rejects_is_told_and_the_next_run_goes_on() {
    let world = World::seeded().await;
    let file = world.data.path().join("file.csv");
    let good = "1;Mairie;69100;Villeurbanne;69266;4.88;45.77;true;;;;";
    fs::write(&file, format!("{HEADER}\n{good}\n2;École;69100;Villeurbanne;;4.88;45.77;peut-être;;;;\n"))
        .unwrap();
    let path = file.to_str().unwrap();
    let output =
        world.plainpied(&["import", "national-csv", path, "--source", "partner", "--rejects", "/dev/full"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cannot write the rejects: No space left on device"), "{told}");
    let summary = world.import(&file, &["--source", "partner"]);
    let came = summary["created"].as_u64().unwrap() + summary["unchanged"].as_u64().unwrap();
    assert_eq!((came, summary["rejected"].clone()), (1, json!(1)), "{summary}");
    world.end().await;
}
