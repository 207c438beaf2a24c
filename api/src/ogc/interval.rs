use std::str::FromStr;

use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, time};
use time::{Date, OffsetDateTime};

/// The parameter `datetime`: an instant, a day, or an interval of them whose open ends are `..` or nothing (OGC API -
/// Features - Part 1, clause 7.15.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Interval {
    /// From here; none: since ever.
    pub from: Option<OffsetDateTime>,
    /// Up to here, included.
    pub to: Option<OffsetDateTime>,
}

/// Why a text is no interval.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IntervalError {
    /// No time.
    #[error(
        "{0:?} is no time: write 2026-01-31T12:00:00Z, 2026-01-31, or two of them with a slash between; .. is an open end"
    )]
    Time(String),
    /// It ends before it begins.
    #[error("the interval ends before it begins")]
    Reversed,
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        let (from, to) = text.split_once('/').unwrap_or((text, text));
        let is_instant = !text.contains('/');
        let (from, to) = (end(from, true, is_instant)?, end(to, false, is_instant)?);
        match (from, to) {
            (Some(from), Some(to)) if from > to => Err(IntervalError::Reversed),
            _ => Ok(Self { from, to }),
        }
    }
}

fn end(text: &str, is_start: bool, must_be: bool) -> Result<Option<OffsetDateTime>, IntervalError> {
    if !must_be && matches!(text, "" | "..") {
        return Ok(None);
    }
    let wrong = || IntervalError::Time(text.chars().take(40).collect());
    let at = match Date::parse(text, format_description!("[year]-[month]-[day]")) {
        Ok(day) if is_start => day.midnight().assume_utc(),
        Ok(day) => day.with_time(time!(23:59:59.999_999)).assume_utc(),
        Err(_) => OffsetDateTime::parse(text, &Rfc3339).or(Err(wrong()))?,
    };
    // What PostgreSQL and RFC 3339 both know, in UTC too.
    let year = at.checked_to_utc().map(|utc| utc.year());
    if year.is_some_and(|year| (1..=9999).contains(&year)) { Ok(Some(at)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn instants_days_and_half_open_intervals_are_read() {
        let all = |from, to| Ok(Interval { from, to });
        let noon = Some(datetime!(2026-01-31 12:00 UTC));
        assert_eq!("2026-01-31T12:00:00Z".parse(), all(noon, noon));
        assert_eq!("2026-01-31T12:00:00Z/..".parse(), all(noon, None));
        assert_eq!("/2026-01-31T13:00:00+01:00".parse(), all(None, noon));
        assert_eq!(
            "2026-01-31".parse(),
            all(Some(datetime!(2026-01-31 0:00 UTC)), Some(datetime!(2026-01-31 23:59:59.999_999 UTC)))
        );
        assert_eq!("../..".parse(), all(None, None));
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in
            ["", "..", "yesterday", "2026-13-01", "2026-01-31T12:00:00", "2026-02-01/2026-01-01", "a/b/c"]
                .into_iter()
                .chain(["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+00:01"])
        {
            assert!(wrong.parse::<Interval>().is_err(), "{wrong}");
        }
    }
}
