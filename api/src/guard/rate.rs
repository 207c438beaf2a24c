//! How much a client may ask in a time: a bucket for each address that fills steadily, and from which dear requests take
//! more than cheap ones. What remains stands in every answer (IETF draft-ietf-httpapi-ratelimit-headers).

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::problem::{Problem, code};
use crate::state::AppState;

/// What a client may ask, and what is left of it.
pub(crate) const RATE_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
pub(crate) const RATE: HeaderName = HeaderName::from_static("ratelimit");

/// What a request costs: the cheapest is 1, a page of a list 10.
const COSTS: [(&str, u32); 7] = [
    ("/api/v1/export", 500),
    ("/api/v1/match", 500),
    ("/reconcile", 100),
    ("/open-data/files/", 100),
    ("/tiles/", 1),
    ("/assets/", 1),
    ("", 10),
];
/// A page of more items than this costs as many times more.
const ITEMS: u32 = 1_000;
/// A full bucket lasts for so many seconds of steady use.
const WINDOW: u32 = 10;
/// Clients whose buckets are full again are forgotten so often: no address is kept for longer than it is needed.
const SWEEP: Duration = Duration::from_secs(60);

/// How much clients may ask.
#[derive(Debug, Clone, Copy)]
pub struct RateConfig {
    /// Lists, places or searches a second that a client may go on asking for.
    pub per_second: NonZeroU32,
    /// Proxies that stand before the server and say whom they serve in X-Forwarded-For.
    pub trusted_proxies: usize,
    /// Whether programs of this machine are limited too.
    pub loopback: bool,
}

/// The buckets.
pub(crate) struct Rates<C: Clock = DefaultClock> {
    config: RateConfig,
    limiter: RateLimiter<u64, DashMapStateStore<u64>, C, StateInformationMiddleware>,
    clock: C,
    swept: Mutex<Instant>,
}

/// What is left, or how long to wait.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Left(u32),
    /// Seconds, rounded up.
    Wait(u32),
}

impl Rates {
    pub fn new(config: RateConfig) -> Self {
        Self::with_clock(config, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Rates<C> {
    fn with_clock(config: RateConfig, clock: C) -> Self {
        let quota = Quota::per_second(units(config)).allow_burst(burst(config));
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Self { config, limiter, clock, swept: Mutex::new(Instant::now()) }
    }

    /// Forgets those who have not asked lately, unless that was done within this time.
    fn sweep(&self, every: Duration) {
        // Who finds it locked leaves it to the other.
        if let Ok(mut swept) = self.swept.try_lock()
            && swept.elapsed() >= every
        {
            *swept = Instant::now();
            self.limiter.retain_recent();
        }
    }

    fn take(&self, client: u64, cost: u32) -> Outcome {
        self.sweep(SWEEP);
        let cost = NonZeroU32::new(cost.min(burst(self.config).get())).unwrap_or(NonZeroU32::MIN);
        match self.limiter.check_key_n(&client, cost) {
            Ok(Ok(state)) => Outcome::Left(state.remaining_burst_capacity()),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(self.clock.now());
                Outcome::Wait(u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1))
            }
            // The cost was cut to what a full bucket holds.
            Err(_) => Outcome::Wait(WINDOW),
        }
    }
}

fn units(config: RateConfig) -> NonZeroU32 {
    config.per_second.saturating_mul(const { NonZeroU32::new(10).unwrap() })
}

fn burst(config: RateConfig) -> NonZeroU32 {
    units(config).saturating_mul(const { NonZeroU32::new(WINDOW).unwrap() })
}

/// What a request costs.
fn cost(path: &str, query: &str) -> u32 {
    let own = COSTS.iter().find(|(start, _)| path.starts_with(start)).map_or(1, |(_, cost)| *cost);
    let size =
        |part: &str| part.strip_prefix("limit=").or(part.strip_prefix("page_size="))?.parse::<u32>().ok();
    let limit = query.split('&').find_map(size).unwrap_or(0);
    own.saturating_mul(1 + limit.min(10_000) / ITEMS)
}

/// Whose request it is: an IPv4 address, or the /64 of an IPv6 one, as one customer has all of that. None: not limited.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, config: RateConfig) -> Option<u64> {
    let forwarded = || {
        let lists = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
        // The last proxy wrote the last of them; what stands before those of our proxies anybody may have written.
        hops.len()
            .checked_sub(config.trusted_proxies)
            .and_then(|place| hops.get(place)?.parse::<IpAddr>().ok())
    };
    let address = if config.trusted_proxies == 0 { peer? } else { forwarded().or(peer)? };
    if address.is_loopback() && !config.loopback {
        return None;
    }
    match address.to_canonical() {
        IpAddr::V4(address) => Some(u64::from(address.to_bits())),
        IpAddr::V6(address) => Some((address.to_bits() >> 64) as u64 | 1 << 63),
    }
}

/// Lets a request in as long as its client has something left.
pub(crate) async fn rate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(rates) = state.rates() else {
        return next.run(request).await;
    };
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let Some(client) = client(peer, request.headers(), rates.config) else {
        return next.run(request).await;
    };
    let cost = cost(request.uri().path(), request.uri().query().unwrap_or_default());
    match rates.take(client, cost) {
        Outcome::Left(left) => stamped(next.run(request).await, rates.config, left, 1),
        Outcome::Wait(seconds) => {
            let problem = Problem::new(&code::TOO_MANY_REQUESTS).retry_after(seconds);
            stamped(problem.into_response(), rates.config, 0, seconds)
        }
    }
}

fn stamped(mut response: Response, config: RateConfig, left: u32, seconds: u32) -> Response {
    let policy = format!("\"default\";q={};w={WINDOW}", burst(config));
    let now = format!("\"default\";r={left};t={seconds}");
    for (name, text) in [(RATE_POLICY, policy), (RATE, now)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn config() -> RateConfig {
        RateConfig { per_second: NonZeroU32::new(20).unwrap(), trusted_proxies: 0, loopback: false }
    }

    #[test]
    fn a_bucket_empties_by_what_requests_cost_and_fills_with_time() {
        let clock = FakeRelativeClock::default();
        let rates = Rates::with_clock(config(), clock.clone());
        assert_eq!(rates.take(1, 10), Outcome::Left(1_990));
        for _ in 0..199 {
            assert!(matches!(rates.take(1, 10), Outcome::Left(_)));
        }
        assert_eq!(rates.take(1, 10), Outcome::Wait(1));
        assert_eq!(rates.take(1, 500), Outcome::Wait(3));
        assert_eq!(rates.take(2, 10), Outcome::Left(1_990), "others are not touched");
        clock.advance(Duration::from_secs(1));
        for _ in 0..20 {
            assert!(matches!(rates.take(1, 10), Outcome::Left(_)), "twenty a second go on");
        }
        assert_eq!(rates.take(1, 10), Outcome::Wait(1));
        assert!(matches!(rates.take(3, 1_000_000), Outcome::Left(0)), "what costs more than all costs all");
    }

    #[test]
    fn clients_that_ask_no_more_are_forgotten() {
        let clock = FakeRelativeClock::default();
        let rates = Rates::with_clock(config(), clock.clone());
        for client in 0..1_000 {
            assert_ne!(rates.take(client, 10), Outcome::Wait(1));
        }
        rates.sweep(Duration::ZERO);
        assert_eq!(rates.limiter.len(), 1_000, "their buckets are not full yet");
        clock.advance(Duration::from_secs(60));
        rates.sweep(Duration::from_secs(60));
        assert_eq!(rates.limiter.len(), 1_000, "it was done within this time");
        rates.sweep(Duration::ZERO);
        assert_eq!(rates.limiter.len(), 0);
    }

    #[test]
    fn dear_requests_cost_more() {
        assert_eq!(cost("/tiles/3/4/5.mvt", ""), 1);
        assert_eq!(cost("/api/v1/search", "q=a&limit=100"), 10);
        assert_eq!(cost("/api/v1/export", "format=csv"), 500);
        assert_eq!(cost("/ogc/collections/establishments/items", "limit=10000"), 110);
        assert_eq!(cost("/ogc/collections/establishments/items", "limit=4294967295"), 110);
    }

    #[test]
    fn a_client_is_its_address_or_the_one_that_a_trusted_proxy_names() {
        let peer = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        let headers =
            |list: &str| HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), list.parse().unwrap())]);
        let alone = |address| client(peer(address), &HeaderMap::new(), config());
        assert_eq!(alone("127.0.0.1"), None);
        assert_ne!(alone("192.0.2.1"), alone("192.0.2.2"));
        assert_eq!(alone("::ffff:192.0.2.1"), alone("192.0.2.1"));
        assert_eq!(alone("2001:db8::1"), alone("2001:db8::ffff"), "one customer");
        assert_ne!(alone("2001:db8::1"), alone("2001:db8:0:1::1"));
        // Nobody is believed without a proxy, and with one only its own word.
        assert_eq!(client(peer("192.0.2.1"), &headers("203.0.113.9"), config()), alone("192.0.2.1"));
        let behind = RateConfig { trusted_proxies: 1, ..config() };
        assert_eq!(
            client(peer("127.0.0.1"), &headers("198.51.100.7, 203.0.113.9"), behind),
            alone("203.0.113.9")
        );
        let behind_two = RateConfig { trusted_proxies: 2, ..config() };
        assert_eq!(
            client(peer("10.0.0.1"), &headers("198.51.100.7, 203.0.113.9"), behind_two),
            alone("198.51.100.7")
        );
        assert_eq!(client(peer("192.0.2.1"), &headers("nonsense"), behind), alone("192.0.2.1"));
        assert_eq!(client(None, &HeaderMap::new(), config()), None);
        let all = RateConfig { loopback: true, ..config() };
        assert!(client(peer("127.0.0.1"), &HeaderMap::new(), all).is_some());
    }
}
