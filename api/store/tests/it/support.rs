use plainpied_criteria::{Answers, schema};
use plainpied_domain::{Activity, Commune, EstablishmentId, LonLat, Origin, Proposal, Source, SourceKey};
use plainpied_store::PgConnection;
use plainpied_store::reference::{self, DepartmentSeed, RegionSeed, Seed};
use plainpied_store::testing::TestDatabase;
use plainpied_store::write::{self, Catalogue, Outcome, Target, Write, WriteContext};
use time::macros::datetime;
use time::{Date, OffsetDateTime};

pub const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

/// A database with two communes, two activities and four sources.
pub async fn seeded() -> (TestDatabase, Catalogue) {
    let database = TestDatabase::new().await.unwrap();
    let mut connection = database.pool.acquire().await.unwrap();
    reference::seed(&mut connection, &facts()).await.unwrap();
    let catalogue = Catalogue::load(&mut connection).await.unwrap();
    (database, catalogue)
}

pub fn facts() -> Seed {
    Seed {
        regions: vec![RegionSeed { code: "84".into(), name: "Auvergne-Rhône-Alpes".into() }],
        departments: vec![DepartmentSeed { code: "69".into(), name: "Rhône".into(), region: "84".into() }],
        communes: vec![
            commune("69123", "Lyon", &["69001", "69003"], None),
            commune("69383", "Lyon 3e Arrondissement", &["69003"], Some("69123")),
            commune("69266", "Villeurbanne", &["69100"], None),
        ],
        activities: vec![
            activity("boulangerie", "Boulangerie", &[]),
            activity("hotel", "Hôtel", &["hosting"]),
        ],
        sources: [("low", 10, false), ("acceslibre", 40, true), ("even", 40, false), ("manager", 80, false)]
            .map(|(key, precedence, national)| source(key, precedence, national))
            .to_vec(),
    }
}

fn commune(code: &str, name: &str, postal_codes: &[&str], parent: Option<&str>) -> Commune {
    Commune {
        code: code.parse().unwrap(),
        name: name.into(),
        postal_codes: postal_codes.iter().map(ToString::to_string).collect(),
        department: "69".into(),
        population: 1_000,
        location: LonLat::new(4.85, 45.76).unwrap(),
        parent: parent.map(|code| code.parse().unwrap()),
    }
}

fn activity(slug: &str, name: &str, groups: &[&str]) -> Activity {
    Activity {
        slug: slug.into(),
        name_fr: name.into(),
        name_en: name.into(),
        search_words: vec![],
        aliases: vec![],
        groups: groups.iter().map(ToString::to_string).collect(),
        osm: vec![],
    }
}

fn source(key: &str, precedence: i16, national: bool) -> Source {
    Source {
        key: key.into(),
        title: key.into(),
        licence: "CC0".into(),
        licence_url: None,
        attribution: key.into(),
        precedence,
        national,
    }
}

pub fn answers(json: serde_json::Value) -> Answers {
    Answers::parse_part(schema(), &json).unwrap()
}

/// A bakery in Villeurbanne, as the source tells of it.
pub fn bakery(source: &str, observed: Option<Date>, said: serde_json::Value) -> Proposal {
    Proposal {
        name: Some("Boulangerie Martin".into()),
        house_number: Some("3".into()),
        street: Some("Rue des Lilas".into()),
        postal_code: Some("69100".parse().unwrap()),
        commune: Some("69266".parse().unwrap()),
        location: Some(LonLat::new(4.88, 45.77).unwrap()),
        activities: vec!["boulangerie".into()],
        answers: answers(said),
        ..Proposal::of(Origin { source: source.into(), observed })
    }
}

/// The place that a source knows by this id. Every call counts as new information.
pub fn external(source: &str, id: &str, fingerprint: i64) -> Target {
    Target::External { source: SourceKey::from(source), id: id.into(), ours: None, fingerprint }
}

pub fn existing(id: EstablishmentId, version: Option<i32>) -> Target {
    Target::Existing { id, version }
}

/// Writes one thing in a transaction of its own.
pub async fn write_one(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    target: Target,
    proposal: Proposal,
) -> Outcome {
    write_all(connection, catalogue, &[Write::say(target, proposal)]).await.remove(0)
}

pub async fn write_all(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    writes: &[Write],
) -> Vec<Outcome> {
    use sqlx::Connection;
    let mut new_id = || EstablishmentId::new(NOW, *uuid::Uuid::new_v4().as_bytes().first_chunk().unwrap());
    let mut context = WriteContext { at: NOW, actor: "test", reason: "a test", new_id: &mut new_id };
    let mut transaction = connection.begin().await.unwrap();
    let outcomes = write::apply(&mut transaction, catalogue, &mut context, writes).await.unwrap();
    transaction.commit().await.unwrap();
    outcomes
}

pub fn created(outcome: Outcome) -> EstablishmentId {
    match outcome {
        Outcome::Created(id) => id,
        other => panic!("expected a new establishment, got {other:?}"),
    }
}

/// The criteria and provenance as they lie in the base.
pub async fn stored(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> (serde_json::Value, serde_json::Value) {
    sqlx::query_as("SELECT criteria, provenance FROM establishment WHERE id = $1")
        .bind(id.as_uuid())
        .fetch_one(connection)
        .await
        .unwrap()
}
