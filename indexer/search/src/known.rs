//! How much is known of a place, and how lately it was seen: what is counted by, and what may be asked for.

use time::Date;

use crate::{CompletenessCounts, FreshnessCounts};

/// Days of a year, and of three.
const YEAR: i32 = 365;
const THREE_YEARS: i32 = 3 * YEAR;

/// How much of what could be known of a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// 0 %.
    Nothing,
    /// 1 to 25 %.
    To25,
    /// 26 to 50 %.
    To50,
    /// 51 to 75 %.
    To75,
    /// 76 to 100 %.
    To100,
}

/// How long ago one of the answers of a place was last seen to be so. A year is 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Nobody said when.
    Unknown,
    /// Less than a year; also days to come.
    Under1Year,
    /// One year or two: less than three.
    Under3Years,
    /// Three years and more.
    Older,
}

impl Share {
    /// All of them, the least first.
    pub const ALL: [Self; 5] = [Self::Nothing, Self::To25, Self::To50, Self::To75, Self::To100];

    /// That of so many percent.
    pub fn of(percent: u8) -> Self {
        match percent {
            0 => Self::Nothing,
            1..=25 => Self::To25,
            26..=50 => Self::To50,
            51..=75 => Self::To75,
            _ => Self::To100,
        }
    }

    /// Its name where it is asked for and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::To25 => "to_25",
            Self::To50 => "to_50",
            Self::To75 => "to_75",
            Self::To100 => "to_100",
        }
    }

    /// The least and the greatest percent.
    pub(crate) fn percents(self) -> (u8, u8) {
        match self {
            Self::Nothing => (0, 0),
            Self::To25 => (1, 25),
            Self::To50 => (26, 50),
            Self::To75 => (51, 75),
            Self::To100 => (76, 100),
        }
    }

    /// How many of it there are.
    pub fn count(self, counts: &CompletenessCounts) -> u64 {
        match self {
            Self::Nothing => counts.nothing,
            Self::To25 => counts.to_25,
            Self::To50 => counts.to_50,
            Self::To75 => counts.to_75,
            Self::To100 => counts.to_100,
        }
    }
}

impl Age {
    /// All of them, the best first: the unknown is at the end.
    pub const ALL: [Self; 4] = [Self::Under1Year, Self::Under3Years, Self::Older, Self::Unknown];

    /// That of what was observed on a day.
    pub fn of(observed: Option<Date>, today: Date) -> Self {
        match observed.map(|day| today.to_julian_day() - day.to_julian_day()) {
            None => Self::Unknown,
            Some(..YEAR) => Self::Under1Year,
            Some(YEAR..THREE_YEARS) => Self::Under3Years,
            Some(THREE_YEARS..) => Self::Older,
        }
    }

    /// Its name where it is asked for and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Under1Year => "under_1_year",
            Self::Under3Years => "under_3_years",
            Self::Older => "older",
        }
    }

    /// The Julian days before which it begins and up to which it goes: after the first, up to the second; `None`: no
    /// bound. The unknown has no day.
    pub(crate) fn days(self, today: Date) -> Option<(Option<i32>, Option<i32>)> {
        let (one, three) = (today.to_julian_day() - YEAR, today.to_julian_day() - THREE_YEARS);
        match self {
            Self::Unknown => None,
            Self::Under1Year => Some((Some(one), None)),
            Self::Under3Years => Some((Some(three), Some(one))),
            Self::Older => Some((None, Some(three))),
        }
    }

    /// How many of it there are.
    pub fn count(self, counts: &FreshnessCounts) -> u64 {
        match self {
            Self::Unknown => counts.unknown,
            Self::Under1Year => counts.under_1_year,
            Self::Under3Years => counts.under_3_years,
            Self::Older => counts.older,
        }
    }
}

/// How much must be known of a place, and how lately, to be found. The default asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// One of these; empty: any.
    pub completeness: Vec<Share>,
    /// One of these; empty: any. Needs [`crate::Query::today`].
    pub freshness: Vec<Age>,
}

impl Known {
    /// Whether nothing is asked for.
    pub fn is_nothing(&self) -> bool {
        self.completeness.is_empty() && self.freshness.is_empty()
    }

    /// Whether a place of which so much is known, last seen on a day, is wanted. Without a today no age is.
    pub fn takes(&self, percent: u8, observed: Option<Date>, today: Option<Date>) -> bool {
        let share = self.completeness.is_empty() || self.completeness.contains(&Share::of(percent));
        let is_of = |today| self.freshness.contains(&Age::of(observed, today));
        share && (self.freshness.is_empty() || today.is_some_and(is_of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Duration, Month};

    #[test]
    fn bounds_say_what_the_ages_and_shares_say() {
        let today = Date::from_calendar_date(2026, Month::November, 24).unwrap();
        for ago in [-3, 0, 364, 365, 366, 1_094, 1_095, 1_096, 9_000] {
            let day = today - Duration::days(ago);
            for age in Age::ALL {
                let within = age.days(today).is_some_and(|(after, to)| {
                    let day = day.to_julian_day();
                    after.is_none_or(|after| day > after) && to.is_none_or(|to| day <= to)
                });
                assert_eq!(within, Age::of(Some(day), today) == age, "{ago} {age:?}");
            }
        }
        for percent in 0..=100 {
            for share in Share::ALL {
                let (least, most) = share.percents();
                assert_eq!((least..=most).contains(&percent), Share::of(percent) == share, "{percent}");
            }
        }
    }

    #[test]
    fn a_place_whose_day_nobody_said_is_only_found_by_those_who_ask_for_it() {
        let today = Date::from_calendar_date(2026, Month::November, 24).ok();
        let asked = |freshness| Known { freshness, ..Known::default() };
        assert!(!asked(vec![Age::Under1Year, Age::Older]).takes(40, None, today));
        assert!(asked(vec![Age::Unknown]).takes(40, None, today));
        assert!(!asked(vec![Age::Unknown]).takes(40, today, today));
        assert!(Known::default().is_nothing() && Known::default().takes(0, None, None));
        let much = Known { completeness: vec![Share::To75, Share::To100], ..Known::default() };
        assert!(much.takes(76, None, None) && !much.takes(50, None, None));
    }
}
