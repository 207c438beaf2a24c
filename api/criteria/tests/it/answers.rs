//! Reading, writing and editing sets of answers.

use plainpied_criteria::{Answers, Rule, Value, schema as embedded, validate};
use serde_json::json;

use crate::small::{id, keys, schema};

fn errors(json: serde_json::Value) -> Vec<String> {
    let errors = Answers::parse_json(&schema(), &json).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn every_kind_is_read_and_written_in_schema_order() {
    let schema = schema();
    let json = json!({
        "register_url": "https://example.org/r",
        "aids": ["sts", "bim"],
        "aids_remark": "  au comptoir \n",
        "door": "manuelle",
        "steps": 3,
        "level": false,
    });
    let answers = Answers::parse_json(&schema, &json).unwrap();
    let written = r#"{"level":false,"steps":3,"door":"manuelle","aids":["bim","sts"],"aids_remark":"au comptoir","register_url":"https://example.org/r"}"#;
    assert_eq!(answers.to_json_string(&schema), written);
    assert_eq!(Answers::from_trusted_json(&schema, written), Ok(answers));
}

#[test]
fn serialised_answers_use_the_keys_of_the_embedded_schema() {
    let json = json!({ "entree_plain_pied": false, "entree_marches": 2, "labels": ["dpt"] });
    let answers = Answers::parse_json(embedded(), &json).unwrap();
    let written = serde_json::to_string(&answers).unwrap();
    assert_eq!(written, r#"{"entree_plain_pied":false,"entree_marches":2,"labels":["dpt"]}"#);
    assert_eq!(written, answers.to_json_string(embedded()));
}

#[test]
fn text_with_quotes_and_line_breaks_survives_writing() {
    let schema = schema();
    let json = json!({ "aids": ["bim"], "aids_remark": "\"ici\"\n\\là" });
    let answers = Answers::parse_json(&schema, &json).unwrap();
    let written = answers.to_json_string(&schema);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap(), json);
}

#[test]
fn types_are_strict() {
    assert_eq!(errors(json!({ "level": "true" })), ["level: true: must be true or false"]);
    assert_eq!(errors(json!({ "level": 1 })), ["level: 1: must be true or false"]);
    assert_eq!(errors(json!({ "rooms": 3.5 })), ["rooms: 3.5: must be a whole number"]);
    assert_eq!(errors(json!({ "rooms": "3" })), ["rooms: 3: must be a whole number"]);
    assert_eq!(errors(json!({ "rooms": u64::MAX })).len(), 1);
    assert_eq!(errors(json!({ "door": true })), ["door: true: must be among manuelle, automatique"]);
    assert_eq!(
        errors(json!({ "door": "Manuelle" })),
        ["door: Manuelle: must be among manuelle, automatique"]
    );
    assert_eq!(errors(json!({ "aids": "bim" })), ["aids: bim: must be a list of options"]);
    assert_eq!(errors(json!({ "aids": [1] })), ["aids: [1]: must be a list of options"]);
    assert_eq!(errors(json!({ "aids": { "bim": true } })), ["aids: {…}: must be a list of options"]);
    assert_eq!(errors(json!([])), ["criteria: (the whole set): must be an object of answers by key"]);
}

#[test]
fn limits_are_kept() {
    assert_eq!(errors(json!({ "rooms": -1 })), ["rooms: -1: must be from 0 to 900 (room)"]);
    assert_eq!(errors(json!({ "level": false, "steps": 0 })), ["steps: 0: must be from 1 to 200 (step)"]);
    assert_eq!(errors(json!({ "aids": [] })), ["aids: []: must hold at least one option"]);
    assert_eq!(errors(json!({ "aids": ["bim", "bim"] })), ["aids: [bim, bim]: must not repeat bim"]);
    assert_eq!(errors(json!({ "aids": ["bim", "ici"] })), ["aids: [bim, ici]: must be among bim, lsf, sts"]);
}

#[test]
fn an_unknown_answer_is_absent_and_never_null() {
    let null = "null is no answer, an unknown criterion is absent";
    assert_eq!(errors(json!({ "level": null })), [format!("level: null: {null}")]);
}

#[test]
fn free_text_is_never_repeated_in_a_message() {
    let text = |text: &str| errors(json!({ "aids": ["bim"], "aids_remark": text }));
    assert_eq!(
        text("Madame Dupont, au premier"),
        ["aids_remark: (25 characters): must have at most 20 characters"]
    );
    assert_eq!(text(" \n"), ["aids_remark: (2 characters): must not be empty"]);
    assert_eq!(text("a\u{0}b"), ["aids_remark: (3 characters): must not hold control characters"]);
}

#[test]
fn length_is_counted_in_characters_not_in_bytes() {
    let json = json!({ "aids": ["bim"], "aids_remark": "é".repeat(20) });
    assert!(Answers::parse_json(&schema(), &json).is_ok());
}

#[test]
fn only_absolute_web_urls_are_taken() {
    let is_taken = |url: &str| Answers::parse_json(&schema(), &json!({ "register_url": url })).is_ok();
    assert!(is_taken("https://example.org"));
    assert!(is_taken("HTTP://example.org:8080/a?b=c#d"));
    for url in [
        "example.org",
        "//example.org",
        "ftp://example.org",
        "javascript://example.org",
        "https://",
        "https:///path",
        "https://:80",
        "https://a b.org",
        "https://known.org@other.org",
        "https://example.org/<script>",
    ] {
        assert!(!is_taken(url), "{url}");
    }
}

#[test]
fn every_error_is_told_and_an_unknown_key_is_shown_its_neighbour() {
    // Members of JSON have no order.
    let mut told = errors(json!({ "dor": "manuelle", "level": 3, "wifi": true, "rooms": "deux" }));
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "dor: (not read): no criterion has this key, did you mean door",
            "level: 3: must be true or false",
            "rooms: deux: must be a whole number",
            "wifi: (not read): no criterion has this key",
        ]
    );
}

#[test]
fn a_child_under_a_closed_or_unknown_parent_is_refused() {
    assert_eq!(errors(json!({ "steps": 2 })), ["steps: 2: is only asked where level is false"]);
    assert_eq!(
        errors(json!({ "level": true, "steps": 2 })),
        ["steps: 2: is only asked where level is false"]
    );
    assert_eq!(
        errors(json!({ "rooms": 0, "shower": true })),
        ["shower: true: is only asked where rooms is at least 1"]
    );
    assert_eq!(
        errors(json!({ "aids_remark": "ici" })),
        ["aids_remark: (3 characters): is only asked where aids is known"]
    );
}

#[test]
fn a_child_is_not_blamed_where_its_parent_already_is() {
    assert_eq!(
        errors(json!({ "level": "non", "steps": 2, "shower": true })),
        ["level: non: must be true or false", "shower: true: is only asked where rooms is at least 1"]
    );
}

#[test]
fn parts_of_a_set_and_rows_of_the_database_are_read_without_their_parents() {
    let schema = schema();
    let part = Answers::parse_part(&schema, &json!({ "steps": 2 })).unwrap();
    assert_eq!(Answers::from_trusted_json(&schema, r#"{"steps":2}"#), Ok(part));
}

#[test]
fn rows_of_the_database_are_still_checked_value_by_value() {
    let schema = schema();
    let read = |text: &str| Answers::from_trusted_json(&schema, text).map_err(|errors| errors.len());
    assert_eq!(read(r#"{"steps":0,"level":"x","dor":1}"#), Err(3));
    assert_eq!(read(r#"{"level":true} trailing"#), Err(1));
    assert_eq!(read("[]"), Err(1));
    assert_eq!(read(""), Err(1));
    assert_eq!(read("{}"), Ok(Answers::new()));
    assert!(read(r#"{"d\u006for":"man\u0075elle"}"#).is_ok());
}

#[test]
fn an_edit_clears_every_descendant_that_it_closes() {
    let schema = schema();
    let json = json!({ "level": false, "lift": true, "lift_fits": true, "steps": 3, "door": "manuelle" });
    let mut answers = Answers::parse_json(&schema, &json).unwrap();
    let cleared = answers.edit(&schema, id(&schema, "level"), Some(Value::Bool(true))).unwrap();
    assert_eq!(keys(&schema, cleared), ["lift", "lift_fits", "steps"]);
    assert_eq!(answers.to_json_string(&schema), r#"{"level":true,"door":"manuelle"}"#);
}

#[test]
fn making_a_parent_unknown_clears_its_children() {
    let schema = schema();
    let mut answers = Answers::parse_json(&schema, &json!({ "rooms": 2, "shower": false })).unwrap();
    let cleared = answers.edit(&schema, id(&schema, "rooms"), None).unwrap();
    assert_eq!(keys(&schema, cleared), ["shower"]);
    assert!(answers.is_empty());
}

#[test]
fn a_refused_edit_changes_nothing() {
    let schema = schema();
    let mut answers = Answers::parse_json(&schema, &json!({ "level": true })).unwrap();
    let before = answers.clone();
    let steps = id(&schema, "steps");
    let closed = answers.edit(&schema, steps, Some(Value::Integer(2))).unwrap_err();
    assert!(matches!(closed.rule, Rule::Closed { .. }));
    let wrong = answers.edit(&schema, id(&schema, "level"), Some(Value::Integer(2))).unwrap_err();
    assert_eq!(wrong.rule, Rule::NotBoolean);
    assert_eq!(answers, before);
}

#[test]
fn an_edit_stores_choices_in_the_declared_order() {
    let schema = schema();
    let mut answers = Answers::new();
    let aids = id(&schema, "aids");
    let given = Value::Choices(vec!["sts".to_owned(), "bim".to_owned()]);
    answers.edit(&schema, aids, Some(given)).unwrap();
    assert_eq!(answers.get(aids), Some(&Value::Choices(vec!["bim".to_owned(), "sts".to_owned()])));
}

#[test]
fn validation_finds_what_set_let_through() {
    let schema = schema();
    let mut answers = Answers::new();
    answers.set(id(&schema, "aids"), Value::Choices(vec!["sts".to_owned(), "bim".to_owned()]));
    answers.set(id(&schema, "steps"), Value::Integer(2));
    let rules: Vec<Rule> = validate(&schema, &answers).unwrap_err().into_iter().map(|e| e.rule).collect();
    assert!(matches!(rules.as_slice(), [Rule::Closed { .. }, Rule::NotCanonical]), "{rules:?}");
}

#[test]
fn set_keeps_the_order_whatever_the_order_of_the_calls() {
    let schema = schema();
    let mut answers = Answers::new();
    for key in ["rooms", "level", "door", "level"] {
        answers.set(id(&schema, key), Value::Bool(true));
    }
    assert_eq!(keys(&schema, answers.iter().map(|(id, _)| id)), ["level", "door", "rooms"]);
    assert_eq!(answers.remove(id(&schema, "door")), Some(Value::Bool(true)));
    assert_eq!(answers.remove(id(&schema, "door")), None);
    assert_eq!(answers.len(), 2);
}
