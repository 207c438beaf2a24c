//! Part 2, annex A (18-058r1).

use super::Ogc;

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

fn epsg(number: u32) -> String {
    format!("http://www.opengis.net/def/crs/EPSG/0/{number}")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_abstract_tests_of_part_2_hold() {
    let ogc = Ogc::new().await;
    crs_of_collections(&ogc);
    crs_of_the_answer(&ogc).await;
    crs_of_the_box(&ogc).await;
    ogc.end().await;
}

/// /conf/crs/crs-uri, /conf/crs/fc-md-crs-list, /conf/crs/fc-md-storageCrs
fn crs_of_collections(ogc: &Ogc) {
    for collection in ogc.json("/collections")["collections"].as_array().unwrap() {
        let list: Vec<&str> =
            collection["crs"].as_array().unwrap().iter().map(|crs| crs.as_str().unwrap()).collect();
        assert_eq!(list[0], CRS84);
        assert!([4326, 3857, 2154].iter().all(|number| list.contains(&epsg(*number).as_str())), "{list:?}");
        assert!(list.contains(&collection["storageCrs"].as_str().unwrap()));
    }
}

/// /conf/crs/crs-parameter, /conf/crs/default-crs, /conf/crs/crs-action, /conf/crs/ogc-crs-header,
/// /conf/crs/ogc-crs-header-value, and the order of axes
async fn crs_of_the_answer(ogc: &Ogc) {
    let lon_lat =
        ogc.items("communes", &[("filter", "code = '69266'")]).1["features"][0]["geometry"]["coordinates"]
            .clone();
    let (lon, lat) = (lon_lat[0].as_f64().unwrap(), lon_lat[1].as_f64().unwrap());
    assert!((4.0..6.0).contains(&lon) && (45.0..46.0).contains(&lat), "{lon_lat}");
    for (crs, srid, north_first) in [
        (CRS84.to_owned(), 4326, false),
        (epsg(4326), 4326, true),
        (epsg(3857), 3857, false),
        (epsg(2154), 2154, false),
    ] {
        let url = format!("{}/collections/communes/items/69266?crs={crs}", ogc.url);
        let mut response = ureq::get(&url).call().unwrap();
        assert_eq!(response.headers()["content-crs"], format!("<{crs}>"));
        let feature: serde_json::Value =
            serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
        let at = &feature["geometry"]["coordinates"];
        let (x, y): (f64, f64) = sqlx::query_as(
            "SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 4326), $3) AS p",
        )
        .bind(lon)
        .bind(lat)
        .bind(srid)
        .fetch_one(&ogc.world.database.pool)
        .await
        .unwrap();
        let wanted = if north_first { [y, x] } else { [x, y] };
        for (place, wanted) in wanted.into_iter().enumerate() {
            let found = at[place].as_f64().unwrap();
            assert!((found - wanted).abs() < 0.001, "{crs}: {at} {wanted}");
        }
    }
    let plain = ureq::get(format!("{}/collections/communes/items?limit=1", ogc.url)).call().unwrap();
    assert_eq!(plain.headers()["content-crs"], format!("<{CRS84}>"));
}

/// /conf/crs/bbox-crs-parameter, /conf/crs/bbox-crs-default, /conf/crs/bbox-crs-action
async fn crs_of_the_box(ogc: &Ogc) {
    let wanted =
        ogc.sql("ST_Intersects(e.location, ST_MakeEnvelope(4.8, 45.7, 4.9, 45.8, 4326))").await.len();
    assert!(wanted > 5);
    assert_eq!(
        ogc.all_ids("establishments", &[("bbox", "45.7,4.8,45.8,4.9"), ("bbox-crs", &epsg(4326))]).len(),
        wanted
    );
    // In Web Mercator the edges of this box are parallels and meridians.
    let metres = "534333.5558,5732403.6550,545465.5049,5748356.8017";
    assert_eq!(ogc.all_ids("establishments", &[("bbox", metres), ("bbox-crs", &epsg(3857))]).len(), wanted);
    let lambert = (
        "840000,6510000,850000,6520000",
        "ST_Intersects(ST_Transform(e.location, 2154), ST_MakeEnvelope(840000,6510000,850000,6520000,2154))",
    );
    let found = ogc.all_ids("establishments", &[("bbox", lambert.0), ("bbox-crs", &epsg(2154))]);
    assert_eq!(found.into_iter().collect::<std::collections::BTreeSet<_>>(), ogc.sql(lambert.1).await);
}
