//! `criteria[entree_largeur_mini]=gte:80`: the filters that people and programs write.

use super::{Condition, Test};
use crate::model::{Criterion, Kind};
use crate::schema::Schema;

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// No such criterion.
    #[error("there is no criterion {key:?}")]
    UnknownCriterion {
        /// As given.
        key: String,
        /// The criterion that was probably meant.
        nearest: Option<String>,
    },
    /// No such operator, or none for this kind.
    #[error("{kind} {key:?} cannot be compared by {operator:?}: {allowed}")]
    Operator {
        /// The criterion.
        key: String,
        /// Its kind.
        kind: &'static str,
        /// As given.
        operator: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// A value that no answer has.
    #[error("{value:?} is no value of {key:?}: {allowed}")]
    Value {
        /// The criterion.
        key: String,
        /// As given.
        value: String,
        /// What may stand there.
        allowed: String,
    },
}

/// Reads one filter: `true`, `gte:80`, `lte:2`, `gt:`, `lt:`, `eq:`, `in:fixe,amovible`, `known`, `unknown`.
///
/// A place where the criterion is not asked, as an answer above it is known to close it, is known not to pass.
///
/// # Errors
/// [`FilterError`], which names the key, the operator or the value, and what may stand there.
pub fn parse_filter(schema: &Schema, key: &str, text: &str) -> Result<Condition, FilterError> {
    let criterion = schema.get(key).ok_or_else(|| FilterError::UnknownCriterion {
        key: key.chars().take(80).collect(),
        nearest: schema.nearest(key).map(str::to_owned),
    })?;
    match text {
        "known" => return Ok(Condition::Known(criterion.id)),
        "unknown" => return Ok(Condition::Not(Box::new(Condition::Known(criterion.id)))),
        _ => {}
    }
    let (operator, value) = match text.split_once(':') {
        Some((operator, value)) if is_word(operator) => (operator, value),
        _ => ("eq", text),
    };
    if !operators(&criterion.kind).contains(&operator) {
        return Err(FilterError::Operator {
            key: criterion.key.clone(),
            kind: criterion.kind.name(),
            operator: operator.chars().take(40).collect(),
            allowed: allowed(&criterion.kind),
        });
    }
    compare(schema, criterion, operator, value.trim())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn operators(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Boolean => &["eq"],
        Kind::Integer { .. } => &["eq", "gte", "lte", "gt", "lt", "in"],
        Kind::Choice(_) | Kind::Choices(_) => &["eq", "in"],
        Kind::Text { .. } | Kind::Url { .. } => &[],
    }
}

fn allowed(kind: &Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true, false, known, unknown",
        Kind::Integer { .. } => "eq:, gte:, lte:, gt:, lt:, in:1,2, known, unknown",
        Kind::Choice(_) | Kind::Choices(_) => "eq:, in:a,b, known, unknown",
        Kind::Text { .. } | Kind::Url { .. } => "known, unknown",
    }
}

fn compare(
    schema: &Schema,
    criterion: &Criterion,
    operator: &str,
    value: &str,
) -> Result<Condition, FilterError> {
    let asked = |test| Condition::asked(schema, criterion, test);
    match &criterion.kind {
        Kind::Boolean => match value {
            "true" => Ok(asked(Test::Is(true))),
            "false" => Ok(asked(Test::Is(false))),
            _ => Err(no_value(criterion, value, allowed(&criterion.kind).to_owned())),
        },
        Kind::Integer { .. } if operator == "in" => {
            let equal = |value: &str| compare(schema, criterion, "eq", value.trim());
            Ok(Condition::Any(value.split(',').map(equal).collect::<Result<_, _>>()?))
        }
        Kind::Integer { .. } => {
            let number = value
                .parse::<i64>()
                .map_err(|_invalid| no_value(criterion, value, "a whole number".to_owned()))?;
            Ok(match operator {
                "gte" => asked(Test::AtLeast(number)),
                "lte" => asked(Test::AtMost(number)),
                "gt" => asked(Test::AtLeast(number.saturating_add(1))),
                "lt" => asked(Test::AtMost(number.saturating_sub(1))),
                _ => Condition::All(vec![asked(Test::AtLeast(number)), asked(Test::AtMost(number))]),
            })
        }
        _ => {
            let options = value.split(',').map(|option| choose(criterion, option.trim()));
            Ok(asked(Test::Holds(options.collect::<Result<_, _>>()?)))
        }
    }
}

fn choose(criterion: &Criterion, value: &str) -> Result<String, FilterError> {
    match criterion.option(value) {
        Some(option) => Ok(option.value.clone()),
        None => {
            let options: Vec<&str> =
                criterion.kind.options().iter().map(|option| option.value.as_str()).collect();
            Err(no_value(criterion, value, options.join(", ")))
        }
    }
}

fn no_value(criterion: &Criterion, value: &str, allowed: String) -> FilterError {
    FilterError::Value { key: criterion.key.clone(), value: value.chars().take(80).collect(), allowed }
}
