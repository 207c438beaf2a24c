use plainpied_criteria::needs::needs;
use plainpied_store::{PgPool, database};
use serde_json::json;

use crate::support::{answers, bakery, created, existing, external, seeded, write_one};

async fn stamps(pool: &PgPool) -> Vec<Option<String>> {
    sqlx::query_scalar("SELECT verdicts FROM establishment ORDER BY id").fetch_all(pool).await.unwrap()
}

#[tokio::test]
async fn every_write_leaves_the_verdicts_of_the_answers_beside_them() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = json!({ "accueil_retrecissement": true });
    let first = bakery("low", None, said.clone());
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), first).await);
    let stamp = needs().stamp(&answers(said));
    assert_eq!(stamps(&database.pool).await, [Some(stamp.clone())]);
    let better = json!({ "accueil_retrecissement": false });
    write_one(&mut connection, &catalogue, existing(id, None), bakery("manager", None, better.clone())).await;
    let after = stamps(&database.pool).await;
    assert_eq!(after, [Some(needs().stamp(&answers(better)))]);
    assert_ne!(after, [Some(stamp)], "nothing is narrow any more");
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn verdicts_of_other_rules_are_made_anew_and_change_nothing_else() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    for (number, said) in [json!({ "entree_plain_pied": true }), json!({})].into_iter().enumerate() {
        let target = external("low", &number.to_string(), 1);
        write_one(&mut connection, &catalogue, target, bakery("low", None, said)).await;
    }
    let before = stamps(&database.pool).await;
    sqlx::raw_sql(
        "UPDATE establishment SET verdicts = CASE version WHEN 1 THEN NULL END;
         UPDATE installation SET verdicts_mark = 'other'",
    )
    .execute(&database.pool)
    .await
    .unwrap();
    database::migrate(&database.pool).await.unwrap();
    assert_eq!(stamps(&database.pool).await, before);
    let versions: Vec<i32> =
        sqlx::query_scalar("SELECT version FROM establishment").fetch_all(&database.pool).await.unwrap();
    assert_eq!(versions, [1, 1]);
    drop(connection);
    database.drop().await.unwrap();
}
