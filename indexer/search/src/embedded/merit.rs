use time::Date;

/// How much is known of a document and when it was last seen, in one number: the greater, the earlier it comes in a
/// list without words.
///
/// Completeness in the upper half; below it the Julian day, 0 where nobody said when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merit(u64);

impl Merit {
    pub(super) fn of(completeness: u8, observed: Option<Date>) -> Self {
        // Days before the Julian era, millennia ago, are as good as unknown.
        let day = observed.map_or(0, |day| u32::try_from(day.to_julian_day()).unwrap_or(0));
        Self(u64::from(completeness) << 32 | u64::from(day))
    }

    /// Percent.
    pub(super) fn completeness(self) -> u8 {
        (self.0 >> 32) as u8
    }

    pub(super) fn observed(self) -> Option<Date> {
        let day = i32::try_from(self.0 & u64::from(u32::MAX)).ok().filter(|day| *day > 0)?;
        Date::from_julian_day(day).ok()
    }
}

impl From<u64> for Merit {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl From<Merit> for u64 {
    fn from(merit: Merit) -> Self {
        merit.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Month;

    #[test]
    fn both_parts_come_back_and_completeness_goes_before_the_day() {
        let day = Date::from_calendar_date(2026, Month::May, 1).ok();
        let merit = Merit::of(40, day);
        assert_eq!((merit.completeness(), merit.observed()), (40, day));
        assert_eq!(Merit::of(0, None).observed(), None);
        assert!(Merit::of(41, None) > merit && merit > Merit::of(40, None));
    }
}
