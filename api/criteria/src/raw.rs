//! A JSON value just as it stands, before a criterion gives it a meaning. Borrowed where it can be.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::error::{AnswerError, Rule};
use crate::model::{Criterion, Kind};
use crate::value::{Value, choice, choices};

pub(crate) enum Raw<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number with a fraction, an exponent, or beyond 64 bits.
    Float(f64),
    Text(Cow<'a, str>),
    List(Vec<Raw<'a>>),
    Object,
}

impl Raw<'_> {
    pub(crate) fn read(&self, criterion: &Criterion) -> Result<Value, AnswerError> {
        let read = match (&criterion.kind, self) {
            (_, Raw::Null) => Err(Rule::Null),
            (Kind::Boolean, Raw::Bool(value)) => Ok(Value::Bool(*value)),
            (kind @ Kind::Integer { .. }, Raw::Integer(number)) => kind.integer(*number),
            (Kind::Choice(options), Raw::Text(text)) => choice(options, text),
            (Kind::Choices(options), Raw::List(items)) => match texts(items) {
                Some(texts) => choices(options, texts.into_iter()),
                None => Err(Rule::NotAList),
            },
            (kind @ (Kind::Text { .. } | Kind::Url { .. }), Raw::Text(text)) => kind.text(text),
            (kind, _) => Err(kind.wrong_type()),
        };
        read.map_err(|rule| AnswerError::of(criterion, self.to_string(), rule))
    }
}

pub(crate) fn texts<'a>(items: &'a [Raw<'_>]) -> Option<Vec<&'a str>> {
    items.iter().map(|item| if let Raw::Text(text) = item { Some(text.as_ref()) } else { None }).collect()
}

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(value) => f.write_str(value),
            Self::Object => f.write_str("{…}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (rank, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if rank == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
        }
    }
}

impl<'a> From<&'a serde_json::Value> for Raw<'a> {
    fn from(json: &'a serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(value) => Self::Integer(value),
                None => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(value) => Self::Text(Cow::Borrowed(value)),
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(_) => Self::Object,
        }
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any json value")
    }

    fn visit_unit<E>(self) -> Result<Raw<'de>, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw<'de>, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw<'de>, E> {
        Ok(Raw::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw<'de>, E> {
        Ok(i64::try_from(value).map_or(Raw::Float(value as f64), Raw::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw<'de>, E> {
        Ok(Raw::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Raw<'de>, E> {
        Ok(Raw::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw<'de>, E> {
        Ok(Raw::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Raw<'de>, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Raw::Object)
    }
}
