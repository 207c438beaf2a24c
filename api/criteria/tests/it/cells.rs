//! Reading CSV cells.

use plainpied_criteria::{Cell, Value, parse_cell};

use crate::small::{criterion, schema};

fn read(key: &str, text: &str) -> Result<Cell, String> {
    parse_cell(criterion(&schema(), key), text).map_err(|error| error.to_string())
}

fn choices(values: &[&str]) -> Result<Cell, String> {
    Ok(Cell::Value(Value::Choices(values.iter().map(|value| (*value).to_owned()).collect())))
}

#[test]
fn an_empty_cell_says_nothing_for_every_kind() {
    for criterion in schema().criteria() {
        for text in ["", " ", "\t\r\n"] {
            assert_eq!(parse_cell(criterion, text), Ok(Cell::Empty), "{}", criterion.key);
        }
    }
}

#[test]
fn booleans_are_read_in_french_and_english_and_in_any_case() {
    for text in ["true", "True", "TRUE", "1", "vrai", "Oui", "yes", " true "] {
        assert_eq!(read("level", text), Ok(Cell::Value(Value::Bool(true))), "{text}");
    }
    for text in ["false", "False", "FALSE", "0", "faux", "Non", "no"] {
        assert_eq!(read("level", text), Ok(Cell::Value(Value::Bool(false))), "{text}");
    }
    for text in ["o", "t", "2", "-", "inconnu", "NaN", "null"] {
        assert_eq!(read("level", text), Err(format!("level: {text}: must be true or false")));
    }
}

#[test]
fn integers_may_carry_a_fraction_of_zeros() {
    for text in ["3", "3.0", " 3.00 "] {
        assert_eq!(read("steps", text), Ok(Cell::Value(Value::Integer(3))), "{text}");
    }
    for text in ["3.5", "3.", "3,5", ".0", "trois", "3 marches", "99999999999999999999", "1e2"] {
        assert_eq!(read("steps", text), Err(format!("steps: {text}: must be a whole number")));
    }
    assert_eq!(read("steps", "201"), Err("steps: 201: must be from 1 to 200 (step)".to_owned()));
}

#[test]
fn zero_steps_are_told_apart_and_give_no_value() {
    for text in ["0", "0.0"] {
        assert_eq!(read("steps", text), Ok(Cell::ZeroSteps));
    }
    assert_eq!(read("steps", "0").unwrap().into_value(), None);
    assert_eq!(read("rooms", "0"), Ok(Cell::Value(Value::Integer(0))));
}

#[test]
fn choices_are_read_from_json_and_from_lists_in_the_declared_order() {
    assert_eq!(read("aids", r#"["lsf", "bim"]"#), choices(&["bim", "lsf"]));
    assert_eq!(read("aids", "lsf, bim"), choices(&["bim", "lsf"]));
    assert_eq!(read("aids", "sts"), choices(&["sts"]));
    assert_eq!(read("aids", "sts,"), choices(&["sts"]));
    assert_eq!(read("aids", "[]"), Ok(Cell::Empty));
}

#[test]
fn lists_that_are_wrong_are_refused() {
    let options = "must be among bim, lsf, sts";
    assert_eq!(read("aids", "bim;lsf"), Err(format!("aids: bim;lsf: {options}")));
    assert_eq!(read("aids", "BIM"), Err(format!("aids: BIM: {options}")));
    assert_eq!(read("aids", "[\"bim\""), Err("aids: [\"bim\": must be a list of options".to_owned()));
    assert_eq!(read("aids", "[1]"), Err("aids: [1]: must be a list of options".to_owned()));
    assert_eq!(read("aids", "bim,bim"), Err("aids: bim,bim: must not repeat bim".to_owned()));
    assert_eq!(read("aids", ","), Err("aids: ,: must hold at least one option".to_owned()));
}

#[test]
fn a_choice_is_read_exactly() {
    assert_eq!(read("door", " manuelle "), Ok(Cell::Value(Value::Choice("manuelle".to_owned()))));
    assert_eq!(
        read("door", "Manuelle"),
        Err("door: Manuelle: must be among manuelle, automatique".to_owned())
    );
}

#[test]
fn text_is_trimmed_and_urls_are_checked() {
    assert_eq!(read("aids_remark", " ici "), Ok(Cell::Value(Value::Text("ici".to_owned()))));
    let url = "https://example.org/";
    assert_eq!(read("register_url", url), Ok(Cell::Value(Value::Text(url.to_owned()))));
    assert_eq!(
        read("register_url", "example.org"),
        Err("register_url: (11 characters): must be an absolute http or https url".to_owned())
    );
}

#[test]
fn a_long_cell_is_cut_in_its_message() {
    let message = read("level", &"é".repeat(500)).unwrap_err();
    assert_eq!(message, format!("level: {}…: must be true or false", "é".repeat(60)));
}
