//! When a digest is due.

use time::{Duration, OffsetDateTime, Time, Weekday};

/// Digests of a day and of a week leave at this hour, UTC: before people go out.
const MORNING: u8 = 5;
/// Who is told at once gets no second mail within this time: a place is often described in several steps.
const BETWEEN: Duration = Duration::minutes(5);

/// How often somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    /// As soon as something changes.
    AtOnce,
    /// Every morning.
    Daily,
    /// On Monday mornings.
    Weekly,
}

impl Frequency {
    /// All of them, by the words stored and shown.
    pub const ALL: [(&'static str, Self); 3] =
        [("at_once", Self::AtOnce), ("daily", Self::Daily), ("weekly", Self::Weekly)];

    /// That of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, frequency)| *frequency)
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, frequency)| *frequency == self).map_or("daily", |(word, _)| word)
    }

    /// When the first digest is due.
    pub fn first(self, now: OffsetDateTime) -> OffsetDateTime {
        if self == Self::AtOnce { now } else { self.after(now, true) }
    }

    /// When the digest after one at `now` is due; `told`: that one had something to tell.
    pub fn after(self, now: OffsetDateTime, told: bool) -> OffsetDateTime {
        let morning = now.replace_time(Time::MIDNIGHT) + Duration::hours(MORNING.into());
        let next = if morning > now { morning } else { morning + Duration::DAY };
        match self {
            Self::AtOnce if told => now + BETWEEN,
            Self::AtOnce => now,
            Self::Daily => next,
            Self::Weekly => {
                let ahead = (7 - i64::from(next.weekday().number_days_from_monday())) % 7;
                debug_assert_eq!((next + Duration::days(ahead)).weekday(), Weekday::Monday);
                next + Duration::days(ahead)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn digests_leave_in_the_morning_of_the_next_day_or_monday() {
        // A Wednesday.
        let (early, late) = (datetime!(2026-11-25 04:59 UTC), datetime!(2026-11-25 05:00 UTC));
        assert_eq!(Frequency::Daily.after(early, true), datetime!(2026-11-25 05:00 UTC));
        assert_eq!(Frequency::Daily.after(late, true), datetime!(2026-11-26 05:00 UTC));
        assert_eq!(Frequency::Weekly.after(late, true), datetime!(2026-11-30 05:00 UTC));
        assert_eq!(
            Frequency::Weekly.after(datetime!(2026-11-30 05:00 UTC), true),
            datetime!(2026-12-07 05:00 UTC)
        );
        assert_eq!(
            Frequency::Weekly.after(datetime!(2026-11-30 04:00 UTC), true),
            datetime!(2026-11-30 05:00 UTC)
        );
    }

    #[test]
    fn who_is_told_at_once_is_left_in_peace_for_a_while_after_a_mail() {
        let now = datetime!(2026-11-25 12:00 UTC);
        assert_eq!(Frequency::AtOnce.first(now), now);
        assert_eq!(Frequency::AtOnce.after(now, false), now);
        assert_eq!(Frequency::AtOnce.after(now, true), now + BETWEEN);
    }
}
