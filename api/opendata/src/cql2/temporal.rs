//! Instants, days, and how spans of time lie to each other.

use cql2::Expr;
use plainpied_domain::filter::{Bound, Condition, Instant, PropertyKind, Span, TemporalRelation};
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, time};
use time::{Date, OffsetDateTime};

use super::Cql2Error;
use super::check::{Checked, Checker, unknown_operation};
use super::place::Word;

/// The years that both the standard's notation and PostgreSQL know.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// `2026-01-31T12:00:00Z` (RFC 3339).
pub(super) fn instant(text: &str) -> Checked<OffsetDateTime> {
    let year = |at: &OffsetDateTime| at.checked_to_utc().map(|utc| utc.year());
    let known = |at: &OffsetDateTime| year(at).is_some_and(|year| YEARS.contains(&year));
    let found = OffsetDateTime::parse(text, &Rfc3339).ok().filter(known);
    found.ok_or_else(|| {
        let short: String = text.chars().take(40).collect();
        Cql2Error::new(format!("{short:?} is no point in time such as 2026-01-31T12:00:00Z"))
            .at(Word::text(text))
    })
}

/// `2026-01-31`.
pub(super) fn day(text: &str) -> Checked<Date> {
    let found = Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    found.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| {
        let short: String = text.chars().take(40).collect();
        Cql2Error::new(format!("{short:?} is no day such as 2026-01-31")).at(Word::text(text))
    })
}

fn relation(op: &str) -> Option<TemporalRelation> {
    use TemporalRelation as Of;
    Some(match op {
        "t_after" => Of::After,
        "t_before" => Of::Before,
        "t_contains" => Of::Contains,
        "t_disjoint" => Of::Disjoint,
        "t_during" => Of::During,
        "t_equals" => Of::Equals,
        "t_finishedBy" => Of::FinishedBy,
        "t_finishes" => Of::Finishes,
        "t_intersects" => Of::Intersects,
        "t_meets" => Of::Meets,
        "t_metBy" => Of::MetBy,
        "t_overlappedBy" => Of::OverlappedBy,
        "t_overlaps" => Of::Overlaps,
        "t_startedBy" => Of::StartedBy,
        "t_starts" => Of::Starts,
        _ => return None,
    })
}

impl Checker {
    pub(super) fn temporal(&mut self, op: &str, left: &Expr, right: &Expr) -> Checked<Condition> {
        let relation = relation(op).ok_or_else(|| unknown_operation(op, 2))?;
        Ok(Condition::Temporal(relation, self.span(left)?, self.span(right)?))
    }

    fn span(&mut self, expression: &Expr) -> Checked<Span> {
        self.count(2)?;
        match expression {
            Expr::Interval { interval } => match interval.as_slice() {
                [start, end] => self.interval(start, end),
                _ => Err(Cql2Error::new("an interval has a beginning and an end").at(expression)),
            },
            other => {
                Ok(Span { start: self.end_of(other, Bound::Start)?, end: self.end_of(other, Bound::End)? })
            }
        }
    }

    fn interval(&self, start: &Expr, end: &Expr) -> Checked<Span> {
        let span = Span { start: self.end_of(start, Bound::Start)?, end: self.end_of(end, Bound::End)? };
        if let (Instant::Given(from), Instant::Given(to)) = (span.start, span.end)
            && from > to
        {
            return Err(Cql2Error::new("the interval ends before it begins").at(end));
        }
        Ok(span)
    }

    /// One end of what the expression spans: a day has two.
    fn end_of(&self, expression: &Expr, bound: Bound) -> Checked<Instant> {
        match expression {
            Expr::Property { property } => match self.property(property)? {
                (known, PropertyKind::Instant) => Ok(Instant::Property(known)),
                _ => Err(Cql2Error::new(format!("{property} is no point in time")).at(property)),
            },
            Expr::Timestamp { timestamp: of } | Expr::Date { date: of } => self.end_of(of, bound),
            Expr::Literal(text) if text == ".." => Ok(Instant::Open(bound)),
            Expr::Literal(text) if text.contains('T') => Ok(Instant::Given(instant(text)?)),
            Expr::Literal(text) => {
                let day = day(text)?;
                let clock = if bound == Bound::Start { time!(0:00) } else { time!(23:59:59.999_999) };
                Ok(Instant::Given(day.with_time(clock).assume_utc()))
            }
            other => Err(Cql2Error::new("a point in time or an interval is expected").at(other)),
        }
    }
}
