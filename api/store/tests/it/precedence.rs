use plainpied_domain::Proposal;
use plainpied_store::write::Outcome;
use serde_json::{Value, json};
use time::Date;
use time::macros::date;

use crate::support::{bakery, created, existing, external, seeded, stored, write_one};

const MAY: Date = date!(2026 - 05 - 01);
const JUNE: Date = date!(2026 - 06 - 01);

/// What is known after one source said the place has a second entrance, and another that it has none.
async fn after(first: (&str, Option<Date>), second: (&str, Option<Date>)) -> bool {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = bakery(first.0, first.1, json!({"entree_pmr": true}));
    let id = created(write_one(&mut connection, &catalogue, external(first.0, "1", 1), said).await);
    let said = bakery(second.0, second.1, json!({"entree_pmr": false}));
    write_one(&mut connection, &catalogue, existing(id, None), said).await;
    let (criteria, _) = stored(&mut connection, id).await;
    drop(connection);
    database.drop().await.unwrap();
    criteria["entree_pmr"].as_bool().unwrap()
}

#[tokio::test]
async fn the_table_of_precedence_holds_in_every_cell() {
    for (first, second, stays) in [
        // The same source: unless both are dated and the new one is older.
        (("even", None), ("even", None), false),
        (("even", Some(MAY)), ("even", None), false),
        (("even", Some(MAY)), ("even", Some(JUNE)), false),
        (("even", Some(JUNE)), ("even", Some(MAY)), true),
        // A better one wins, a worse one never.
        (("low", Some(JUNE)), ("even", Some(MAY)), false),
        (("low", None), ("manager", None), false),
        (("manager", None), ("low", Some(JUNE)), true),
        (("even", Some(MAY)), ("low", Some(JUNE)), true),
        // Equals: the later observation; an undated one never.
        (("acceslibre", None), ("even", None), true),
        (("acceslibre", None), ("even", Some(MAY)), false),
        (("acceslibre", Some(MAY)), ("even", Some(JUNE)), false),
        (("acceslibre", Some(JUNE)), ("even", Some(MAY)), true),
        (("acceslibre", Some(MAY)), ("even", Some(MAY)), true),
        (("acceslibre", Some(MAY)), ("even", None), true),
    ] {
        assert_eq!(after(first, second).await, stays, "{first:?} then {second:?}");
    }
}

#[tokio::test]
async fn every_answer_keeps_its_own_source_and_date() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = bakery("low", Some(MAY), json!({"entree_pmr": true, "entree_plain_pied": true}));
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), said).await);
    let said = bakery("manager", None, json!({"entree_pmr": false}));
    write_one(&mut connection, &catalogue, existing(id, None), said).await;
    let (_, provenance) = stored(&mut connection, id).await;
    let expected: [Value; 2] =
        [json!({"source": "low", "observed": "2026-05-01"}), json!({"source": "manager"})];
    let origin = |key: &str| provenance.get(key).or(provenance.get("*")).cloned().unwrap();
    assert_eq!([origin("entree_plain_pied"), origin("entree_pmr")], expected, "{provenance}");
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn only_a_complete_file_withdraws_and_only_its_own_answers() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = bakery("low", None, json!({"entree_pmr": true, "entree_plain_pied": true}));
    let id = created(write_one(&mut connection, &catalogue, external("low", "1", 1), said).await);
    let said = bakery("manager", None, json!({"sanitaires_presence": true}));
    write_one(&mut connection, &catalogue, existing(id, None), said).await;
    let less = |complete: bool| Proposal { complete, ..bakery("low", None, json!({"entree_pmr": true})) };
    let outcome = write_one(&mut connection, &catalogue, external("low", "1", 2), less(false)).await;
    assert!(
        matches!(outcome, Outcome::Unchanged { id: same, .. } if same == id),
        "an empty cell says nothing"
    );
    write_one(&mut connection, &catalogue, external("low", "1", 3), less(true)).await;
    let (criteria, _) = stored(&mut connection, id).await;
    assert_eq!(criteria, json!({"entree_pmr": true, "sanitaires_presence": true}));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_weaker_source_fills_blanks_and_changes_no_field_of_a_better_one() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let id = created(
        write_one(&mut connection, &catalogue, external("even", "1", 1), bakery("even", None, json!({})))
            .await,
    );
    let mut weak = bakery("low", None, json!({"entree_pmr": true}));
    weak.name = Some("Other name".into());
    weak.contact.website = Some("https://example.org".into());
    write_one(&mut connection, &catalogue, existing(id, None), weak).await;
    let (name, website): (String, Option<String>) =
        sqlx::query_as("SELECT name, website FROM establishment").fetch_one(&mut *connection).await.unwrap();
    assert_eq!((name.as_str(), website.as_deref()), ("Boulangerie Martin", Some("https://example.org")));
    assert_eq!(stored(&mut connection, id).await.0, json!({"entree_pmr": true}));
    drop(connection);
    database.drop().await.unwrap();
}

#[tokio::test]
async fn a_child_loses_to_the_better_source_of_its_parent() {
    let (database, catalogue) = seeded().await;
    let mut connection = database.pool.acquire().await.unwrap();
    let said = bakery("manager", None, json!({"entree_plain_pied": true}));
    let id = created(write_one(&mut connection, &catalogue, external("manager", "1", 1), said).await);
    let said = bakery("low", None, json!({"entree_plain_pied": false, "entree_marches": 3}));
    let outcome = write_one(&mut connection, &catalogue, existing(id, None), said).await;
    assert!(matches!(outcome, Outcome::Unchanged { id: same, .. } if same == id));
    assert_eq!(stored(&mut connection, id).await.0, json!({"entree_plain_pied": true}));
    drop(connection);
    database.drop().await.unwrap();
}
