//! How old answers are. A day that nobody told is neither fresh nor stale: it is unknown.

use plainpied_criteria::Criterion;
use time::{Date, Duration};

/// When an answer was last seen to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// The day.
    pub seen: Date,
    /// From this day on it wants to be seen again.
    pub stale_on: Date,
}

impl Freshness {
    /// Of an answer that was observed on a day, in a record whose answers were all confirmed on another.
    pub fn of(criterion: &Criterion, observed: Option<Date>, verified: Option<Date>) -> Option<Self> {
        // `None` is less than any day.
        let seen = observed.max(verified)?;
        Some(Self { seen, stale_on: stale_on(criterion, seen) })
    }

    /// Whether it wants to be seen again.
    pub fn is_stale(self, today: Date) -> bool {
        self.stale_on <= today
    }

    /// Whole years since.
    pub fn years(self, today: Date) -> i32 {
        let years = today.year() - self.seen.year();
        let anniversary_is_to_come =
            (u8::from(today.month()), today.day()) < (u8::from(self.seen.month()), self.seen.day());
        (years - i32::from(anniversary_is_to_come)).max(0)
    }
}

/// The day from which on an answer that was seen on this one wants to be seen again.
pub fn stale_on(criterion: &Criterion, seen: Date) -> Date {
    seen.checked_add(Duration::days(criterion.stale_after_days.into())).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::schema;
    use time::macros::date;

    use super::*;

    fn width() -> &'static Criterion {
        schema().get("entree_largeur_mini").unwrap()
    }

    fn seen(observed: Option<Date>, verified: Option<Date>) -> Option<Freshness> {
        Freshness::of(width(), observed, verified)
    }

    #[test]
    fn an_answer_turns_stale_on_its_day_and_not_before() {
        let freshness = seen(Some(date!(2020 - 03 - 01)), None).unwrap();
        let last = freshness.stale_on.previous_day().unwrap();
        assert_eq!(freshness.stale_on - freshness.seen, Duration::days(width().stale_after_days.into()));
        assert!(!freshness.is_stale(last) && freshness.is_stale(freshness.stale_on));
    }

    #[test]
    fn a_confirmation_of_the_whole_makes_it_fresh_and_an_unknown_day_says_nothing() {
        let verified = date!(2026 - 05 - 02);
        assert_eq!(seen(Some(date!(2020 - 03 - 01)), Some(verified)).unwrap().seen, date!(2026 - 05 - 02));
        assert_eq!(seen(Some(date!(2026 - 06 - 01)), Some(verified)).unwrap().seen, date!(2026 - 06 - 01));
        assert_eq!(seen(None, None), None);
    }

    #[test]
    fn years_are_whole() {
        let freshness = seen(Some(date!(2022 - 11 - 26)), None).unwrap();
        assert_eq!(freshness.years(date!(2026 - 11 - 25)), 3);
        assert_eq!(freshness.years(date!(2026 - 11 - 26)), 4);
        assert_eq!(freshness.years(date!(2021 - 01 - 01)), 0);
    }
}
