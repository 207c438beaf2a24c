//! What holds for any sequence of edits, any cell and any JSON.

use plainpied_criteria::{
    Answers, Criterion, CriterionId, GroupSet, Kind, Value, completeness, exposed, parse_cell, schema,
    validate,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

pub fn value(criterion: &'static Criterion) -> BoxedStrategy<Value> {
    let options = || criterion.kind.options().iter().map(|option| option.value.clone()).collect::<Vec<_>>();
    match &criterion.kind {
        Kind::Boolean => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Integer { min, max, .. } => (*min..=*max).prop_map(Value::Integer).boxed(),
        Kind::Choice(_) => select(options()).prop_map(Value::Choice).boxed(),
        Kind::Choices(_) => {
            let options = options();
            let count = 1..=options.len();
            subsequence(options, count).prop_map(Value::Choices).boxed()
        }
        Kind::Text { .. } => "[a-zé\"\\\\][ -~é\n]{0,40}[.…]".prop_map(Value::Text).boxed(),
        Kind::Url { .. } => "https?://[a-z]{1,9}\\.org/[a-z0-9?=]{0,9}".prop_map(Value::Text).boxed(),
    }
}

/// One criterion with a value that fits it, or with `None` to make it unknown.
fn edit() -> impl Strategy<Value = (CriterionId, Option<Value>)> {
    any::<Index>().prop_flat_map(|index| {
        let criterion = index.get(schema().criteria());
        (Just(criterion.id), proptest::option::weighted(0.9, value(criterion)))
    })
}

fn edited(edits: Vec<(CriterionId, Option<Value>)>) -> Answers {
    let mut answers = Answers::new();
    for (id, value) in edits {
        // Edits under a closed parent are refused, and change nothing.
        let _refused = answers.edit(schema(), id, value);
    }
    answers
}

pub fn answers() -> impl Strategy<Value = Answers> {
    prop::collection::vec(edit(), 0..150).prop_map(edited)
}

fn groups() -> impl Strategy<Value = GroupSet> {
    let keys: Vec<&str> = schema().groups().iter().map(|group| group.key.as_str()).collect();
    let activity = subsequence(keys, 0..=2);
    let united = |activities: Vec<Vec<&str>>| GroupSet::new(schema(), &activities).unwrap();
    prop::collection::vec(activity, 0..3).prop_map(united)
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let keys: Vec<String> = schema().criteria().iter().map(|criterion| criterion.key.clone()).collect();
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 32, 6, move |inner| {
        let key = prop_oneof![4 => select(keys.clone()), 1 => any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(key, inner, 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_sequence_of_edits_leaves_a_valid_set(answers in answers()) {
        prop_assert_eq!(validate(schema(), &answers), Ok(()));
        let mut closed = answers.clone();
        prop_assert_eq!(closed.close_orphans(schema()), vec![]);
        prop_assert_eq!(closed, answers);
    }

    #[test]
    fn closing_orphans_makes_any_set_valid(edits in prop::collection::vec(edit(), 0..100)) {
        let mut answers = Answers::new();
        for (id, value) in edits {
            value.and_then(|value| answers.set(id, value));
        }
        let before = answers.clone();
        let cleared = answers.close_orphans(schema());
        prop_assert_eq!(validate(schema(), &answers), Ok(()));
        prop_assert_eq!(answers.len() + cleared.len(), before.len());
        for (id, value) in answers.iter() {
            prop_assert_eq!(before.get(id), Some(value));
        }
    }

    #[test]
    fn what_is_printed_is_read_back_the_same(answers in answers()) {
        let text = answers.to_json_string(schema());
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Answers::parse_json(schema(), &json), Ok(answers.clone()));
        prop_assert_eq!(Answers::from_trusted_json(schema(), &text), Ok(answers.clone()));
        prop_assert_eq!(serde_json::to_string(&answers).unwrap(), text);
    }

    #[test]
    fn a_printed_value_is_a_cell_of_the_same_value(answers in answers()) {
        for (id, value) in answers.iter() {
            let text = match value.to_json() {
                serde_json::Value::String(text) => text,
                json => json.to_string(),
            };
            let cell = parse_cell(schema().criterion(id), &text).unwrap();
            prop_assert_eq!(cell.into_value(), Some(value.clone()));
        }
    }

    #[test]
    fn completeness_is_a_percentage_that_is_full_only_when_nothing_is_left(
        answers in answers(),
        groups in groups(),
    ) {
        let percent = completeness(schema(), &answers, &groups);
        let is_full = exposed(schema(), &answers, &groups).all(|id| answers.get(id).is_some());
        prop_assert!(percent <= 100);
        prop_assert_eq!(percent == 100, is_full);
    }

    #[test]
    fn answering_an_exposed_criterion_adds_exactly_one_answer(
        answers in answers(),
        groups in groups(),
        index in any::<Index>(),
        seed in prop::collection::vec(edit(), 1),
    ) {
        let unknown: Vec<CriterionId> =
            exposed(schema(), &answers, &groups).filter(|id| answers.get(*id).is_none()).collect();
        prop_assume!(!unknown.is_empty());
        let id = seed.iter().map(|(id, _)| *id).find(|id| unknown.contains(id));
        let criterion = schema().criterion(id.unwrap_or_else(|| *index.get(&unknown)));
        let value = match &criterion.kind {
            Kind::Boolean => Value::Bool(index.index(2) == 0),
            Kind::Integer { min, .. } => Value::Integer(*min),
            Kind::Choice(options) => Value::Choice(index.get(options).value.clone()),
            Kind::Choices(options) => Value::Choices(vec![index.get(options).value.clone()]),
            Kind::Text { .. } | Kind::Url { .. } => Value::Text("https://example.org".to_owned()),
        };
        let answered = |answers: &Answers| {
            exposed(schema(), answers, &groups).filter(|id| answers.get(*id).is_some()).count()
        };
        let mut more = answers.clone();
        let cleared = more.edit(schema(), criterion.id, Some(value)).unwrap();
        prop_assert_eq!(cleared, vec![]);
        prop_assert_eq!(answered(&more), answered(&answers) + 1);
    }

    #[test]
    fn a_cell_of_any_text_gives_a_valid_value_or_an_error(index in any::<Index>(), text in any::<String>()) {
        let criterion = index.get(schema().criteria());
        if let Ok(cell) = parse_cell(criterion, &text) && let Some(value) = cell.into_value() {
            prop_assert_eq!(criterion.check(&value), Ok(()));
        }
    }

    #[test]
    fn a_cell_that_looks_like_an_answer_gives_a_valid_value_or_an_error(
        index in any::<Index>(),
        text in "[\\[\"]?(bim|lsf|autre|[0-9.,-]{1,4}|true|https?://[a-z@:./ ]{0,6}|,)[\"\\],]{0,3}",
    ) {
        let criterion = index.get(schema().criteria());
        if let Ok(cell) = parse_cell(criterion, &text) && let Some(value) = cell.into_value() {
            prop_assert_eq!(criterion.check(&value), Ok(()));
        }
    }

    #[test]
    fn any_json_gives_a_valid_set_or_errors(json in json()) {
        match Answers::parse_json(schema(), &json) {
            Ok(answers) => prop_assert_eq!(validate(schema(), &answers), Ok(())),
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
        let row = Answers::from_trusted_json(schema(), &json.to_string());
        prop_assert_eq!(row.is_ok(), Answers::parse_part(schema(), &json).is_ok());
    }

    #[test]
    fn any_text_as_a_row_gives_a_set_or_errors(text in any::<String>()) {
        if let Err(errors) = Answers::from_trusted_json(schema(), &text) {
            prop_assert!(!errors.is_empty());
        }
    }
}
