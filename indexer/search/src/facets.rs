use plainpied_criteria::needs::Verdict;
use time::Date;

use crate::{Age, Share};

/// What the matches are to be counted by. Each costs a little: ask for what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FacetSet {
    /// By activity.
    pub activities: bool,
    /// By commune or municipal arrondissement.
    pub communes: bool,
    /// By department.
    pub departments: bool,
    /// By need and verdict.
    pub needs: bool,
    /// By how much is known.
    pub completeness: bool,
    /// By how long ago it was seen; needs [`crate::Query::today`].
    pub freshness: bool,
}

impl FacetSet {
    /// All of them.
    pub const ALL: Self = Self {
        activities: true,
        communes: true,
        departments: true,
        needs: true,
        completeness: true,
        freshness: true,
    };

    /// Whether nothing is to be counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How the matches spread: over all pages, under every filter of the query. What was not asked for is empty or 0.
///
/// Lists begin with the most frequent value, equals by key, and have at most [`Facets::MAX_VALUES`] values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Slug and matches. A document of several activities counts once for each.
    pub activities: Vec<(String, u64)>,
    /// INSEE code of the document's own commune or arrondissement, and matches.
    pub communes: Vec<(String, u64)>,
    /// Code of the department, and matches.
    pub departments: Vec<(String, u64)>,
    /// Every need in the order of its declaration, within the limits of the query where it asks for that need (those
    /// of the first, where it asks twice), within the usual limits else.
    pub needs: Vec<(String, VerdictCounts)>,
    /// By percent known.
    pub completeness: CompletenessCounts,
    /// By age of the latest observation.
    pub freshness: FreshnessCounts,
}

impl Facets {
    /// Values that a list holds.
    pub const MAX_VALUES: usize = 50;
}

/// The most frequent values, as lists have them.
pub(crate) fn most_frequent<'a>(counts: impl Iterator<Item = (&'a str, u64)>) -> Vec<(String, u64)> {
    let mut found: Vec<(&str, u64)> = counts.filter(|(_, count)| *count > 0).collect();
    let order = |a: &(&str, u64), b: &(&str, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
    if found.len() > Facets::MAX_VALUES {
        found.select_nth_unstable_by(Facets::MAX_VALUES, order);
        found.truncate(Facets::MAX_VALUES);
    }
    found.sort_unstable_by(order);
    found.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

/// Matches by verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictCounts {
    /// It does not do.
    pub no: u64,
    /// Not enough is known.
    pub unknown: u64,
    /// It does with somebody's help.
    pub with_help: u64,
    /// It does.
    pub yes: u64,
}

impl VerdictCounts {
    /// Counts `count` more of a verdict.
    pub fn add(&mut self, verdict: Verdict, count: u64) {
        *match verdict {
            Verdict::No => &mut self.no,
            Verdict::Unknown => &mut self.unknown,
            Verdict::WithHelp => &mut self.with_help,
            Verdict::Yes => &mut self.yes,
        } += count;
    }
}

/// Matches by how much is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompletenessCounts {
    /// 0 %.
    pub nothing: u64,
    /// 1 to 25 %.
    pub to_25: u64,
    /// 26 to 50 %.
    pub to_50: u64,
    /// 51 to 75 %.
    pub to_75: u64,
    /// 76 to 100 %.
    pub to_100: u64,
}

impl CompletenessCounts {
    /// Counts `count` more of so many percent.
    pub fn add(&mut self, percent: u8, count: u64) {
        *match Share::of(percent) {
            Share::Nothing => &mut self.nothing,
            Share::To25 => &mut self.to_25,
            Share::To50 => &mut self.to_50,
            Share::To75 => &mut self.to_75,
            Share::To100 => &mut self.to_100,
        } += count;
    }
}

/// Matches by the time since one of their answers was last seen to be so. A year is 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FreshnessCounts {
    /// Nobody said when.
    pub unknown: u64,
    /// Less than a year; also days to come.
    pub under_1_year: u64,
    /// One year or two: less than three.
    pub under_3_years: u64,
    /// Three years and more.
    pub older: u64,
}

impl FreshnessCounts {
    /// Counts one that was observed on a day.
    pub fn add(&mut self, observed: Option<Date>, today: Date) {
        *match Age::of(observed, today) {
            Age::Unknown => &mut self.unknown,
            Age::Under1Year => &mut self.under_1_year,
            Age::Under3Years => &mut self.under_3_years,
            Age::Older => &mut self.older,
        } += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Duration, Month};

    #[test]
    fn ages_and_shares_fall_on_the_side_that_is_written() {
        let today = Date::from_calendar_date(2026, Month::November, 24).unwrap();
        let mut counts = FreshnessCounts::default();
        for days in [-3, 0, 364, 365, 1_094, 1_095, 9_000] {
            counts.add(Some(today - Duration::days(days)), today);
        }
        counts.add(None, today);
        let expected = FreshnessCounts { unknown: 1, under_1_year: 3, under_3_years: 2, older: 2 };
        assert_eq!(counts, expected);
        let mut counts = CompletenessCounts::default();
        [0, 1, 25, 26, 50, 51, 75, 76, 100].into_iter().for_each(|percent| counts.add(percent, 1));
        let expected = CompletenessCounts { nothing: 1, to_25: 2, to_50: 2, to_75: 2, to_100: 2 };
        assert_eq!(counts, expected);
    }
}
