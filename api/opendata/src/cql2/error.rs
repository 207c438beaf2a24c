use cql2::Expr;
use pest::error::LineColLocation;

use super::Cql2Language;
use super::place::{Word, place};

/// Why a filter cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{at}", at = position.map_or_else(String::new, |position| format!(" (at character {position})")))]
pub struct Cql2Error {
    /// What is wrong, and what would be right.
    pub message: String,
    /// The character at which it is wrong, from 1.
    pub position: Option<usize>,
    /// The word at fault, before its place is known.
    word: Option<Word>,
}

impl Cql2Error {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), position: None, word: None }
    }

    /// The word at fault.
    pub(super) fn at(mut self, word: impl Into<Word>) -> Self {
        self.word.get_or_insert(word.into());
        self
    }

    /// At the beginning.
    pub(super) fn first(mut self) -> Self {
        self.position = Some(1);
        self
    }

    pub(super) fn character(mut self, position: usize) -> Self {
        self.position = Some(position);
        self
    }

    /// With the place of the word at fault in the text of the expression; the beginning, where there is no such word.
    pub(super) fn placed(mut self, expression: &Expr, written: (&str, Cql2Language)) -> Self {
        if self.position.is_none() {
            self.position = Some(self.word.as_ref().map_or(1, |word| place(word, expression, written)));
        }
        self
    }
}

/// Of CQL2 text that cannot be parsed.
pub(super) fn of_text(text: &str, error: &cql2::Error) -> Cql2Error {
    let cql2::Error::Pest(grammar) = error else {
        return Cql2Error::new(format!("this is no expression of CQL2: {error}")).first();
    };
    let (LineColLocation::Pos((line, column)) | LineColLocation::Span((line, column), _)) = grammar.line_col;
    let before: usize = text.split_inclusive('\n').take(line - 1).map(|line| line.chars().count()).sum();
    let position = before + column;
    let rest: String = text.chars().skip(position - 1).take(20).collect();
    let what = if rest.is_empty() {
        "the filter ends where more is expected".to_owned()
    } else {
        format!("the filter cannot be read from {rest:?} on")
    };
    Cql2Error::new(what).character(position)
}

/// Of text that is no JSON.
pub(super) fn of_json(text: &str, error: &serde_json::Error) -> Cql2Error {
    let before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(|line| line.chars().count())
        .sum();
    Cql2Error::new(format!("this is no JSON: {error}")).character(before + error.column().max(1))
}
