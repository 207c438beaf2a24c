use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use plainpied_criteria::{Kind, schema};
use plainpied_store::testing::TestDatabase;
use plainpied_store::{PgPool, StoreError, database};

/// Tables, columns, types, indexes and constraints, as one text each.
async fn shape(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable)
         FROM information_schema.columns WHERE table_schema = 'public'
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
         UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace
         ORDER BY 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn the_migrations_go_up_down_and_up_again() {
    let database = TestDatabase::new().await.unwrap();
    let before = shape(&database.pool).await;
    database::unmigrate(&database.pool).await.unwrap();
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE tablename = 'establishment'")
        .fetch_one(&database.pool)
        .await
        .unwrap();
    assert_eq!(tables, 0);
    database::migrate(&database.pool).await.unwrap();
    assert_eq!(shape(&database.pool).await, before);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn two_programs_that_migrate_at_once_come_after_each_other() {
    let database = TestDatabase::new().await.unwrap();
    let before = shape(&database.pool).await;
    database::unmigrate(&database.pool).await.unwrap();
    let both = async { tokio::join!(database::migrate(&database.pool), database::migrate(&database.pool)) };
    // An index that is made concurrently waits for statements of others: theirs must not wait for it.
    let (one, other) = tokio::time::timeout(Duration::from_secs(60), both).await.unwrap();
    one.unwrap();
    other.unwrap();
    assert_eq!(shape(&database.pool).await, before);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_migration_that_waits_for_a_reader_lets_the_others_read() {
    let database = TestDatabase::new().await.unwrap();
    let before = shape(&database.pool).await;
    // As a release finds it that brings this one.
    let down = include_str!("../../../../migrations/20261125000452_notice_changes.down.sql");
    sqlx::raw_sql(down).execute(&database.pool).await.unwrap();
    sqlx::raw_sql("DELETE FROM _sqlx_migrations WHERE version = 20261125000452")
        .execute(&database.pool)
        .await
        .unwrap();
    let read = "SELECT count(*) FROM installation";
    let mut reader = database.pool.begin().await.unwrap();
    sqlx::query(read).execute(&mut *reader).await.unwrap();
    let others = async {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(7) {
            let other =
                tokio::time::timeout(Duration::from_secs(3), sqlx::query(read).execute(&database.pool));
            other.await.expect("nobody else can read").unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_ne!(shape(&database.pool).await, before, "the table is still held");
        reader.rollback().await.unwrap();
    };
    let both = async { tokio::join!(database::migrate(&database.pool), others) };
    tokio::time::timeout(Duration::from_secs(30), both).await.unwrap().0.unwrap();
    assert_eq!(shape(&database.pool).await, before);
    let waits: String = sqlx::query_scalar("SHOW lock_timeout").fetch_one(&database.pool).await.unwrap();
    assert_eq!(waits, "0", "other statements wait as they did");
    database.drop().await.unwrap();
}

#[tokio::test]
async fn the_view_has_one_typed_column_for_each_criterion_and_no_other() {
    let database = TestDatabase::new().await.unwrap();
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT column_name::text, udt_name::text FROM information_schema.columns
         WHERE table_name = 'establishment_criteria'",
    )
    .fetch_all(&database.pool)
    .await
    .unwrap();
    let mut columns: BTreeMap<_, _> = columns.into_iter().collect();
    for criterion in schema().criteria() {
        let wanted = match criterion.kind {
            Kind::Boolean => "bool",
            Kind::Integer { .. } => "int4",
            Kind::Choices(_) => "_text",
            Kind::Choice(_) | Kind::Text { .. } | Kind::Url { .. } => "text",
        };
        assert_eq!(columns.remove(&criterion.key).as_deref(), Some(wanted), "{}", criterion.key);
    }
    let others: Vec<_> = columns.into_keys().collect();
    assert_eq!(others, ["commune_code", "geometry", "id", "name", "status", "version"]);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn the_view_follows_a_changed_schema() {
    let database = TestDatabase::new().await.unwrap();
    sqlx::raw_sql("DROP VIEW establishment_criteria; UPDATE installation SET criteria_fingerprint = 1")
        .execute(&database.pool)
        .await
        .unwrap();
    database::migrate(&database.pool).await.unwrap();
    sqlx::query("SELECT entree_plain_pied FROM establishment_criteria")
        .execute(&database.pool)
        .await
        .unwrap();
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_base_newer_than_the_program_is_refused_and_left_alone() {
    let database = TestDatabase::new().await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (29990101000000, 'later', true, '', 0)",
    )
    .execute(&database.pool)
    .await
    .unwrap();
    for outcome in [database::check(&database.pool).await, database::migrate(&database.pool).await] {
        assert!(
            matches!(outcome, Err(StoreError::NewerSchema { found: 29_990_101_000_000, .. })),
            "{outcome:?}"
        );
    }
    database.drop().await.unwrap();
}
