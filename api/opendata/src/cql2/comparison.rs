//! Comparisons, and the values that are compared.

use cql2::Expr;
use plainpied_domain::filter::{Arithmetic, Comparison, Condition, PropertyKind, Scalar};
use time::Date;

use super::Cql2Error;
use super::check::{Checked, Checker, shown};
use super::temporal::{day, instant};

/// `%` in a pattern: each may be tried against the rest of the text.
const MOST_WILDCARDS: usize = 5;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Number,
    Boolean,
    Instant,
    Day(Date),
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Instant => "a point in time: write TIMESTAMP('2026-01-31T12:00:00Z') or DATE('2026-01-31')",
            Self::Day(_) => "a day",
        }
    }
}

pub(super) fn operator(op: &str) -> Option<Comparison> {
    match op {
        "=" => Some(Comparison::Equal),
        "<>" | "!=" => Some(Comparison::Unequal),
        "<" => Some(Comparison::Less),
        "<=" => Some(Comparison::AtMost),
        ">" => Some(Comparison::Greater),
        ">=" => Some(Comparison::AtLeast),
        _ => None,
    }
}

/// The same comparison with its sides exchanged.
fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

fn arithmetic(op: &str) -> Option<Arithmetic> {
    match op {
        "+" => Some(Arithmetic::Add),
        "-" => Some(Arithmetic::Subtract),
        "*" => Some(Arithmetic::Multiply),
        "/" => Some(Arithmetic::Divide),
        "%" => Some(Arithmetic::Remainder),
        "div" => Some(Arithmetic::Quotient),
        "^" => Some(Arithmetic::Power),
        _ => None,
    }
}

impl Checker {
    pub(super) fn comparison(&mut self, op: &str, left: &Expr, right: &Expr) -> Checked<Condition> {
        let Some(comparison) = operator(op) else {
            return Err(super::check::unknown_operation(op, 2));
        };
        let ((first, kind), (second, other)) = (self.scalar(left)?, self.scalar(right)?);
        if matches!(comparison, Comparison::Equal | Comparison::Unequal) {
            self.refuse_unknown_value(left, right)?;
            self.refuse_unknown_value(right, left)?;
        }
        match (kind, other) {
            (Kind::Instant, Kind::Day(day)) => Ok(Condition::CompareDay(first, comparison, day)),
            (Kind::Day(day), Kind::Instant) => Ok(Condition::CompareDay(second, mirrored(comparison), day)),
            _ => {
                alike(kind, other, right)?;
                Ok(Condition::Compare(first, comparison, second))
            }
        }
    }

    pub(super) fn between(&mut self, value: &Expr, low: &Expr, high: &Expr) -> Checked<Condition> {
        let (scalar, kind) = self.scalar(value)?;
        let ((least, low_kind), (most, high_kind)) = (self.scalar(low)?, self.scalar(high)?);
        if kind == Kind::Instant && matches!((low_kind, high_kind), (Kind::Day(_), Kind::Day(_))) {
            return Ok(Condition::All(vec![
                self.comparison(">=", value, low)?,
                self.comparison("<=", value, high)?,
            ]));
        }
        alike(kind, low_kind, low)?;
        alike(kind, high_kind, high)?;
        Ok(Condition::Between(scalar, least, most))
    }

    pub(super) fn one_of(&mut self, of: &Expr, list: &Expr) -> Checked<Condition> {
        let (scalar, kind) = self.scalar(of)?;
        let Expr::Array(items) = list else {
            return Err(Cql2Error::new("IN takes a list of values").at(list));
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let (value, other) = self.scalar(item)?;
            alike(kind, other, item)?;
            self.refuse_unknown_value(of, item)?;
            values.push(value);
        }
        Ok(Condition::In(scalar, values))
    }

    pub(super) fn like(&mut self, text: &Expr, pattern: &Expr) -> Checked<Condition> {
        let ((text_value, kind), (pattern_value, other)) = (self.scalar(text)?, self.scalar(pattern)?);
        for (expression, kind) in [(text, kind), (pattern, other)] {
            if kind != Kind::Text {
                return Err(Cql2Error::new("LIKE compares texts").at(expression));
            }
        }
        let Some(letters) = given(&pattern_value) else {
            return Err(Cql2Error::new("the pattern of LIKE is a given text").at(pattern));
        };
        if letters.matches('%').count() > MOST_WILDCARDS {
            let message = format!("the pattern has more than {MOST_WILDCARDS} times %");
            return Err(Cql2Error::new(message).at(innermost(pattern)));
        }
        if letters.chars().rev().take_while(|letter| *letter == '\\').count() % 2 == 1 {
            return Err(Cql2Error::new("the pattern ends in \\, which takes a letter after it")
                .at(innermost(pattern)));
        }
        Ok(Condition::Like(text_value, pattern_value))
    }

    fn scalar(&mut self, expression: &Expr) -> Checked<(Scalar, Kind)> {
        self.count(1)?;
        match expression {
            Expr::Property { property } => self.scalar_property(property),
            Expr::Literal(text) if text.contains('\0') => Err(Cql2Error::new("a text holds a NUL character")),
            Expr::Literal(text) => Ok((Scalar::Text(text.clone()), Kind::Text)),
            Expr::Float(number) if number.is_finite() => Ok((Scalar::Number(*number), Kind::Number)),
            Expr::Bool(value) => Ok((Scalar::Boolean(*value), Kind::Boolean)),
            Expr::Timestamp { timestamp } => {
                Ok((Scalar::Instant(literal(timestamp, instant)?), Kind::Instant))
            }
            Expr::Date { date } => {
                let day = literal(date, day)?;
                let midnight = day.midnight().assume_utc();
                Ok((Scalar::Instant(midnight), Kind::Day(day)))
            }
            Expr::Operation { op, args } => self.reckoned(op, args),
            other => Err(Cql2Error::new(format!("{} is no value to compare", shown(other))).at(other)),
        }
    }

    fn scalar_property(&self, name: &str) -> Checked<(Scalar, Kind)> {
        let (property, kind) = self.property(name)?;
        let kind = match kind {
            PropertyKind::Text => Kind::Text,
            PropertyKind::Number => Kind::Number,
            PropertyKind::Boolean => Kind::Boolean,
            PropertyKind::Instant => Kind::Instant,
            PropertyKind::Texts => {
                let message = format!("{name} is a list: write A_CONTAINS({name}, ('...'))");
                return Err(Cql2Error::new(message).at(name));
            }
            PropertyKind::Geometry => {
                let message = format!("{name} is a shape: write S_INTERSECTS({name}, ...)");
                return Err(Cql2Error::new(message).at(name));
            }
        };
        Ok((Scalar::Property(property), kind))
    }

    fn reckoned(&mut self, op: &str, args: &[Box<Expr>]) -> Checked<(Scalar, Kind)> {
        if let ("casei" | "accenti", [of]) = (op, args) {
            let (text, kind) = self.scalar(of)?;
            if kind != Kind::Text {
                return Err(Cql2Error::new(format!("{op} takes a text")).at(of.as_ref()));
            }
            let text = Box::new(text);
            let folded = if op == "casei" { Scalar::Caseless(text) } else { Scalar::Accentless(text) };
            return Ok((folded, Kind::Text));
        }
        let (Some(arithmetic), [first, rest @ ..]) = (arithmetic(op), args) else {
            return Err(super::check::unknown_operation(op, args.len()));
        };
        // The JSON encoding may chain: 1 + 2 + 3 is one operation of three.
        let mut sum = self.number(first)?;
        for next in rest {
            sum = Scalar::Arithmetic(Box::new(sum), arithmetic, Box::new(self.number(next)?));
        }
        if rest.is_empty() {
            return Err(super::check::unknown_operation(op, 1));
        }
        Ok((sum, Kind::Number))
    }

    fn number(&mut self, expression: &Expr) -> Checked<Scalar> {
        match self.scalar(expression)? {
            (number, Kind::Number) => Ok(number),
            _ => Err(Cql2Error::new("only numbers can be reckoned with").at(expression)),
        }
    }
}

fn alike(kind: Kind, other: Kind, expression: &Expr) -> Checked<()> {
    let same = std::mem::discriminant(&kind) == std::mem::discriminant(&other);
    if same {
        return Ok(());
    }
    let message = format!("{} cannot be compared with {}", other.name(), kind.name());
    Err(Cql2Error::new(message).at(expression))
}

/// What is folded, as the filter has it.
fn innermost(pattern: &Expr) -> &Expr {
    match pattern {
        Expr::Operation { args, .. } => args.first().map_or(pattern, |of| innermost(of)),
        other => other,
    }
}

/// The letters of a pattern, however they are folded.
fn given(pattern: &Scalar) -> Option<&str> {
    match pattern {
        Scalar::Text(text) => Some(text),
        Scalar::Caseless(of) | Scalar::Accentless(of) => given(of),
        _ => None,
    }
}

fn literal<T>(expression: &Expr, read: impl Fn(&str) -> Checked<T>) -> Checked<T> {
    match expression {
        Expr::Literal(text) => read(text),
        other => Err(Cql2Error::new("a date or a timestamp is a text").at(other)),
    }
}
