use plainpied_store::reference::{self, find_communes};

use crate::support::{facts, seeded};

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
