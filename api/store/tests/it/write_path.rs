use plainpied_domain::Status;
use plainpied_store::establishment;
use plainpied_store::write::{Outcome, Write};
use serde_json::json;

use crate::support::{answers, bakery, created, existing, external, seeded, stored, write_all, write_one};

#[tokio::test]
async fn a_write_leaves_establishment_version_and_change_together() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = json!({"entree_plain_pied": true, "entree_largeur_mini": 90});
    let outcome =
        write_one(&mut connection, &catalogue, external("low", "1", 1), bakery("low", None, said)).await;
    let id = created(outcome);
    let found = establishment::get(&mut connection, id).await.unwrap().unwrap();
    assert_eq!((found.version, found.commune_name.as_str()), (1, "Villeurbanne"));
    assert!(found.slug.starts_with("boulangerie-martin-villeurbanne-"), "{}", found.slug);
    assert!(found.completeness > 0);
    let (version, diff): (i32, serde_json::Value) =
        sqlx::query_as("SELECT version, diff FROM establishment_version WHERE establishment_id = $1")
            .bind(id.as_uuid())
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    assert_eq!(version, 1);
    assert_eq!(
        diff["criteria"],
        json!({"entree_plain_pied": [null, true], "entree_largeur_mini": [null, 90]})
    );
    assert_eq!(diff["name"], json!([null, "Boulangerie Martin"]));
    let (kind, version): (String, i32) =
        sqlx::query_as("SELECT kind, version FROM change_pending").fetch_one(&mut *connection).await.unwrap();
    assert_eq!((kind.as_str(), version), ("created", 1));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn saying_the_same_again_makes_no_version() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let proposal = bakery("low", None, json!({"entree_plain_pied": true}));
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), proposal.clone()).await);
    // By the fingerprint, and by the content where the fingerprint differs.
    for fingerprint in [1, 2] {
        let target = external("low", "1", fingerprint);
        let outcome = write_one(&mut connection, &catalogue, target, proposal.clone()).await;
        assert!(matches!(outcome, Outcome::Unchanged { id: same, .. } if same == id), "{outcome:?}");
    }
    let versions: i64 = sqlx::query_scalar("SELECT count(*) FROM establishment_version")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    assert_eq!(versions, 1);
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_writer_with_an_old_version_is_told_and_changes_nothing() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let first = bakery("low", None, json!({"entree_plain_pied": true}));
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), first).await);
    let second = bakery("manager", None, json!({"entree_plain_pied": false}));
    let outcome = write_one(&mut connection, &catalogue, existing(id, Some(1)), second).await;
    let Outcome::Updated { version: 2, skipped, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(skipped, []);
    let late = bakery("manager", None, json!({"entree_plain_pied": true}));
    let outcome = write_one(&mut connection, &catalogue, existing(id, Some(1)), late).await;
    assert_eq!(outcome, Outcome::Conflict { id, version: 2 });
    assert_eq!(stored(&mut connection, id).await.0, json!({"entree_plain_pied": false}));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn two_writers_of_one_version_one_wins() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let first = bakery("low", None, json!({}));
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), first).await);
    let mut other = database.pool.acquire().await.unwrap();
    let (left, right) = tokio::join!(
        write_one(
            &mut connection,
            &catalogue,
            existing(id, Some(1)),
            bakery("low", None, json!({"entree_pmr": true}))
        ),
        write_one(
            &mut other,
            &catalogue,
            existing(id, Some(1)),
            bakery("low", None, json!({"entree_pmr": false}))
        ),
    );
    let won =
        [&left, &right].into_iter().filter(|outcome| matches!(outcome, Outcome::Updated { .. })).count();
    let lost =
        [&left, &right].into_iter().filter(|outcome| matches!(outcome, Outcome::Conflict { .. })).count();
    assert_eq!((won, lost), (1, 1), "{left:?} {right:?}");
    drop((connection, other));
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_refused_write_does_not_stop_the_others_of_its_batch() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let orphan = bakery("low", None, json!({"entree_marches": 2}));
    let mut nameless = bakery("low", None, json!({}));
    nameless.name = None;
    let writes = [
        Write::say(external("low", "orphan", 1), orphan),
        Write::say(external("low", "nameless", 1), nameless),
        Write::say(external("low", "good", 1), bakery("low", None, json!({}))),
    ];
    let outcomes = write_all(&mut connection, &catalogue, &writes).await;
    let Outcome::Invalid(errors) = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!(errors[0].key, "entree_marches");
    assert!(errors[0].to_string().contains("entree_plain_pied"), "names the parent: {}", errors[0]);
    assert!(matches!(outcomes[1], Outcome::Incomplete(_)), "{outcomes:?}");
    assert!(matches!(outcomes[2], Outcome::Created(_)), "{outcomes:?}");
    let counts: (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM establishment), (SELECT count(*) FROM establishment_version),
                (SELECT count(*) FROM external_id)",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    assert_eq!(counts, (1, 1, 1));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_closed_place_is_reported_and_not_revived() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let id = created(
        write_one(&mut connection, &catalogue, external("low", "1", 1), bakery("low", None, json!({}))).await,
    );
    sqlx::query("UPDATE establishment SET status = 'closed'").execute(&mut *connection).await.unwrap();
    for fingerprint in [1, 2] {
        let proposal = bakery("low", None, json!({"entree_pmr": true}));
        let outcome =
            write_one(&mut connection, &catalogue, external("low", "1", fingerprint), proposal).await;
        assert_eq!(outcome, Outcome::Gone { id, status: Status::Closed });
    }
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_new_name_makes_a_new_slug_and_the_old_one_is_remembered() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let id = created(
        write_one(&mut connection, &catalogue, external("low", "1", 1), bakery("low", None, json!({}))).await,
    );
    let old = establishment::get(&mut connection, id).await.unwrap().unwrap().slug;
    let mut renamed = bakery("low", None, json!({}));
    renamed.name = Some("Au Pain Doré".into());
    write_one(&mut connection, &catalogue, external("low", "1", 2), renamed).await;
    let new = establishment::get(&mut connection, id).await.unwrap().unwrap().slug;
    assert!(new.starts_with("au-pain-dore-"), "{new}");
    let former: Vec<String> =
        sqlx::query_scalar("SELECT slug FROM former_slug").fetch_all(&mut *connection).await.unwrap();
    assert_eq!(former, [old]);
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_parent_that_closes_clears_its_children_and_the_history_keeps_them() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let steps = bakery("low", None, json!({"entree_plain_pied": false, "entree_marches": 2}));
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), steps).await);
    let level = bakery("low", None, json!({"entree_plain_pied": true}));
    write_one(&mut connection, &catalogue, external("low", "1", 2), level).await;
    assert_eq!(stored(&mut connection, id).await.0, json!({"entree_plain_pied": true}));
    let diff: serde_json::Value =
        sqlx::query_scalar("SELECT diff FROM establishment_version WHERE version = 2")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    assert_eq!(diff["criteria"], json!({"entree_plain_pied": [false, true], "entree_marches": [2, null]}));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn completeness_counts_what_the_activity_asks() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = json!({"entree_plain_pied": true, "entree_pmr": false, "sanitaires_presence": true});
    let id = created(
        write_one(&mut connection, &catalogue, external("low", "1", 1), bakery("low", None, said.clone()))
            .await,
    );
    let bakery_share = establishment::get(&mut connection, id).await.unwrap().unwrap().completeness;
    let mut hotel = bakery("low", None, said.clone());
    hotel.activities = vec!["hotel".into()];
    let id = created(write_one(&mut connection, &catalogue, external("low", "2", 1), hotel).await);
    let hotel_share = establishment::get(&mut connection, id).await.unwrap().unwrap().completeness;
    assert!(hotel_share < bakery_share, "a hotel is asked more: {hotel_share} < {bakery_share}");
    assert_eq!(answers(said).len(), 3);
    drop(connection);
    database.drop().await.unwrap();
}
