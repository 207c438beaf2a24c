//! One cell of a CSV file.

use crate::error::{AnswerError, Rule};
use crate::model::{ChoiceOption, Criterion, Kind};
use crate::raw::Raw;
use crate::value::{Value, choice, choices};

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing: the criterion stays unknown.
    Empty,
    /// An answer.
    Value(Value),
    /// "0 steps", which some files write where steps were not counted. Keep nothing of it and warn: the number
    /// of steps stays unknown, and the place does not become step-free.
    ZeroSteps,
}

impl Cell {
    /// The answer, where the cell gives one.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Empty | Self::ZeroSteps => None,
        }
    }
}

/// Reads a cell, white space around it aside.
///
/// - boolean: `true`, `1`, `vrai`, `oui`, `yes` or `false`, `0`, `faux`, `non`, `no`, in any case;
/// - integer: `3` or `3.0`, in the unit of the criterion;
/// - choice: one value, exactly as declared;
/// - choices: a JSON array `["bim","lsf"]` (an empty one says nothing) or a list `bim,lsf`;
/// - text and URL: as it stands.
///
/// # Errors
/// The rule that the cell breaks. Parents are not looked at.
pub fn parse_cell(criterion: &Criterion, text: &str) -> Result<Cell, AnswerError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Cell::Empty);
    }
    let cell = match &criterion.kind {
        Kind::Boolean => boolean(text).map(|value| Cell::Value(Value::Bool(value))).ok_or(Rule::NotBoolean),
        kind @ Kind::Integer { min, unit, .. } => match whole(text) {
            Some(0) if unit == "step" && *min > 0 => Ok(Cell::ZeroSteps),
            Some(number) => kind.integer(number).map(Cell::Value),
            None => Err(Rule::NotInteger),
        },
        Kind::Choice(options) => choice(options, text).map(Cell::Value),
        Kind::Choices(options) => list(options, text),
        kind @ (Kind::Text { .. } | Kind::Url { .. }) => kind.text(text).map(Cell::Value),
    };
    cell.map_err(|rule| AnswerError::of(criterion, text.to_owned(), rule))
}

fn boolean(text: &str) -> Option<bool> {
    let is_among = |words: [&str; 5]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_among(["true", "1", "vrai", "oui", "yes"]) {
        return Some(true);
    }
    is_among(["false", "0", "faux", "non", "no"]).then_some(false)
}

/// A whole number, also where a spreadsheet has given it a fraction of zeros.
fn whole(text: &str) -> Option<i64> {
    let (number, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_whole = !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0');
    number.parse().ok().filter(|_| is_whole)
}

fn list(options: &[ChoiceOption], text: &str) -> Result<Cell, Rule> {
    if !text.starts_with('[') {
        let values = text.split(',').map(str::trim).filter(|value| !value.is_empty());
        return choices(options, values).map(Cell::Value);
    }
    let Ok(Raw::List(items)) = serde_json::from_str(text) else {
        return Err(Rule::NotAList);
    };
    if items.is_empty() {
        return Ok(Cell::Empty);
    }
    match crate::raw::texts(&items) {
        Some(values) => choices(options, values.into_iter()).map(Cell::Value),
        None => Err(Rule::NotAList),
    }
}
