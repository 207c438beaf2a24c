//! When a message that was not accepted is sent again.

use time::Duration;

/// The pauses after the first attempts; the last holds for all that follow.
const PAUSES: [Duration; 7] = [
    Duration::seconds(5),
    Duration::seconds(30),
    Duration::minutes(2),
    Duration::minutes(10),
    Duration::hours(1),
    Duration::hours(3),
    Duration::hours(6),
];
/// Nobody may ask for a longer pause.
const LONGEST: Duration = Duration::DAY;
/// A webhook that accepts nothing for so long is disabled.
pub(super) const PATIENCE: Duration = Duration::days(5);

/// The pause after so many attempts that failed. `luck`, from 0 to 1, makes it up to a quarter shorter or longer: those
/// that failed together do not come again together. `asked` is what the receiver asked for by Retry-After.
pub(super) fn pause(failed: i32, luck: f64, asked: Option<Duration>) -> Duration {
    let place = usize::try_from(failed.max(1) - 1).unwrap_or(0).min(PAUSES.len() - 1);
    let ours = PAUSES[place] * (0.75 + luck.clamp(0.0, 1.0) / 2.0);
    ours.max(asked.unwrap_or(Duration::ZERO).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_differ_by_luck_and_stay_within_bounds() {
        let middle: Vec<Duration> = (1..10).map(|failed| pause(failed, 0.5, None)).collect();
        assert!(middle.is_sorted());
        assert_eq!((middle[0], middle[8]), (Duration::seconds(5), Duration::hours(6)));
        assert_eq!(pause(1, 0.0, None), Duration::milliseconds(3_750));
        assert_eq!(pause(1, 1.0, None), Duration::milliseconds(6_250));
        assert_eq!(pause(i32::MAX, 0.5, None), Duration::hours(6));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_ever() {
        assert_eq!(pause(1, 0.5, Some(Duration::minutes(3))), Duration::minutes(3));
        assert_eq!(pause(1, 0.5, Some(Duration::seconds(1))), Duration::seconds(5));
        assert_eq!(pause(1, 0.5, Some(Duration::weeks(4))), Duration::DAY);
    }

    #[test]
    fn the_pauses_until_a_webhook_is_disabled_are_many_enough_to_outlast_a_weekend() {
        let mut passed = Duration::ZERO;
        let attempts = (1..).take_while(|failed| {
            passed += pause(*failed, 0.5, None);
            passed < PATIENCE
        });
        assert!(attempts.count() > 20);
    }
}
