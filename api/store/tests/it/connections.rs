//! Connections that wait beside the pool.

use std::time::Duration;

use plainpied_store::connections::Connections;
use plainpied_store::testing::TestDatabase;
use plainpied_store::{PgConnection, StoreError};
use sqlx::query_scalar;

async fn process(connection: &mut PgConnection) -> Result<i32, StoreError> {
    Ok(query_scalar("SELECT pg_backend_pid()").fetch_one(connection).await?)
}

async fn process_after_a_while(connection: &mut PgConnection) -> Result<i32, StoreError> {
    Ok(query_scalar("SELECT pg_backend_pid() FROM pg_sleep(0.5)").fetch_one(connection).await?)
}

/// Waits until so many connections of the pool are idle: they come back to it by a task of their own.
async fn idle(database: &TestDatabase, wanted: usize) {
    for _ in 0..100 {
        if database.pool.num_idle() == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} connections are idle, not {wanted}", database.pool.num_idle());
}

#[tokio::test]
async fn a_connection_whose_work_went_well_is_used_again_without_the_pool() {
    let database = TestDatabase::new().await.unwrap();
    let connections = Connections::of(database.pool.clone());
    let first = connections.query(process).await.unwrap();
    assert_eq!((database.pool.size(), database.pool.num_idle()), (1, 0), "it waits outside the pool");
    assert_eq!(connections.query(process).await.unwrap(), first);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn most_connections_go_back_to_the_pool_however_many_read_at_once() {
    let database = TestDatabase::new().await.unwrap();
    let connections = Connections::of(database.pool.clone());
    let reading = (0..8).map(|_| connections.query(process_after_a_while));
    assert!(futures::future::join_all(reading).await.iter().all(Result::is_ok));
    assert_eq!(database.pool.size(), 8);
    idle(&database, 6).await;
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_connection_whose_work_failed_or_was_given_up_goes_back_to_the_pool() {
    let database = TestDatabase::new().await.unwrap();
    let connections = Connections::of(database.pool.clone());
    let failing = async |connection: &mut PgConnection| {
        Ok(query_scalar::<_, i32>("SELECT 1 / 0").fetch_one(connection).await?)
    };
    connections.query(failing).await.unwrap_err();
    idle(&database, 1).await;
    let given_up = connections.query(process_after_a_while);
    tokio::time::timeout(Duration::from_millis(50), given_up).await.unwrap_err();
    idle(&database, 1).await;
    connections.query(process).await.unwrap();
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_connection_that_died_while_it_waited_is_replaced() {
    let database = TestDatabase::new().await.unwrap();
    let connections = Connections::of(database.pool.clone());
    let first = connections.query(process).await.unwrap();
    query_scalar::<_, bool>("SELECT pg_terminate_backend($1)")
        .bind(first)
        .fetch_one(&database.pool)
        .await
        .unwrap();
    // Longer than it counts as alive for having been used.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_ne!(connections.query(process).await.unwrap(), first);
    database.drop().await.unwrap();
}
