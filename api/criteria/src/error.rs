//! What is wrong with an answer.

use crate::model::{Criterion, Kind, When};

/// How much of an offending value a message repeats, in characters.
const QUOTED: usize = 60;

/// An answer that breaks a rule of its criterion.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {value}: {rule}")]
pub struct AnswerError {
    /// The key as it was given; `criteria` where the whole set is at fault.
    pub key: String,
    /// The value as it was given, cut short; only its length for free text, which may name persons.
    pub value: String,
    /// The rule.
    pub rule: Rule,
}

impl AnswerError {
    pub(crate) fn of(criterion: &Criterion, value: String, rule: Rule) -> Self {
        let private = matches!(criterion.kind, Kind::Text { .. } | Kind::Url { .. });
        let value = if private { format!("({} characters)", value.chars().count()) } else { cut(value) };
        Self { key: criterion.key.clone(), value, rule }
    }

    pub(crate) fn whole(rule: Rule) -> Self {
        Self { key: "criteria".to_owned(), value: "(the whole set)".to_owned(), rule }
    }

    pub(crate) fn unknown_key(key: &str, nearest: Option<&str>) -> Self {
        let nearest = nearest.map(str::to_owned);
        Self { key: cut(key.to_owned()), value: "(not read)".to_owned(), rule: Rule::UnknownKey { nearest } }
    }
}

fn cut(value: String) -> String {
    match value.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    }
}

/// A rule that an answer can break.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// No criterion has this key.
    #[error("no criterion has this key{}", nearest.as_ref().map(|key| format!(", did you mean {key}")).unwrap_or_default())]
    UnknownKey {
        /// The key that looks most like it, if any does.
        nearest: Option<String>,
    },
    /// A null: an unknown answer is absent.
    #[error("null is no answer, an unknown criterion is absent")]
    Null,
    /// Not `true` or `false`.
    #[error("must be true or false")]
    NotBoolean,
    /// Not a whole number.
    #[error("must be a whole number")]
    NotInteger,
    /// A number outside the limits.
    #[error("must be from {min} to {max} ({unit})")]
    OutOfRange {
        /// The least answer.
        min: i64,
        /// The greatest answer.
        max: i64,
        /// What is counted or measured.
        unit: String,
    },
    /// Not one of the options.
    #[error("must be among {options}")]
    NotAnOption {
        /// The options, with commas.
        options: String,
    },
    /// Not an array of strings.
    #[error("must be a list of options")]
    NotAList,
    /// An empty list: an unknown answer is absent.
    #[error("must hold at least one option")]
    NoOption,
    /// An option that stands twice.
    #[error("must not repeat {option}")]
    Repeated {
        /// The option.
        option: String,
    },
    /// Not a string.
    #[error("must be text")]
    NotText,
    /// Nothing but white space: an unknown answer is absent.
    #[error("must not be empty")]
    EmptyText,
    /// Longer than allowed.
    #[error("must have at most {max} characters")]
    TooLong {
        /// The greatest length, in characters.
        max: usize,
    },
    /// A character that cannot be stored or exported.
    #[error("must not hold control characters")]
    ControlCharacter,
    /// Not an absolute http or https URL.
    #[error("must be an absolute http or https url")]
    NotUrl,
    /// An answer not in its stored form: untrimmed text, or options out of order.
    #[error("must be trimmed, with its options in the declared order")]
    NotCanonical,
    /// A child of a criterion whose answer does not open it.
    #[error("is only asked where {parent} {}", needs(when))]
    Closed {
        /// The key of the parent.
        parent: String,
        /// The answer that opens.
        when: When,
    },
    /// A set of answers that is not an object.
    #[error("must be an object of answers by key")]
    NotAnObject,
    /// A set of answers that is not JSON.
    #[error("must be json: {0}")]
    NotJson(String),
}

fn needs(when: &When) -> String {
    match when {
        When::Is(wanted) => format!("is {wanted}"),
        When::AtLeast(least) => format!("is at least {least}"),
        When::NotEmpty => "is known".to_owned(),
    }
}
