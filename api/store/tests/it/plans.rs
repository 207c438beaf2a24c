//! The plans of the queries that everybody waits for, over 100,000 places. They are kept as files, so that a change of
//! one is seen in review; a sequential scan of a big table fails whatever the file says. `UPDATE=1` writes them anew.

use std::path::{Path, PathBuf};

use plainpied_store::PgConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::support::seeded;

const PLACES: i32 = 100_000;

/// Tables that grow with the number of places.
const BIG: [&str; 4] = ["establishment", "establishment_version", "external_id", "change"];

/// The statements themselves, from where the program has them.
const QUERIES: [(&str, &str); 17] = [
    ("by_ids", include_str!("../../src/establishment/by_ids.sql")),
    ("in_box", include_str!("../../src/establishment/in_box.sql")),
    ("neighbours", include_str!("../../src/establishment/neighbours.sql")),
    ("locate", include_str!("../../src/establishment/locate.sql")),
    ("documents_of", include_str!("../../src/document/of.sql")),
    ("known_targets", include_str!("../../src/write/known_targets.sql")),
    ("lock", include_str!("../../src/write/lock.sql")),
    ("matching_identified", include_str!("../../src/matching/identified.sql")),
    ("matching_around", include_str!("../../src/matching/around.sql")),
    ("matching_places", include_str!("../../src/matching/places.sql")),
    ("matching_near", include_str!("../../src/matching/near.sql")),
    ("latest", include_str!("../../src/establishment/latest.sql")),
    ("revision", include_str!("../../src/establishment/revision.sql")),
    ("campaign_places", include_str!("../../src/participation/places_to_check.sql")),
    ("statistics_changes", include_str!("../../src/statistics/changes.sql")),
    ("statistics_present", include_str!("../../src/statistics/present.sql")),
    ("changes_after", include_str!("../../src/change/after.sql")),
];

#[tokio::test]
async fn no_query_that_everybody_waits_for_reads_a_whole_table() {
    let (database, _catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    fill(&mut connection).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut stale = Vec::new();
    for (name, statement) in QUERIES {
        let plan = plan(&mut connection, name, statement).await;
        for table in BIG {
            let whole = ["Seq", "Scan", "on", table];
            let reads_whole =
                |line: &str| line.split([' ', '>', '-']).filter(|word| !word.is_empty()).take(4).eq(whole);
            assert!(!plan.lines().any(reads_whole), "{name} reads all of {table}\n{plan}");
        }
        let file: PathBuf = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &plan).unwrap();
        }
        if std::fs::read_to_string(&file).unwrap_or_default() != plan {
            stale.push(format!("{name} is now\n{plan}"));
        }
    }
    assert!(stale.is_empty(), "UPDATE=1 writes the plans anew, if they are as good:\n{}", stale.join("\n"));
    drop(connection);
    database.drop().await.unwrap();
}

/// Places all over the country, each with a version, an external id and a change, some with a notice.
async fn fill(connection: &mut PgConnection) {
    sqlx::query(
        "INSERT INTO account (id, name, role, created_at)
         VALUES ('00000000-0000-7000-8000-000000000001', 'Team', 'moderator', now())",
    )
    .execute(&mut *connection)
    .await
    .unwrap();
    for statement in [
        "INSERT INTO establishment (id, slug, name, postal_code, commune_code, location, activities, criteria,
             completeness, status, source_key, version, created_at, updated_at)
         SELECT md5(n::text)::uuid, 'place-' || n, 'Place ' || n, '69100', '69266',
                ST_SetSRID(ST_MakePoint(-4 + (n % 1000) * 0.012, 42 + (n / 1000) * 0.08), 4326),
                ARRAY['boulangerie'], jsonb_build_object('entree_plain_pied', n % 2 = 0), 10, 'published', 'low', 1,
                now(), now()
         FROM generate_series(1, $1) AS n",
        "INSERT INTO establishment_version (establishment_id, version, at, source_key, actor, reason, diff)
         SELECT md5(n::text)::uuid, 1, now(), 'low', 'test', 'a test', '{}' FROM generate_series(1, $1) AS n",
        "INSERT INTO external_id (source_key, id, establishment_id, fingerprint)
         SELECT 'low', n::text, md5(n::text)::uuid, n FROM generate_series(1, $1) AS n",
        "INSERT INTO change (position, sequence, establishment_id, kind, version, at)
         SELECT n, n, md5(n::text)::uuid, 'created', 1, now() FROM generate_series(1, $1) AS n",
        "INSERT INTO notice (id, establishment_id, kind, message, begins_at, ends_at, source_key, account_id, created_at)
         SELECT md5(n::text)::uuid, md5(n::text)::uuid, 'lift', 'a test', now(), now() + interval '1 day', 'low',
                '00000000-0000-7000-8000-000000000001', now() FROM generate_series(1, $1 / 20) AS n",
    ] {
        sqlx::query(statement).bind(PLACES).execute(&mut *connection).await.unwrap();
    }
    sqlx::query("ANALYZE").execute(&mut *connection).await.unwrap();
}

/// The plan that any values get: what a connection keeps once it has run the statement a few times.
async fn plan(connection: &mut PgConnection, name: &str, statement: &str) -> String {
    let parameters = (1..=99).take_while(|number| statement.contains(&format!("${number}"))).count();
    let nulls = vec!["NULL"; parameters].join(", ");
    let mut text = String::new();
    for step in [
        "SET plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE {name} AS {statement}"),
        format!("EXPLAIN (COSTS OFF) EXECUTE {name}({nulls})"),
    ] {
        let rows = sqlx::raw_sql(AssertSqlSafe(step)).fetch_all(&mut *connection).await.unwrap();
        for row in rows {
            text.push_str(row.get::<&str, _>(0));
            text.push('\n');
        }
    }
    text
}
