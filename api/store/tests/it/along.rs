//! Lists that follow the curve of geohashes, and statements that are planned once.

use plainpied_domain::geohash::{AlongCurve, geohash};
use plainpied_domain::{BoundingBox, EstablishmentId};
use plainpied_store::PgConnection;
use plainpied_store::establishment;
use plainpied_store::testing::TestDatabase;
use plainpied_store::write::Catalogue;
use sqlx::Row;
use uuid::Uuid;

use crate::support::{bakery, existing, seeded, write_one};

/// Places all over the world, some on its edges, many in one spot, some not published.
const PLACES: &str = "
    SELECT setseed(0.5);
    INSERT INTO establishment (id, slug, name, postal_code, commune_code, location, criteria, completeness, status,
        source_key, version, created_at, updated_at)
    SELECT md5(n::text)::uuid, 'place-' || n, 'Place ' || n, '69100', '69266',
           ST_SetSRID(CASE n % 10 WHEN 0 THEN ST_MakePoint(4.85, 45.76)
                                  WHEN 1 THEN ST_MakePoint(180 - (n % 100) / 50.0, random())
                                  WHEN 2 THEN ST_MakePoint(-180 + (n % 100) / 50.0, random())
                                  WHEN 3 THEN ST_MakePoint((n % 7) * 60 - 180, (n % 5) * 45 - 90)
                                  ELSE ST_MakePoint(random() * 360 - 180, random() * 180 - 90) END, 4326),
           '{}', 10, CASE WHEN n % 9 = 0 THEN 'closed' ELSE 'published' END, 'low', 1, now(), now()
    FROM generate_series(1, 3000) AS n;
    ANALYZE establishment";

async fn scattered() -> (TestDatabase, Catalogue) {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    sqlx::raw_sql(PLACES).execute(&mut *connection).await.unwrap();
    drop(connection);
    (database, catalogue)
}

/// All pages of a box, in their order.
async fn pages(connection: &mut PgConnection, bbox: BoundingBox, limit: i64) -> Vec<Uuid> {
    let mut read: Vec<Uuid> = Vec::new();
    let mut after: Option<AlongCurve> = None;
    loop {
        let page = establishment::in_box(connection, bbox, after.as_ref(), limit).await.unwrap();
        assert!(page.len() as i64 <= limit);
        let Some(last) = page.last() else { return read };
        after = Some(AlongCurve { geohash: geohash(last.lon, last.lat), id: last.id.into() });
        read.extend(page.iter().map(|record| record.id));
    }
}

#[tokio::test]
async fn the_pages_of_a_box_hold_what_is_in_it_once_and_in_the_order_of_geohashes() {
    let (database, _) = scattered().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let boxes = [
        (-180.0, -90.0, 180.0, 90.0),
        (4.85, 45.76, 4.85, 45.76),
        (-20.0, -30.0, 70.0, 60.0),
        (179.0, -1.0, -179.0, 1.0),
        (60.0, -90.0, -60.0, 90.0),
        (180.0, -90.0, 180.0, 90.0),
        (10.0, 10.0, 10.5, 10.5),
    ];
    for (west, south, east, north) in boxes {
        let expected: Vec<Uuid> = sqlx::query(
            r#"SELECT id FROM establishment
               WHERE status = 'published' AND ST_Y(location) BETWEEN $2 AND $4
                 AND CASE WHEN $1 <= $3 THEN ST_X(location) BETWEEN $1 AND $3
                          ELSE ST_X(location) >= $1 OR ST_X(location) <= $3 END
               ORDER BY ST_GeoHash(location, 10) COLLATE "C", id"#,
        )
        .bind(west)
        .bind(south)
        .bind(east)
        .bind(north)
        .fetch_all(&mut *connection)
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
        let bbox = BoundingBox::new(west, south, east, north).unwrap();
        for limit in [7, 100, 5_000] {
            let read = pages(&mut connection, bbox, limit).await;
            assert!(
                read == expected,
                "{west} {south} {east} {north}, {limit} a page: {} of {}",
                read.len(),
                expected.len()
            );
        }
    }
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn geohashes_are_those_of_postgis() {
    let (database, _) = scattered().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let rows =
        sqlx::query("SELECT ST_X(location), ST_Y(location), ST_GeoHash(location, 10) FROM establishment")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    assert_eq!(rows.len(), 3_000);
    for row in rows {
        let (lon, lat) = (row.get(0), row.get(1));
        assert_eq!(geohash(lon, lat), row.get::<String, _>(2), "{lon} {lat}");
    }
    drop(connection);
    database.drop().await.unwrap();
}

/// PostgreSQL makes a plan for the values of each call as long as that seems worth it. For statements that everybody waits
/// for it takes longer than running them.
#[tokio::test]
async fn what_everybody_waits_for_is_planned_once_and_not_at_each_call() {
    let (database, catalogue) = scattered().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let one: EstablishmentId = sqlx::query("SELECT id FROM establishment WHERE status = 'published' LIMIT 1")
        .fetch_one(&mut *connection)
        .await
        .unwrap()
        .get::<Uuid, _>(0)
        .into();
    let bbox = BoundingBox::new(-20.0, -30.0, 70.0, 60.0).unwrap();
    for width in 80..92 {
        establishment::get(&mut connection, one).await.unwrap();
        establishment::by_ids(&mut connection, &[one; 20]).await.unwrap();
        establishment::revision(&mut connection, one).await.unwrap();
        establishment::in_box(&mut connection, bbox, None, 101).await.unwrap();
        establishment::after(&mut connection, Some(one), 101).await.unwrap();
        let said = bakery("low", None, serde_json::json!({ "entree_largeur_mini": width }));
        write_one(&mut connection, &catalogue, existing(one, None), said).await;
    }
    let plans = sqlx::query(
        "SELECT left(statement, 60), custom_plans FROM pg_prepared_statements WHERE generic_plans + custom_plans >= 12",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    assert!(plans.len() >= 9, "{} statements, get and by_ids are one of them", plans.len());
    for plan in plans {
        assert!(plan.get::<i64, _>(1) <= 5, "planned at each call: {}", plan.get::<String, _>(0));
    }
    drop(connection);
    database.drop().await.unwrap();
}
