use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use plainpied_store::change;
use plainpied_store::write::Write;
use serde_json::json;
use sqlx::Connection;

use crate::support::{bakery, created, existing, external, seeded, write_all, write_one};

#[tokio::test]
async fn a_transaction_that_commits_late_is_not_skipped() {
    let (database, catalogue) = seeded().await;
    let mut slow = database.pool.acquire().await.unwrap();
    let mut quick = database.pool.acquire().await.unwrap();
    // Draws its sequence number first and commits last.
    let mut late = slow.begin().await.unwrap();
    sqlx::query("INSERT INTO change_pending (establishment_id, kind, version, at) VALUES (gen_random_uuid(), 'created', 1, now())")
        .execute(&mut *late)
        .await
        .unwrap();
    let id = created(
        write_one(&mut quick, &catalogue, external("low", "1", 1), bakery("low", None, json!({}))).await,
    );
    assert_eq!(change::sequence(&database.pool, 100).await.unwrap(), 1);
    let seen = change::after(&mut quick, 0, 100).await.unwrap();
    assert_eq!((seen.len(), seen[0].position, seen[0].establishment), (1, 1, id));
    late.commit().await.unwrap();
    assert!(change::head(&mut quick).await.unwrap().pending);
    assert_eq!(change::sequence(&database.pool, 100).await.unwrap(), 1);
    let seen = change::after(&mut quick, 1, 100).await.unwrap();
    assert_eq!((seen.len(), seen[0].position), (1, 2), "a reader at 1 still gets it");
    drop((slow, quick));
    database.drop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn positions_are_dense_and_versions_in_order_while_many_write_and_many_sequence() {
    let (database, catalogue) = seeded().await;
    let catalogue = Arc::new(catalogue);
    let mut connection = database.pool.acquire().await.unwrap();
    let writes: Vec<_> = (0..5)
        .map(|n| Write::say(external("low", &n.to_string(), 1), bakery("low", None, json!({}))))
        .collect();
    let ids: Vec<_> =
        write_all(&mut connection, &catalogue, &writes).await.into_iter().map(created).collect();
    let over = Arc::new(AtomicBool::new(false));
    let sequencers: Vec<_> = (0..2)
        .map(|_| {
            let (pool, over) = (database.pool.clone(), Arc::clone(&over));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    change::sequence(&pool, 7).await.unwrap();
                }
            })
        })
        .collect();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (pool, catalogue, ids) = (database.pool.clone(), Arc::clone(&catalogue), ids.clone());
            tokio::spawn(async move {
                let mut connection = pool.acquire().await.unwrap();
                for round in 0..25 {
                    let width = 60 + (writer * 25 + round) % 90;
                    let said = bakery("low", None, json!({"entree_largeur_mini": width}));
                    write_one(&mut connection, &catalogue, existing(ids[round % ids.len()], None), said)
                        .await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    over.store(true, Ordering::Relaxed);
    for sequencer in sequencers {
        sequencer.await.unwrap();
    }
    while change::sequence(&database.pool, 1_000).await.unwrap() > 0 {}
    let seen = change::after(&mut connection, 0, 1_000).await.unwrap();
    let positions: Vec<_> = seen.iter().map(|change| change.position).collect();
    assert_eq!(positions, (1..=i64::try_from(seen.len()).unwrap()).collect::<Vec<_>>());
    for id in ids {
        let versions: Vec<_> =
            seen.iter().filter(|change| change.establishment == id).map(|change| change.version).collect();
        assert_eq!(versions, (1..=i32::try_from(versions.len()).unwrap()).collect::<Vec<_>>());
        assert!(versions.len() > 10);
    }
    drop(connection);
    database.drop().await.unwrap();
}
