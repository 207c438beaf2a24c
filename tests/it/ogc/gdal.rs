//! GDAL reads it whole: what `ogr2ogr` writes is what SQL has.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use super::Ogc;

/// Id, longitude, latitude, and an answer of each kind.
type Row = (String, f64, f64, Option<bool>, Option<i32>, Option<Vec<String>>);

#[tokio::test(flavor = "multi_thread")]
async fn gdal_reads_every_place_and_every_answer() {
    if Command::new("ogr2ogr").arg("--version").output().is_err() {
        // deploy/clients installs it, and says so.
        assert_eq!(std::env::var_os("PLAINPIED_TEST_GDAL"), None, "ogr2ogr is not installed");
        eprintln!("not run: ogr2ogr is not installed (gdal-bin)");
        return;
    }
    let ogc = Ogc::new().await;
    let file = ogc.world.data.path().join("read.geojsonl");
    let output = Command::new("ogr2ogr")
        .args(["-f", "GeoJSONSeq", file.to_str().unwrap(), &format!("OAPIF:{}", ogc.url), "establishments"])
        .args(["-oo", "PAGE_SIZE=300"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let read: BTreeMap<String, Value> = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .map(|line| {
            let feature: Value = serde_json::from_str(line).unwrap();
            (feature["properties"]["id"].as_str().unwrap().to_owned(), feature)
        })
        .collect();
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT e.id::text, ST_X(e.location), ST_Y(e.location), k.entree_plain_pied, k.entree_largeur_mini, k.labels
         FROM establishment e JOIN establishment_criteria k USING (id) WHERE e.status = 'published'",
    )
    .fetch_all(&ogc.world.database.pool)
    .await
    .unwrap();
    assert_eq!(read.len(), rows.len());
    for (id, lon, lat, level, width, labels) in rows {
        let feature = &read[&id];
        let at = &feature["geometry"]["coordinates"];
        assert!(
            (at[0].as_f64().unwrap() - lon).abs() < 1e-6 && (at[1].as_f64().unwrap() - lat).abs() < 1e-6,
            "{id}"
        );
        let known = &feature["properties"];
        assert_eq!(known["entree_plain_pied"].as_bool(), level, "{id}: {known}");
        assert_eq!(known["entree_largeur_mini"].as_i64(), width.map(i64::from), "{id}");
        let listed = known["labels"]
            .as_array()
            .map(|all| all.iter().map(|one| one.as_str().unwrap().to_owned()).collect());
        assert_eq!(listed, labels, "{id}");
    }
    ogc.end().await;
}
