//! Needs, criteria and what becomes of the unknown, against the slow evaluation of [`crate::reference`].

use plainpied_criteria::condition::{Condition, parse_filter};
use plainpied_criteria::needs::{Limits, needs};
use plainpied_criteria::{Answers, Kind, Value, schema};
use plainpied_domain::{BoundingBox, Near};
use plainpied_search::{
    Accepted, Age, Asked, AskedNeed, Document, FacetSet, Known, Query, SearchEngine, Share, Sort, Unknown,
};
use time::macros::date;
use time::{Date, Duration};

use crate::corpus::{at, id, place};
use crate::reference;
use crate::subject::{Embedded, Meilisearch, Subject};

const TODAY: Date = date!(2026 - 11 - 24);
const PLACES: u16 = 400;
const QUERIES: u64 = 500;

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Of some places nothing is known, of others much: entrances most of all.
fn answers(dice: &mut Dice) -> Answers {
    let mut answers = Answers::new();
    let known = [0, 2, 5, 9][dice.below(4)];
    for criterion in schema().criteria() {
        if dice.below(10) >= known {
            continue;
        }
        let value = match &criterion.kind {
            Kind::Boolean => Value::Bool(dice.below(2) == 0),
            Kind::Integer { min, .. } => Value::Integer(min + dice.below(110) as i64),
            Kind::Choice(options) => Value::Choice(dice.one(options).value.clone()),
            Kind::Choices(options) => Value::Choices(vec![dice.one(options).value.clone()]),
            Kind::Text { .. } | Kind::Url { .. } => continue,
        };
        let _closed = answers.edit(schema(), criterion.id, Some(value));
    }
    answers
}

fn documents() -> Vec<Document> {
    let mut dice = Dice(7);
    let document = |number| {
        let model = place(1 + (dice.below(40)) as u16);
        let (east, north) = (dice.below(100) as f64, dice.below(100) as f64);
        let seen = dice.below(3) > 0;
        Document {
            id: id(number),
            at: at(model.at.lon() + east / 2_000.0, model.at.lat() + north / 2_000.0),
            completeness: dice.below(101) as u8,
            answers: answers(&mut dice),
            observed: seen.then(|| TODAY - Duration::days(dice.below(2_000) as i64)),
            ..model
        }
    };
    (1..=PLACES).map(document).collect()
}

fn condition(dice: &mut Dice) -> Condition {
    let filters = [
        ("entree_plain_pied", "true"),
        ("entree_plain_pied", "false"),
        ("entree_largeur_mini", "gte:80"),
        ("entree_largeur_mini", "lt:60"),
        ("entree_marches", "lte:3"),
        ("entree_marches_rampe", "in:fixe,amovible"),
        ("accueil_equipements_malentendants", "bim"),
        ("stationnement_pmr", "true"),
        ("sanitaires_adaptes", "unknown"),
        ("accueil_personnels", "known"),
    ];
    let mut one = || {
        let (key, text) = dice.one(&filters);
        parse_filter(schema(), key, text).unwrap()
    };
    let (first, second) = (one(), one());
    match dice.below(4) {
        0 => Condition::Any(vec![first, second]),
        1 => Condition::All(vec![first, second]),
        2 => Condition::Not(Box::new(first)),
        _ => dice.one(needs().equipments()).condition.clone(),
    }
}

fn asked(dice: &mut Dice) -> Asked {
    let mut wanted = Vec::new();
    for _ in 0..dice.below(3) {
        let mut limits = Limits::NONE;
        if dice.below(2) == 0 {
            needs().set(&mut limits, "chair_width", &(40 + dice.below(80)).to_string()).unwrap();
            needs().set(&mut limits, "max_steps", &dice.below(6).to_string()).unwrap();
        }
        wanted.push(AskedNeed { need: dice.one(needs().all()), limits });
    }
    let filter = (dice.below(2) == 0).then(|| condition(dice));
    let accepted = *dice.one(&[
        Accepted::default(),
        Accepted { yes: true, with_help: false, no: false },
        Accepted { yes: false, with_help: true, no: true },
    ]);
    let unknown = *dice.one(&[Unknown::Exclude, Unknown::Include, Unknown::Only]);
    Asked { needs: wanted, filter, accepted, unknown }
}

/// Mostly nothing.
fn known(dice: &mut Dice) -> Known {
    let completeness = match dice.below(8) {
        0 => vec![*dice.one(&Share::ALL)],
        1 => vec![Share::To75, Share::To100],
        _ => Vec::new(),
    };
    let freshness = match dice.below(8) {
        0 => vec![*dice.one(&Age::ALL)],
        1 => vec![Age::Under1Year, Age::Unknown],
        _ => Vec::new(),
    };
    Known { completeness, freshness }
}

fn query(dice: &mut Dice) -> Query {
    let centre = place(1 + dice.below(40) as u16).at;
    let near = match dice.below(3) {
        0 => Some(Near::new(centre, Some(500.0 + dice.below(6_000) as f64)).unwrap()),
        1 => Some(Near::new(centre, None).unwrap()),
        _ => None,
    };
    let (lon, lat) = (centre.lon(), centre.lat());
    let bbox = (dice.below(4) == 0)
        .then(|| BoundingBox::new(lon - 0.02, lat - 0.02, lon + 0.03, lat + 0.03).unwrap());
    let model = place(1 + dice.below(40) as u16);
    let activities = (dice.below(3) == 0).then(|| model.activities[0].slug.clone()).into_iter().collect();
    Query {
        near,
        bbox,
        commune: (dice.below(6) == 0).then(|| model.commune.clone()),
        department: (dice.below(6) == 0).then(|| model.department.clone()),
        postal_code: (dice.below(8) == 0).then(|| model.postal_code.parse().unwrap()),
        activities,
        known: known(dice),
        asked: asked(dice),
        sort: if near.is_some() && dice.below(2) == 0 { Sort::Distance } else { Sort::Relevance },
        limit: usize::from(PLACES),
        facets: FacetSet::ALL,
        today: Some(TODAY),
        ..Query::default()
    }
}

/// Everything that an engine finds, leaves out and counts is what the slow evaluation says.
pub async fn agrees_with_the_reference<S: Subject>() {
    let documents = documents();
    let subject = S::with(&documents).await;
    let mut dice = Dice(20_261_124);
    let mut seen = (0, 0, 0);
    for number in 0..QUERIES {
        let query = query(&mut dice);
        let expected = reference::answer(&documents, &query);
        let page = subject.page(query.clone()).await;
        let mut found: Vec<_> = page.hits.iter().map(|hit| hit.id).collect();
        let mut wanted: Vec<_> = expected.matched.iter().map(|document| document.id).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "query {number}: {query:?}");
        let ids = subject.engine().ids(query.clone()).await.unwrap();
        assert_eq!(ids, wanted, "query {number}: {query:?}");
        assert_eq!(page.matched, wanted.len() as u64, "query {number}: {query:?}");
        assert_eq!(page.excluded_unknown, expected.excluded_unknown, "query {number}: {query:?}");
        let facets = page.facets.unwrap();
        assert_eq!(facets, reference::facets(&expected.matched, &query), "query {number}: {query:?}");
        for hit in &page.hits {
            let document = documents.iter().find(|document| document.id == hit.id).unwrap();
            assert_eq!(hit.standing, reference::standing(document, &query.asked), "query {number}");
        }
        seen.0 += u64::from(!wanted.is_empty());
        seen.1 += u64::from(expected.excluded_unknown > 0);
        seen.2 += u64::from(!query.asked.is_nothing());
    }
    // The queries are worth something: many find, many leave out.
    subject.end().await;
    assert!(seen.0 > QUERIES / 4 && seen.1 > QUERIES / 10 && seen.2 > QUERIES / 2, "{seen:?}");
}

/// A place about which nothing is known is never shown to somebody who asks for a need, unless they ask for it.
pub async fn the_unknown_is_never_shown_as_accessible<S: Subject>() {
    let documents: Vec<Document> = (1..=20).map(place).collect();
    let subject = S::with(&documents).await;
    for need in needs().all() {
        let asked = |unknown| Asked {
            needs: vec![AskedNeed { need, limits: Limits::NONE }],
            unknown,
            ..Asked::default()
        };
        let page = subject.page(Query { asked: asked(Unknown::Exclude), ..Query::default() }).await;
        assert_eq!((page.matched, page.excluded_unknown), (0, 20), "{}", need.key);
        let page = subject.page(Query { asked: asked(Unknown::Only), ..Query::default() }).await;
        assert_eq!((page.matched, page.excluded_unknown), (20, 0), "{}", need.key);
    }
}

mod embedded {
    use super::*;

    #[tokio::test]
    async fn five_hundred_random_queries_agree_with_the_reference() {
        agrees_with_the_reference::<Embedded>().await;
    }

    #[tokio::test]
    async fn the_unknown_is_never_shown_as_accessible() {
        super::the_unknown_is_never_shown_as_accessible::<Embedded>().await;
    }
}

mod meilisearch {
    use super::*;

    #[tokio::test]
    async fn five_hundred_random_queries_agree_with_the_reference() {
        if Meilisearch::is_there() {
            agrees_with_the_reference::<Meilisearch>().await;
        }
    }

    #[tokio::test]
    async fn the_unknown_is_never_shown_as_accessible() {
        if Meilisearch::is_there() {
            super::the_unknown_is_never_shown_as_accessible::<Meilisearch>().await;
        }
    }
}
