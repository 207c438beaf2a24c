//! The plans of the queries that everybody waits for, over 100,000 places. They are kept as files, so that a change of
//! one is seen in review; a sequential scan of a big table fails whatever the file says. `UPDATE=1` writes them anew.

use std::path::{Path, PathBuf};

use plainpied_domain::{BoundingBox, EstablishmentId, LonLat};
use plainpied_store::PgConnection;
use plainpied_store::compat::CompatFilter;
use plainpied_store::testing::compat_plans;
use sqlx::{AssertSqlSafe, Row};
use time::Duration;

use crate::support::{NOW, seeded};

const PLACES: i32 = 100_000;

/// Tables that grow with the number of places, or of people.
const BIG: [&str; 13] = [
    "establishment",
    "establishment_version",
    "external_id",
    "former_slug",
    "change",
    "tile_place",
    "notice",
    "ask",
    "confirmation",
    "account",
    "management",
    "subscription",
    "webhook_delivery",
];

/// The statements themselves, from where the program has them.
const QUERIES: [(&str, &str); 30] = [
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
    ("told", include_str!("../../src/establishment/told.sql")),
    ("notices_in", include_str!("../../src/moderation/notices_in.sql")),
    ("tile_noticed", include_str!("../../src/tile/noticed.sql")),
    ("heard", include_str!("../../src/participation/heard.sql")),
    ("heard_in", include_str!("../../src/participation/heard_in.sql")),
    ("heard_between", include_str!("../../src/participation/heard_between.sql")),
    ("compat_named", include_str!("../../src/compat/named.sql")),
    ("subscriptions_due", include_str!("../../src/subscription/due.sql")),
    ("subscriptions_of_account", include_str!("../../src/subscription/of_account.sql")),
    ("subscriptions_for_managers", include_str!("../../src/subscription/make_for_managers.sql")),
    ("webhooks_due", include_str!("../../src/webhook/due.sql")),
    ("webhook_pending", include_str!("../../src/webhook/pending.sql")),
    ("webhook_deliveries", include_str!("../../src/webhook/deliveries.sql")),
];

/// The filters of the compatible API: each alone, and some that clients use together.
fn compatible() -> Vec<(&'static str, CompatFilter)> {
    let all = || CompatFilter::default();
    let commune = || CompatFilter { communes: Some(vec!["01042".parse().unwrap()]), ..all() };
    let known = |id: Option<&str>| vec![(vec!["low".to_owned()], id.map(str::to_owned))];
    // Of places that `fill` makes.
    let (zone, point) = (BoundingBox::new(4.8, 45.7, 4.9, 45.8).unwrap(), LonLat::new(4.88, 45.77).unwrap());
    let id: EstablishmentId = "c4ca4238-a0b9-2382-0dcc-509a6f75849b".parse().unwrap();
    vec![
        ("commune", commune()),
        ("postal_code", CompatFilter { postal_code: Some("01042".parse().unwrap()), ..all() }),
        ("activity", CompatFilter { activity: Some("activity-42".into()), ..all() }),
        ("siret", CompatFilter { siret: Some("00000000000018".parse().unwrap()), ..all() }),
        ("ban_id", CompatFilter { ban_id: Some("ban42".to_owned()), ..all() }),
        ("external_id", CompatFilter { known_by: known(Some("42")), ..all() }),
        ("zone", CompatFilter { zone: Some(zone), ..all() }),
        ("around", CompatFilter { around: Some(point), ..all() }),
        ("among", CompatFilter { among: Some(vec![id]), ..all() }),
        ("changed_since", CompatFilter { changed_since: Some(NOW - Duration::days(3)), ..all() }),
        ("commune_activity", CompatFilter { activity: Some("activity-42".into()), ..commune() }),
        (
            "commune_criteria",
            CompatFilter { criteria: Some("$.entree_plain_pied == true".to_owned()), ..commune() },
        ),
        ("commune_known", CompatFilter { known_to: Some(("low".to_owned(), true)), ..commune() }),
        ("commune_drafts", CompatFilter { drafts_of: Some("account:1".to_owned()), ..commune() }),
    ]
}

#[tokio::test]
async fn no_query_that_everybody_waits_for_reads_a_whole_table() {
    let (database, _catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    fill(&mut connection).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut stale = Vec::new();
    let mut plans = Vec::new();
    for (name, statement) in QUERIES {
        plans.push((name.to_owned(), plan(&mut connection, name, statement).await));
    }
    for (name, filter) in compatible() {
        let [page, count] = compat_plans(&mut connection, &filter).await.unwrap();
        plans.extend([(format!("compat_{name}"), page), (format!("compat_{name}_count"), count)]);
    }
    // A page of everything goes by id; the engine counts it.
    let [everything, _] = compat_plans(&mut connection, &CompatFilter::default()).await.unwrap();
    plans.push(("compat_everything".to_owned(), everything));
    for (name, plan) in plans {
        for table in BIG {
            let whole = ["Seq", "Scan", "on", table];
            let reads_whole = |line: &str| {
                line.split([' ', '>', '-'])
                    .filter(|word| !word.is_empty() && *word != "Parallel")
                    .take(4)
                    .eq(whole)
            };
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

/// Places all over the country, each with a version, an external id and a change, some with a notice; and people who ask,
/// manage, follow and are told.
async fn fill(connection: &mut PgConnection) {
    sqlx::query(
        "INSERT INTO account (id, name, role, created_at)
         VALUES ('00000000-0000-7000-8000-000000000001', 'Team', 'moderator', now())",
    )
    .execute(&mut *connection)
    .await
    .unwrap();
    for statement in [
        "INSERT INTO commune (code, name, folded_name, postal_codes, department_code, population, location)
         SELECT '01' || lpad(n::text, 3, '0'), 'Commune ' || n, 'commune ' || n, ARRAY['01' || lpad(n::text, 3, '0')], '69', 1000,
                ST_SetSRID(ST_MakePoint(4, 45), 4326) FROM generate_series(0, $1 / 100 - 1) AS n",
        "INSERT INTO establishment (id, slug, name, postal_code, commune_code, location, activities, criteria,
             completeness, status, source_key, version, created_at, updated_at, siret, ban_id)
         SELECT md5(n::text)::uuid, 'place-' || n, 'Place ' || n, '01' || lpad((n % 1000)::text, 3, '0'),
                '01' || lpad((n % 1000)::text, 3, '0'),
                ST_SetSRID(ST_MakePoint(-4 + (n % 1000) * 0.012, 42 + (n / 1000) * 0.08), 4326),
                ARRAY['activity-' || n % 100], jsonb_build_object('entree_plain_pied', n % 2 = 0), 10, 'published', 'low', 1,
                now(), '2026-11-23 12:00Z'::timestamptz - n * interval '1 minute', lpad(n::text, 14, '0'), 'ban' || n
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
        "INSERT INTO former_slug (slug, establishment_id)
         SELECT 'old-' || n, md5(n::text)::uuid FROM generate_series(1, $1 / 10) AS n",
        "INSERT INTO tile_place (establishment_id, cell, x, y, name, activities, completeness, verdicts)
         SELECT md5(n::text)::uuid, n, 0, 0, 'Place', ARRAY['boulangerie'], 10, '' FROM generate_series(1, $1) AS n",
        "INSERT INTO ask (id, establishment_id, commune_code, criterion, at)
         SELECT md5(n::text)::uuid, md5(n::text)::uuid, '01' || lpad((n % 1000)::text, 3, '0'), 'entree_largeur_mini', now()
         FROM generate_series(1, $1) AS n",
        "INSERT INTO confirmation (id, establishment_id, commune_code, version, criterion, value, proved, at)
         SELECT md5(n::text)::uuid, md5(n::text)::uuid, '01' || lpad((n % 1000)::text, 3, '0'), 1, 'entree_plain_pied',
                to_jsonb(n % 2 = 0), true, now() FROM generate_series(1, $1) AS n",
        "INSERT INTO account (id, name, role, email, created_at)
         SELECT md5('account' || n)::uuid, 'Reader ' || n, 'contributor', n || '@example.org', now()
         FROM generate_series(1, $1 / 5) AS n",
        "INSERT INTO management (account_id, establishment_id, since, subscribed)
         SELECT md5('account' || n)::uuid, md5(n::text)::uuid, now(), n > 10 FROM generate_series(1, $1 / 10) AS n",
        "INSERT INTO subscription (id, account_id, interest, frequency, position, told_at, due_at, created_at)
         SELECT md5(n::text)::uuid, md5('account' || n % ($1 / 5) + 1)::uuid, 'establishment:' || md5(n::text)::uuid,
                'daily', n, now(), now() + n * interval '1 second', now() FROM generate_series(1, $1) AS n",
        "INSERT INTO webhook (id, account_id, url, interest, kinds, secret, position, state, created_at)
         SELECT md5(n::text)::uuid, md5('account' || n)::uuid, 'https://example.org', 'everything', '{created}', '\\x00', n,
                'active', now() FROM generate_series(1, $1 / 100) AS n",
        "INSERT INTO webhook_delivery (id, webhook_id, kind, positions, state, created_at, at)
         SELECT md5(n::text)::uuid, md5((n % ($1 / 100) + 1)::text)::uuid, 'changes', ARRAY[n],
                CASE WHEN n % 50 = 0 THEN 'pending' ELSE 'delivered' END, now(), now() FROM generate_series(1, $1) AS n",
    ] {
        sqlx::query(statement).bind(PLACES).execute(&mut *connection).await.unwrap();
    }
    // Another sample, or entries that wait before an index, could lead to another plan: every row is looked at, and what
    // waits is put into place, as it is in time where the database tends itself.
    sqlx::query("SET default_statistics_target = 400").execute(&mut *connection).await.unwrap();
    sqlx::query("VACUUM ANALYZE").execute(&mut *connection).await.unwrap();
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
