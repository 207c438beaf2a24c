//! What is asked.

use plainpied_criteria::condition::{Condition, Test};
use plainpied_criteria::needs::{Limits, needs};
use plainpied_criteria::schema;
use plainpied_domain::{BoundingBox, Near};
use plainpied_search::{Asked, AskedNeed, FacetSet, Query, Sort, Suggest, Unknown};

use crate::dice::Dice;
use crate::documents::{centre, insee, name, skewed, today};

/// One question of a kind, out of many.
#[derive(Clone, Copy)]
pub enum Make {
    Search(fn(&mut Dice) -> Query),
    Suggest(fn(&mut Dice) -> Suggest),
}

pub const QUESTIONS: &[(&str, Make)] = &[
    ("text + slip + radius + need", Make::Search(|dice| slip_near(dice, wheelchair()))),
    (
        "the same, all facets",
        Make::Search(|dice| Query { facets: FacetSet::ALL, ..slip_near(dice, wheelchair()) }),
    ),
    (
        "the same, limits of one's own",
        Make::Search(|dice| Query { asked: narrow(dice), ..slip_near(dice, Asked::default()) }),
    ),
    ("text + slip", Make::Search(|dice| Query { text: Some(slip(dice)), ..query() })),
    (
        "activity with slip + radius + need",
        Make::Search(|dice| Query {
            text: Some("boulagnerie".to_owned()),
            asked: wheelchair(),
            ..place(dice, Some(5_000.0))
        }),
    ),
    (
        "two words, near",
        Make::Search(|dice| Query {
            text: Some(format!("boulangerie {}", commune(dice))),
            ..place(dice, None)
        }),
    ),
    ("one letter", Make::Search(|dice| Query { text: Some("s".to_owned()), ..place(dice, None) })),
    ("need, everything", Make::Search(|_| Query { asked: wheelchair(), ..query() })),
    ("need, limits of one's own, everything", Make::Search(|dice| Query { asked: narrow(dice), ..query() })),
    (
        "need + unknown, everything",
        Make::Search(|_| Query { asked: Asked { unknown: Unknown::Include, ..wheelchair() }, ..query() }),
    ),
    ("two needs + criteria, everything", Make::Search(|_| Query { asked: strict(), ..query() })),
    (
        "need, everything, all facets",
        Make::Search(|_| Query { asked: wheelchair(), facets: FacetSet::ALL, ..query() }),
    ),
    ("need + radius 5 km", Make::Search(|dice| Query { asked: wheelchair(), ..place(dice, Some(5_000.0)) })),
    ("nearest 20 of everything", Make::Search(|dice| place(dice, None))),
    ("nearest 20, need", Make::Search(|dice| Query { asked: wheelchair(), ..place(dice, None) })),
    (
        "nearest 20, activity",
        Make::Search(|dice| Query { activities: vec!["musee".into()], ..place(dice, None) }),
    ),
    (
        "box 20 km by name",
        Make::Search(|dice| Query {
            bbox: Some(BoundingBox::around(centre(skewed(dice, 5_000)), 10_000.0)),
            sort: Sort::Name,
            ..query()
        }),
    ),
    (
        "commune, all facets",
        Make::Search(|dice| Query {
            commune: Some(insee(skewed(dice, 5_000))),
            facets: FacetSet::ALL,
            ..query()
        }),
    ),
    ("everything", Make::Search(|_| query())),
    ("everything, all facets", Make::Search(|_| Query { facets: FacetSet::ALL, ..query() })),
    ("suggest", Make::Suggest(|dice| suggest(dice, false))),
    ("suggest, near", Make::Suggest(|dice| suggest(dice, true))),
];

fn query() -> Query {
    Query { today: Some(today()), ..Query::default() }
}

fn place(dice: &mut Dice, radius: Option<f64>) -> Query {
    let near = Near { centre: centre(skewed(dice, 5_000)), radius };
    Query { near: Some(near), ..query() }
}

fn slip_near(dice: &mut Dice, asked: Asked) -> Query {
    Query { text: Some(slip(dice)), asked, ..place(dice, Some(5_000.0)) }
}

fn need(key: &str, limits: Limits) -> AskedNeed {
    let need = needs().all().iter().find(|need| need.key == key).expect("a declared need");
    AskedNeed { need, limits }
}

fn wheelchair() -> Asked {
    Asked { needs: vec![need("manual_wheelchair", Limits::default())], ..Asked::default() }
}

fn commune(dice: &mut Dice) -> String {
    name(1_000_000 + skewed(dice, 5_000))
}

/// A kind and a person with two letters swapped.
fn slip(dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name(skewed(dice, 200_000)).chars().collect();
    let at = 1 + dice.below(letters.len() as u64 - 2) as usize;
    letters.swap(at, at + 1);
    format!("boulangerie {}", letters.into_iter().collect::<String>())
}

/// The beginning of a name, two letters to all of it.
fn suggest(dice: &mut Dice, near: bool) -> Suggest {
    let kinds = ["Boulangerie", "Pharmacie", "Musée", "Coiffure", "Restaurant"];
    let whole = match dice.below(3) {
        0 => name(skewed(dice, 200_000)),
        _ => format!("{} {}", kinds[dice.below(5) as usize], name(skewed(dice, 200_000))),
    };
    let letters = 2 + dice.below(whole.chars().count() as u64 - 1) as usize;
    let near = near.then(|| centre(skewed(dice, 5_000)));
    Suggest { typed: whole.chars().take(letters).collect(), near, limit: 10 }
}

/// A chair of 60 to 99 cm.
fn narrow(dice: &mut Dice) -> Asked {
    let mut limits = Limits::NONE;
    let width = (60 + dice.below(40)).to_string();
    needs().set(&mut limits, "chair_width", &width).expect("a width within the bounds");
    Asked { needs: vec![need("manual_wheelchair", limits)], ..Asked::default() }
}

fn strict() -> Asked {
    let criterion = |key| schema().get(key).expect("a declared criterion").id;
    let filter = Condition::All(vec![
        Condition::Test(criterion("stationnement_presence"), Test::Is(true)),
        Condition::Test(criterion("sanitaires_presence"), Test::Is(true)),
    ]);
    let needs = vec![need("manual_wheelchair", Limits::default()), need("deaf", Limits::default())];
    Asked { needs, filter: Some(filter), ..Asked::default() }
}
