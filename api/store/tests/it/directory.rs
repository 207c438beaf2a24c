use std::collections::BTreeSet;

use plainpied_store::PgConnection;
use plainpied_store::directory::{cuts, pages};
use serde_json::json;
use uuid::Uuid;

use crate::support::{bakery, created, external, seeded, write_one};

/// All parts of a department, as whoever follows the sitemap reads them.
async fn parts(connection: &mut PgConnection, size: i64) -> Vec<Vec<Uuid>> {
    let mut parts = Vec::new();
    let cuts = cuts(connection, "69", size).await.unwrap();
    for after in std::iter::once(None).chain(cuts.into_iter().map(Some)) {
        let part = pages(connection, "69", after, size).await.unwrap();
        parts.push(part.into_iter().map(|page| page.id).collect());
    }
    parts
}

#[tokio::test]
async fn every_place_of_a_department_stands_in_one_part_whatever_is_closed_meanwhile() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let mut all = BTreeSet::new();
    for number in 0..10 {
        let target = external("low", &number.to_string(), 1);
        let said = bakery("low", None, json!({}));
        all.insert(created(write_one(&mut connection, &catalogue, target, said).await).as_uuid());
    }
    for (size, lengths) in [(3, vec![3, 3, 3, 1]), (5, vec![5, 5]), (10, vec![10]), (50_000, vec![10])] {
        let parts = parts(&mut connection, size).await;
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), lengths);
        assert_eq!(parts.concat(), all.iter().copied().collect::<Vec<_>>());
    }
    // A place of the first part goes: those of the second stay where they are.
    let after = cuts(&mut connection, "69", 5).await.unwrap()[0];
    let before = pages(&mut connection, "69", Some(after), 5).await.unwrap();
    sqlx::query("UPDATE establishment SET status = 'closed' WHERE id = $1")
        .bind(all.first())
        .execute(&mut *connection)
        .await
        .unwrap();
    assert_eq!(pages(&mut connection, "69", Some(after), 5).await.unwrap(), before);
    assert_eq!(pages(&mut connection, "69", None, 50).await.unwrap().len(), 9);
    assert!(pages(&mut connection, "01", None, 50).await.unwrap().is_empty());
    drop(connection);
    database.drop().await.unwrap();
}
