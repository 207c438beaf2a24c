use plainpied_criteria::condition::{Condition, FilterError, Test, Truth, parse_filter};
use plainpied_criteria::derive::{MeilisearchFilter, jsonpath, meilisearch};
use plainpied_criteria::{Answers, CriterionId, Kind, schema};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use crate::properties::{answers, value};

fn answered(json: serde_json::Value) -> Answers {
    Answers::parse_part(schema(), &json).unwrap()
}

fn test_of(index: Index, number: i64, known: bool) -> Condition {
    let criterion = index.get(schema().criteria());
    let test = match &criterion.kind {
        _ if known => return Condition::Known(criterion.id),
        Kind::Boolean => Test::Is(number % 2 == 0),
        Kind::Integer { .. } if number % 2 == 0 => Test::AtLeast(number % 200),
        Kind::Integer { .. } => Test::AtMost(number % 200),
        Kind::Choice(options) | Kind::Choices(options) => {
            Test::Holds(options.iter().step_by(2).map(|option| option.value.clone()).collect())
        }
        Kind::Text { .. } | Kind::Url { .. } => Test::NotEmpty,
    };
    Condition::Test(criterion.id, test)
}

fn condition(with_known: bool) -> impl Strategy<Value = Condition> {
    let known = if with_known { 0.2 } else { 0.0 };
    let leaf = (any::<Index>(), 0..400i64, prop::bool::weighted(known))
        .prop_map(|(index, number, known)| test_of(index, number, known));
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

proptest! {
    #[test]
    fn the_predicates_of_a_condition_say_what_its_truth_says(condition in condition(true), answers in answers()) {
        let truth = condition.truth(&answers);
        prop_assert_eq!(condition.certain().holds(&answers), truth == Truth::Yes);
        prop_assert_eq!(condition.possible().holds(&answers), truth >= Truth::Unknown);
        prop_assert_eq!(condition.certain().simplified().holds(&answers), truth == Truth::Yes);
        prop_assert_eq!(condition.possible().simplified().holds(&answers), truth >= Truth::Unknown);
    }

    #[test]
    fn one_more_answer_never_turns_yes_into_no_nor_back(
        condition in condition(false),
        answers in answers(),
        (id, value) in any::<Index>().prop_flat_map(|index| {
            let criterion = index.get(schema().criteria());
            (Just(criterion.id), value(criterion))
        }),
    ) {
        prop_assume!(answers.get(id).is_none());
        let before = condition.truth(&answers);
        let mut more = answers.clone();
        more.set(id, value);
        let after = condition.truth(&more);
        prop_assert!(before == Truth::Unknown || after == before, "{:?} became {:?}", before, after);
    }

    #[test]
    fn any_filter_text_is_a_condition_or_a_reason(key in "[a-z_]{0,30}|entree_[a-z_]{1,20}", text in ".{0,60}") {
        let _either = parse_filter(schema(), &key, &text);
    }
}

#[test]
fn a_filter_compares_as_its_operator_says() {
    let door = answered(
        json!({"entree_largeur_mini": 80, "entree_plain_pied": false, "entree_marches_rampe": "fixe"}),
    );
    for (key, text, truth) in [
        ("entree_largeur_mini", "gte:80", Truth::Yes),
        ("entree_largeur_mini", "gt:80", Truth::No),
        ("entree_largeur_mini", "lte:80", Truth::Yes),
        ("entree_largeur_mini", "lt:80", Truth::No),
        ("entree_largeur_mini", "80", Truth::Yes),
        ("entree_largeur_mini", "eq:81", Truth::No),
        ("entree_largeur_mini", "in:70,80", Truth::Yes),
        ("entree_largeur_mini", "in:70, 90", Truth::No),
        ("entree_plain_pied", "false", Truth::Yes),
        ("entree_plain_pied", "true", Truth::No),
        ("entree_marches_rampe", "in:amovible,fixe", Truth::Yes),
        ("entree_marches_rampe", "aucune", Truth::No),
        ("entree_marches", "gte:1", Truth::Unknown),
        ("entree_marches", "unknown", Truth::Yes),
        ("entree_marches", "known", Truth::No),
    ] {
        let condition = parse_filter(schema(), key, text).unwrap();
        assert_eq!(condition.truth(&door), truth, "{key}={text}");
    }
}

#[test]
fn what_an_answer_above_closes_does_not_pass_and_is_not_unknown() {
    for (place, key, text, truth) in [
        (json!({"sanitaires_presence": false}), "sanitaires_adaptes", "true", Truth::No),
        (json!({"sanitaires_presence": true}), "sanitaires_adaptes", "true", Truth::Unknown),
        (json!({}), "sanitaires_adaptes", "true", Truth::Unknown),
        (
            json!({"sanitaires_presence": true, "sanitaires_adaptes": false}),
            "sanitaires_adaptes",
            "false",
            Truth::Yes,
        ),
        (json!({"cheminement_ext_presence": false}), "cheminement_ext_ascenseur_pmr", "true", Truth::No),
        (json!({"cheminement_ext_presence": false}), "cheminement_ext_nombre_marches", "lte:2", Truth::No),
        (
            json!({"accueil_chambre_nombre_accessibles": 0}),
            "accueil_chambre_douche_siege",
            "false",
            Truth::No,
        ),
        (json!({}), "labels_familles_handicap", "mental", Truth::Unknown),
        (json!({"sanitaires_presence": false}), "sanitaires_adaptes", "unknown", Truth::Yes),
    ] {
        let condition = parse_filter(schema(), key, text).unwrap();
        assert_eq!(condition.truth(&answered(place.clone())), truth, "{key}={text} at {place}");
    }
}

#[test]
fn a_wrong_filter_says_what_would_be_right() {
    for (key, text, message) in [
        ("entree_largeur", "gte:80", r#"there is no criterion "entree_largeur""#),
        (
            "entree_plain_pied",
            "gte:1",
            r#"boolean "entree_plain_pied" cannot be compared by "gte": true, false, known, unknown"#,
        ),
        (
            "entree_plain_pied",
            "oui",
            r#""oui" is no value of "entree_plain_pied": true, false, known, unknown"#,
        ),
        ("entree_largeur_mini", "gte:wide", r#""wide" is no value of "entree_largeur_mini": a whole number"#),
        (
            "entree_largeur_mini",
            "in:80,wide",
            r#""wide" is no value of "entree_largeur_mini": a whole number"#,
        ),
        (
            "entree_largeur_mini",
            "near:home",
            r#"integer "entree_largeur_mini" cannot be compared by "near": eq:, gte:, lte:, gt:, lt:, in:1,2, known, unknown"#,
        ),
        (
            "entree_marches_rampe",
            "bois",
            r#""bois" is no value of "entree_marches_rampe": aucune, fixe, amovible"#,
        ),
        ("commentaire", "joli", r#"text "commentaire" cannot be compared by "eq": known, unknown"#),
    ] {
        assert_eq!(parse_filter(schema(), key, text).unwrap_err().to_string(), message);
    }
    let unknown = parse_filter(schema(), "entree_largeur", "gte:80").unwrap_err();
    let FilterError::UnknownCriterion { nearest, .. } = unknown else { panic!("{unknown:?}") };
    assert_eq!(nearest.as_deref(), Some("entree_largeur_mini"));
}

#[test]
fn a_predicate_is_written_for_postgresql_and_for_meilisearch() {
    let id = |key: &str| -> CriterionId { schema().get(key).unwrap().id };
    let condition = Condition::Any(vec![
        Condition::Test(id("entree_plain_pied"), Test::Is(true)),
        Condition::All(vec![
            Condition::Test(id("entree_largeur_mini"), Test::AtLeast(80)),
            Condition::Test(
                id("entree_dispositif_appel_type"),
                Test::Holds(vec!["bouton".into(), "visiophone".into()]),
            ),
        ]),
        Condition::Not(Box::new(Condition::Known(id("entree_marches")))),
    ]);
    assert_eq!(
        jsonpath(schema(), &condition.certain()),
        r#"(exists($.entree_plain_pied ? (@ == true)) || (exists($.entree_largeur_mini ? (@ >= 80)) && exists($.entree_dispositif_appel_type ? (@ == "bouton" || @ == "visiophone"))) || !(exists($.entree_marches)))"#
    );
    assert_eq!(
        meilisearch(schema(), &condition.certain(), "c."),
        MeilisearchFilter::Expression(
            r#"(c.entree_plain_pied = true OR (c.entree_largeur_mini >= 80 AND c.entree_dispositif_appel_type IN ["bouton", "visiophone"]) OR NOT c.entree_marches EXISTS)"#.into()
        )
    );
    let two_steps = parse_filter(schema(), "entree_marches", "2").unwrap();
    assert_eq!(
        meilisearch(schema(), &two_steps.certain(), ""),
        MeilisearchFilter::Expression(
            "(entree_plain_pied = false AND entree_marches >= 2 AND entree_marches <= 2)".into()
        ),
        "what stands twice is written once"
    );
    assert_eq!(meilisearch(schema(), &Condition::All(vec![]).certain(), ""), MeilisearchFilter::Everything);
    assert_eq!(meilisearch(schema(), &Condition::Any(vec![]).certain(), ""), MeilisearchFilter::Nothing);
}
