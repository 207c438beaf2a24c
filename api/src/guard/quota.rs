//! What each key may ask: a bucket of its own instead of that of its client's address, and requests a day where it has such
//! a limit. Days are counted in memory and added up in the base every few seconds, with what other servers counted; a
//! server that is killed forgets the last of these seconds, and servers beside each other may let a few more through.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use plainpied_store::StoreError;
use plainpied_store::account::{self, KeyLimits};
use time::{Date, OffsetDateTime};

use super::rate::{RateConfig, WINDOW, burst_of, seconds, units_of};
use crate::auth::{given_key, hash_of, prefix_of};
use crate::problem::Problem;
use crate::state::{AppState, in_time};

/// A key is looked up again after this time: a new limit counts then.
const BELIEVED: Duration = Duration::from_secs(30);
/// What was counted is written down so often.
const WRITE_EVERY: Duration = Duration::from_secs(5);
/// Keys that are remembered; unknown ones among them.
const MOST: u64 = 100_000;

type Bucket = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

/// Keys that asked lately.
pub(crate) struct Quotas {
    /// By hash; none where there is no such key.
    known: moka::sync::Cache<Vec<u8>, Option<Arc<Meter>>>,
    /// By prefix: what was counted outlives a look-up.
    meters: Mutex<HashMap<String, Arc<Meter>>>,
}

impl Default for Quotas {
    fn default() -> Self {
        let known = moka::sync::Cache::builder().max_capacity(MOST).time_to_live(BELIEVED).build();
        Self { known, meters: Mutex::default() }
    }
}

/// What one key has asked.
pub(crate) struct Meter {
    prefix: String,
    limits: KeyLimits,
    bucket: Option<(Bucket, u32)>,
    day: Mutex<Day>,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    date: Date,
    /// In the base.
    written: i64,
    /// Not yet.
    more: i64,
}

/// Whether a key may ask, and what is left of each limit: name, whole, window, left, seconds until there is more.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub left: Vec<Left>,
    /// Seconds to wait, where it may not.
    pub wait: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub name: &'static str,
    pub whole: u32,
    pub window: u32,
    pub left: u32,
    pub seconds: u32,
}

impl Quotas {
    /// Whether the key of a request was looked up lately, so that the base need not be asked.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        given_key(headers).is_none_or(|given| self.known.contains_key(&hash_of(given)))
    }

    /// Begins to count for a key, or goes on.
    fn meter(&self, prefix: &str, limits: KeyLimits, day: Day, usual: Option<RateConfig>) -> Arc<Meter> {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(meter) = meters.get(prefix).filter(|meter| meter.limits == limits) {
            return Arc::clone(meter);
        }
        let day = meters.get(prefix).map_or(day, |before| before.today());
        let meter = Arc::new(Meter::new(prefix, limits, day, usual));
        meters.insert(prefix.to_owned(), Arc::clone(&meter));
        meter
    }

    fn all(&self) -> Vec<Arc<Meter>> {
        let meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        meters.values().cloned().collect()
    }

    /// Forgets keys that have not asked today.
    fn sweep(&self, today: Date) {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        meters.retain(|_, meter| {
            let day = meter.today();
            day.date >= today || day.more > 0
        });
    }
}

impl Meter {
    fn new(prefix: &str, limits: KeyLimits, day: Day, usual: Option<RateConfig>) -> Self {
        let own = limits.a_second.and_then(|count| NonZeroU32::new(count.unsigned_abs()));
        let a_second = own.or_else(|| usual.map(|config| config.per_second));
        let bucket = a_second.map(|count| {
            let quota = Quota::per_second(units_of(count)).allow_burst(burst_of(count));
            (RateLimiter::direct(quota).with_middleware(), burst_of(count).get())
        });
        Self { prefix: prefix.to_owned(), limits, bucket, day: Mutex::new(day) }
    }

    fn today(&self) -> Day {
        *self.day.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request of this cost, where it may be asked; `exempt`: from an address without limits, so that only those
    /// of the key count.
    pub(super) fn take(&self, (cost, exempt): (u32, bool), now: OffsetDateTime) -> Answer {
        let mut answer = Answer::default();
        if let Some((bucket, whole)) = &self.bucket
            && (!exempt || self.limits.a_second.is_some())
        {
            let cost = NonZeroU32::new(cost.min(*whole)).unwrap_or(NonZeroU32::MIN);
            let (left, wait) = match bucket.check_n(cost) {
                Ok(Ok(state)) => (state.remaining_burst_capacity(), None),
                Ok(Err(until)) => (0, Some(seconds(until.wait_time_from(DefaultClock::default().now())))),
                Err(_) => (0, Some(WINDOW)),
            };
            let seconds = wait.unwrap_or(1);
            answer.left.push(Left { name: "key", whole: *whole, window: WINDOW, left, seconds });
            answer.wait = wait;
        }
        if let Some(most) = self.limits.a_day {
            self.count(most, now, &mut answer);
        }
        answer
    }

    fn count(&self, most: i32, now: OffsetDateTime, answer: &mut Answer) {
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if day.date != now.date() && day.more == 0 {
            *day = Day { date: now.date(), written: 0, more: 0 };
        }
        let until = 86_400_u32.saturating_sub(u32::from(now.hour()) * 3_600 + u32::from(now.minute()) * 60);
        let asked = day.written + day.more;
        if asked >= i64::from(most) && day.date == now.date() {
            answer.wait = Some(until);
        } else if answer.wait.is_none() {
            day.more += 1;
        }
        let left = u32::try_from(i64::from(most) - day.written - day.more).unwrap_or(0);
        let whole = most.unsigned_abs();
        answer.left.push(Left { name: "day", whole, window: 86_400, left, seconds: until });
    }

    /// Writes down what was counted.
    async fn write(&self, state: &AppState) -> Result<(), StoreError> {
        let before = self.today();
        if before.more == 0 {
            return Ok(());
        }
        let mut connection = state.pool().acquire().await?;
        let written = account::add_key_use(&mut connection, (&self.prefix, before.date), before.more).await?;
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        day.more -= before.more;
        day.written = written.unwrap_or(day.written + before.more);
        Ok(())
    }
}

/// The meter of the key that a request sends, where it is one of ours.
///
/// # Errors
/// The database cannot answer.
pub(super) async fn meter_of(headers: &HeaderMap, state: &AppState) -> Result<Option<Arc<Meter>>, Problem> {
    let Some((given, prefix)) = given_key(headers).and_then(|given| Some((given, prefix_of(given)?))) else {
        return Ok(None);
    };
    let hash = hash_of(given);
    if let Some(known) = state.quotas().known.get(&hash) {
        return Ok(known);
    }
    let now = state.clock().now();
    let read = async {
        let mut connection = state.pool().acquire().await?;
        let known = account::key(&mut connection, prefix).await?;
        let written = account::key_use(&mut connection, prefix, now.date()).await?;
        Ok((known, written))
    };
    let (known, written) = in_time(read).await?;
    let usable = |key: &account::KnownKey| {
        key.hash == hash && key.revoked_at.is_none() && key.expires_at.is_none_or(|end| end > now)
    };
    let usual = state.http().rate;
    let meter = known.filter(usable).map(|key| {
        state.quotas().meter(prefix, key.limits, Day { date: now.date(), written, more: 0 }, usual)
    });
    state.quotas().known.insert(hash, meter.clone());
    Ok(meter)
}

/// Writes down what keys have asked, until the server ends.
pub(crate) async fn write_quotas(state: AppState) {
    loop {
        tokio::time::sleep(WRITE_EVERY).await;
        write_all(&state).await;
        state.quotas().sweep(state.clock().now().date());
    }
}

/// Writes down what keys have asked.
pub(crate) async fn write_all(state: &AppState) {
    for meter in state.quotas().all() {
        if let Err(error) = meter.write(state).await {
            tracing::info!(%error, "what keys have asked could not be written down; again soon");
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(a_day: Option<i32>, a_second: Option<i32>) -> Meter {
        let day = Day { date: time::macros::date!(2026 - 11 - 25), written: 2, more: 0 };
        Meter::new("pp_00000000", KeyLimits { a_day, a_second }, day, None)
    }

    #[test]
    fn a_day_ends_what_was_counted_before_it_counts_too_and_the_next_begins_anew() {
        let meter = meter(Some(4), None);
        let now = time::macros::datetime!(2026-11-25 23:00 UTC);
        assert_eq!(meter.take((10, false), now).left[0].left, 1);
        assert_eq!(
            meter.take((10, false), now),
            Answer {
                left: vec![Left { name: "day", whole: 4, window: 86_400, left: 0, seconds: 3_600 }],
                wait: None,
            }
        );
        assert_eq!(meter.take((10, false), now).wait, Some(3_600));
        assert_eq!(meter.today().more, 2, "what is refused is not counted");
    }

    #[test]
    fn a_key_has_a_bucket_of_its_own() {
        let meter = meter(None, Some(1));
        let now = time::macros::datetime!(2026-11-25 23:00 UTC);
        for _ in 0..10 {
            assert_eq!(meter.take((10, true), now).wait, None);
        }
        assert_eq!(meter.take((10, true), now).wait, Some(1));
        assert!(self::meter(None, None).take((10, false), now).left.is_empty(), "no limit at all");
    }
}
