//! What is asked, shown and counted.

use plainpied_criteria::{
    Answers, GroupSet, Schema, UnknownGroup, completeness, exposed, schema as embedded, visible,
};
use serde_json::json;

use crate::small::{keys, schema};

fn groups(schema: &Schema, activities: &[&[&str]]) -> GroupSet {
    GroupSet::new(schema, activities).unwrap()
}

fn exposed_keys(schema: &Schema, json: serde_json::Value, activities: &[&[&str]]) -> Vec<String> {
    let answers = Answers::parse_json(schema, &json).unwrap();
    keys(schema, exposed(schema, &answers, &groups(schema, activities)))
}

fn percent(json: serde_json::Value, activities: &[&[&str]]) -> u8 {
    let schema = schema();
    let answers = Answers::parse_json(&schema, &json).unwrap();
    completeness(&schema, &answers, &groups(&schema, activities))
}

#[test]
fn without_activity_or_group_the_criteria_asked_everywhere_are_exposed() {
    let schema = schema();
    let base = ["level", "door", "aids"];
    assert_eq!(exposed_keys(&schema, json!({}), &[]), base);
    assert_eq!(exposed_keys(&schema, json!({}), &[&[]]), base);
}

#[test]
fn an_open_parent_exposes_its_children_and_a_closed_one_does_not() {
    let schema = schema();
    let shown = exposed_keys(&schema, json!({ "level": false }), &[]);
    assert_eq!(shown, ["level", "lift", "steps", "door", "aids"]);
    let shown = exposed_keys(&schema, json!({ "level": true }), &[]);
    assert_eq!(shown, ["level", "door", "aids"]);
}

#[test]
fn a_group_adds_its_criteria_and_a_count_of_none_opens_nothing() {
    let schema = schema();
    let hosting: &[&[&str]] = &[&["hosting"]];
    assert_eq!(exposed_keys(&schema, json!({ "rooms": 0 }), hosting), ["level", "door", "aids", "rooms"]);
    assert_eq!(
        exposed_keys(&schema, json!({ "rooms": 1 }), hosting),
        ["level", "door", "aids", "rooms", "shower"]
    );
}

#[test]
fn a_group_removes_criteria_unless_another_activity_or_group_asks_them() {
    let schema = schema();
    assert_eq!(exposed_keys(&schema, json!({}), &[&["polling_station"]]), ["level"]);
    let all = ["level", "door", "aids", "rooms"];
    assert_eq!(exposed_keys(&schema, json!({}), &[&["polling_station"], &["hosting"]]), all);
    assert_eq!(exposed_keys(&schema, json!({}), &[&["polling_station", "hosting"]]), all);
    assert_eq!(exposed_keys(&schema, json!({}), &[&["polling_station"], &[]]), ["level", "door", "aids"]);
}

#[test]
fn removing_a_criterion_removes_its_children_even_under_an_open_parent() {
    let schema = schema();
    let answers = Answers::parse_json(&schema, &json!({ "aids": ["bim"] })).unwrap();
    let polling = groups(&schema, &[&["polling_station"]]);
    assert_eq!(keys(&schema, visible(&schema, &answers, &polling)), ["level", "register_url"]);
}

#[test]
fn what_does_not_count_is_shown_and_not_exposed() {
    let schema = schema();
    let answers = Answers::parse_json(&schema, &json!({ "aids": ["bim"] })).unwrap();
    let base = GroupSet::base(&schema);
    let shown = keys(&schema, visible(&schema, &answers, &base));
    assert_eq!(shown, ["level", "door", "aids", "aids_remark", "register_url"]);
    assert_eq!(keys(&schema, exposed(&schema, &answers, &base)), ["level", "door", "aids"]);
}

#[test]
fn completeness_is_rounded_down_and_false_is_an_answer() {
    assert_eq!(percent(json!({}), &[]), 0);
    assert_eq!(percent(json!({ "level": true }), &[]), 33);
    assert_eq!(percent(json!({ "level": true, "door": "manuelle" }), &[]), 66);
    assert_eq!(percent(json!({ "level": false }), &[]), 20);
    assert_eq!(percent(json!({ "level": true, "door": "manuelle", "aids": ["bim"] }), &[]), 100);
}

#[test]
fn answers_that_are_no_longer_asked_are_not_counted() {
    assert_eq!(percent(json!({ "rooms": 2, "shower": true }), &[]), 0);
    assert_eq!(percent(json!({ "level": true, "door": "manuelle" }), &[&["polling_station"]]), 100);
    assert_eq!(percent(json!({ "register_url": "https://example.org" }), &[]), 0);
}

#[test]
fn an_undeclared_group_is_named() {
    assert_eq!(GroupSet::new(&schema(), &[["hotel"]]), Err(UnknownGroup("hotel".to_owned())));
}

#[test]
fn nothing_exposed_gives_zero() {
    let empty = Schema::load(&[]).unwrap();
    assert_eq!(completeness(&empty, &Answers::new(), &GroupSet::base(&empty)), 0);
}

#[test]
fn two_answers_of_the_embedded_schema_count_among_those_they_open() {
    let json = json!({ "entree_plain_pied": false, "entree_porte_presence": false });
    let answers = Answers::parse_json(embedded(), &json).unwrap();
    let base = GroupSet::base(embedded());
    let all = exposed(embedded(), &answers, &base).count();
    let open = embedded().roots().filter(|root| root.groups.is_empty() && root.counts).count();
    let steps = embedded().get("entree_plain_pied").unwrap().children.len();
    assert_eq!((all, steps), (open + steps, 6));
    assert_eq!(usize::from(completeness(embedded(), &answers, &base)), 200 / all);
}
