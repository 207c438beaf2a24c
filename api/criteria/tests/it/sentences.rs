//! Answers in sentences.

use plainpied_criteria::{Lang, Value, schema as embedded, sentence};

use crate::small::{criterion, schema};

fn says(key: &str, answer: Option<Value>, lang: Lang) -> String {
    sentence(criterion(&schema(), key), answer.as_ref(), lang)
}

#[test]
fn unknown_true_and_false_are_three_different_sentences() {
    assert_eq!(says("level", Some(Value::Bool(true)), Lang::Fr), "L'entrée est de plain-pied.");
    assert_eq!(says("level", Some(Value::Bool(false)), Lang::Fr), "L'entrée n'est pas de plain-pied.");
    assert_eq!(says("level", None, Lang::Fr), "On ne sait pas si l'entrée est de plain-pied.");
}

#[test]
fn a_known_value_is_said_in_the_language_of_the_reader() {
    let aids = Value::Choices(vec!["bim".to_owned(), "lsf".to_owned()]);
    assert_eq!(says("aids", Some(aids.clone()), Lang::Fr), "Aides : boucle fixe, langue des signes.");
    assert_eq!(says("aids", Some(aids), Lang::En), "Aids: fixed loop, sign language.");
    let door = Value::Choice("automatique".to_owned());
    assert_eq!(says("door", Some(door), Lang::En), "The door is automatic.");
    assert_eq!(says("steps", Some(Value::Integer(3)), Lang::Fr), "Nombre de marches : 3.");
}

#[test]
fn text_that_looks_like_a_placeholder_is_said_as_it_stands() {
    let text = Value::Text("{value}".to_owned());
    assert_eq!(says("aids_remark", Some(text), Lang::En), "Detail: {value}");
}

#[test]
fn a_value_of_another_kind_is_said_as_unknown() {
    assert_eq!(says("level", Some(Value::Integer(1)), Lang::En), "Not known whether it is step-free.");
    assert_eq!(says("steps", Some(Value::Bool(true)), Lang::En), "The number of steps is not known.");
    let door = Value::Choice("coulissante".to_owned());
    assert_eq!(says("door", Some(door), Lang::En), "The door is not known.");
}

#[test]
fn no_embedded_unknown_sentence_is_one_of_the_answers() {
    for criterion in embedded().criteria() {
        for lang in [Lang::Fr, Lang::En] {
            let unknown = sentence(criterion, None, lang);
            for answer in [true, false].map(Value::Bool) {
                let known = sentence(criterion, Some(&answer), lang);
                let is_boolean = criterion.kind.name() == "boolean";
                assert_eq!(known != unknown, is_boolean, "{}", criterion.key);
            }
        }
    }
}
