//! One answer: its forms, and the rules that a criterion puts on it.

use serde::{Serialize, Serializer};

use crate::error::{AnswerError, Rule};
use crate::model::{ChoiceOption, Criterion, Kind};
use crate::plain::plain;

/// A known answer. Unknown has no value: it is the absence of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The answer to a boolean; `false` is an answer.
    Bool(bool),
    /// The answer to an integer, in the unit of its criterion.
    Integer(i64),
    /// The value of one option.
    Choice(String),
    /// The values of one or more options, without repeats, in the declared order.
    Choices(Vec<String>),
    /// A text or a URL, trimmed, never empty.
    Text(String),
}

impl Value {
    /// The boolean, where it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, where it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The option, the text or the URL, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Choice(value) | Self::Text(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the answer is, or for choices holds, this option.
    pub fn holds(&self, option: &str) -> bool {
        match self {
            Self::Choice(value) => value == option,
            Self::Choices(values) => values.iter().any(|value| value == option),
            _ => false,
        }
    }

    /// What a message shows.
    pub(crate) fn shown(&self) -> String {
        self.as_str().map_or_else(|| self.to_json().to_string(), str::to_owned)
    }

    /// The JSON form: a boolean, a number, a string, or an array of strings.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Bool(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Choice(value) | Self::Text(value) => value.as_str().into(),
            Self::Choices(values) => values.as_slice().into(),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Choice(value) | Self::Text(value) => serializer.serialize_str(value),
            Self::Choices(values) => values.serialize(serializer),
        }
    }
}

impl Criterion {
    /// Brings `value` into its stored form (text trimmed, choices in the declared order).
    ///
    /// # Errors
    /// The rule that the value breaks. Parents are not looked at.
    pub fn accept(&self, value: Value) -> Result<Value, AnswerError> {
        let accepted = match (&self.kind, &value) {
            (Kind::Boolean, Value::Bool(_)) => Ok(value.clone()),
            (Kind::Integer { .. }, Value::Integer(number)) => self.kind.integer(*number),
            (Kind::Choice(options), Value::Choice(text)) => choice(options, text),
            (Kind::Choices(options), Value::Choices(texts)) => {
                choices(options, texts.iter().map(String::as_str))
            }
            (Kind::Text { .. } | Kind::Url { .. }, Value::Text(text)) => self.kind.text(text),
            (kind, _) => Err(kind.wrong_type()),
        };
        accepted.map_err(|rule| AnswerError::of(self, value.shown(), rule))
    }

    /// Whether `value` is an answer in its stored form.
    ///
    /// # Errors
    /// The rule that the value breaks. Parents are not looked at.
    pub fn check(&self, value: &Value) -> Result<(), AnswerError> {
        let accepted = self.accept(value.clone())?;
        if accepted == *value {
            return Ok(());
        }
        Err(AnswerError::of(self, value.shown(), Rule::NotCanonical))
    }
}

impl Kind {
    /// The rule broken by an answer of another type.
    pub(crate) fn wrong_type(&self) -> Rule {
        match self {
            Self::Boolean => Rule::NotBoolean,
            Self::Integer { .. } => Rule::NotInteger,
            Self::Choice(options) => Rule::NotAnOption { options: list(options) },
            Self::Choices(_) => Rule::NotAList,
            Self::Text { .. } => Rule::NotText,
            Self::Url { .. } => Rule::NotUrl,
        }
    }

    pub(crate) fn integer(&self, number: i64) -> Result<Value, Rule> {
        match self {
            Self::Integer { min, max, unit } if number < *min || number > *max => {
                Err(Rule::OutOfRange { min: *min, max: *max, unit: unit.clone() })
            }
            Self::Integer { .. } => Ok(Value::Integer(number)),
            other => Err(other.wrong_type()),
        }
    }

    pub(crate) fn text(&self, text: &str) -> Result<Value, Rule> {
        let (Self::Text { max } | Self::Url { max }) = self else {
            return Err(self.wrong_type());
        };
        let text = plain(text);
        let text = text.trim();
        if text.is_empty() {
            return Err(Rule::EmptyText);
        }
        if text.chars().count() > *max {
            return Err(Rule::TooLong { max: *max });
        }
        // PostgreSQL refuses NUL in jsonb, and XML refuses the other control characters.
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(Rule::ControlCharacter);
        }
        if matches!(self, Self::Url { .. }) && !is_web_url(text) {
            return Err(Rule::NotUrl);
        }
        Ok(Value::Text(text.to_owned()))
    }
}

pub(crate) fn choice(options: &[ChoiceOption], text: &str) -> Result<Value, Rule> {
    if options.iter().any(|option| option.value == text) {
        return Ok(Value::Choice(text.to_owned()));
    }
    Err(Rule::NotAnOption { options: list(options) })
}

pub(crate) fn choices<'a>(
    options: &[ChoiceOption],
    texts: impl Iterator<Item = &'a str>,
) -> Result<Value, Rule> {
    let mut ranks = Vec::new();
    for text in texts {
        let Some(rank) = options.iter().position(|option| option.value == text) else {
            return Err(Rule::NotAnOption { options: list(options) });
        };
        if ranks.contains(&rank) {
            return Err(Rule::Repeated { option: text.to_owned() });
        }
        ranks.push(rank);
    }
    if ranks.is_empty() {
        return Err(Rule::NoOption);
    }
    ranks.sort_unstable();
    Ok(Value::Choices(ranks.into_iter().map(|rank| options[rank].value.clone()).collect()))
}

fn list(options: &[ChoiceOption]) -> String {
    let values: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
    values.join(", ")
}

/// An absolute http or https URL: a scheme, a host, and no character that a URL must escape.
fn is_web_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // `https://known.example@elsewhere.example/` would show readers another host than they reach.
    let has_host = !authority.is_empty() && !authority.starts_with(':') && !authority.contains('@');
    let forbidden = |c: char| c.is_whitespace() || "<>\"\\^`{|}".contains(c);
    is_web && has_host && !text.contains(forbidden)
}
