use plainpied_store::reference::{self, find_communes};

use serde_json::json;

use crate::support::{bakery, created, external, facts, seeded, write_one};

#[tokio::test]
async fn seeding_again_changes_nothing() {
    let (database, _catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let counts = reference::seed(&mut connection, &facts()).await.unwrap();
    assert_eq!((counts.communes, counts.activities), (0, 0));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_commune_is_found_by_prefix_code_and_postal_code() {
    let (database, _catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    for (text, codes) in [
        ("VILLEURB", &["69266"][..]),
        ("69383", &["69383"]),
        ("69003", &["69123", "69383"]),
        ("lyon", &["69123", "69383"]),
        ("%", &[]),
        ("_yon", &[]),
    ] {
        let found = find_communes(&mut connection, text, 10).await.unwrap();
        let found: Vec<_> = found.iter().map(|found| found.commune.code.as_str()).collect();
        assert_eq!(found, codes, "{text}");
    }
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn an_establishment_cannot_refer_to_a_commune_or_a_source_that_does_not_exist() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let proposal = bakery("low", None, json!({"entree_plain_pied": true}));
    created(write_one(&mut connection, &catalogue, external("low", "1", 1), proposal).await);
    for (statement, missing) in [
        ("UPDATE establishment SET commune_code = '99999'", "commune 99999"),
        ("UPDATE establishment SET source_key = 'nobody'", "source nobody"),
        ("DELETE FROM source", "rows of source are never removed"),
        ("DELETE FROM commune", "rows of commune are never removed"),
    ] {
        let refused = sqlx::query(statement).execute(&mut *connection).await.unwrap_err().to_string();
        assert!(refused.contains(missing), "{statement}: {refused}");
    }
    drop(connection);
    database.drop().await.unwrap();
}
