//! How much a client may ask in a time: a bucket for each address that fills steadily, and from which dear requests take
//! more than cheap ones. What remains stands in every answer (IETF draft-ietf-httpapi-ratelimit-headers).

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::body::HttpBody as _;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::forwarded::{self, ProxyHeader};
use super::quota::{Left, meter_of};
use crate::problem::{Problem, code};
use crate::state::AppState;

/// What a client may ask, and what is left of it.
pub(crate) const RATE_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
pub(crate) const RATE: HeaderName = HeaderName::from_static("ratelimit");

/// What the longest list costs.
const A_LIST: u32 = 500;
/// What a request costs: the cheapest is 1, a page of a list 10.
const COSTS: [(&str, u32); 7] = [
    ("/api/v1/snapshot", 500),
    ("/api/v1/export", 500),
    ("/api/v1/match", A_LIST),
    ("/open-data/files/", 100),
    ("/tiles/", 1),
    ("/assets/", 1),
    ("", 10),
];
/// A batch of queries for `/reconcile` costs one more for so many bytes, up to what the longest list costs: so long is a
/// query at the least, and twice as much is one that names a place.
const A_QUERY: u64 = 40;
/// What somebody without a key tells the moderators costs as much as twenty pages: it costs them their time.
const UNSIGNED: u32 = 200;
/// A page of more items than this costs as many times more.
const ITEMS: u64 = 1_000;
/// No page has more.
const MOST_ITEMS: u64 = 10_000;
/// A full bucket lasts for so many seconds of steady use.
pub(super) const WINDOW: u32 = 10;
/// Attempts to sign in that a client has at once, and how long until it has another one.
const ATTEMPTS: NonZeroU32 = const { NonZeroU32::new(20).unwrap() };
const ATTEMPT_EVERY: Duration = Duration::from_secs(15);
/// Clients whose buckets are full again are forgotten so often: no address is kept for longer than it is needed.
const SWEEP: Duration = Duration::from_secs(60);

/// How much clients may ask.
#[derive(Debug, Clone, Copy)]
pub struct RateConfig {
    /// Lists, places or searches a second that a client may go on asking for.
    pub per_second: NonZeroU32,
    /// Proxies that stand before the server and say whom they serve.
    pub trusted_proxies: usize,
    /// Where they say it.
    pub proxy_header: ProxyHeader,
    /// Whether programs of this machine are limited too.
    pub loopback: bool,
}

/// The buckets.
pub(crate) struct Rates<C: Clock = DefaultClock> {
    config: RateConfig,
    limiter: RateLimiter<u64, DashMapStateStore<u64>, C, StateInformationMiddleware>,
    attempts: RateLimiter<u64, DashMapStateStore<u64>, C, StateInformationMiddleware>,
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
        let quota = Quota::per_second(units_of(config.per_second)).allow_burst(burst(config));
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        let few = Quota::with_period(ATTEMPT_EVERY).unwrap_or(quota).allow_burst(ATTEMPTS);
        let attempts = RateLimiter::new(few, DashMapStateStore::default(), clock.clone());
        Self { config, limiter, attempts, clock, swept: Mutex::new(Instant::now()) }
    }

    /// Forgets those who have not asked lately, unless that was done within this time.
    fn sweep(&self, every: Duration) {
        // Who finds it locked leaves it to the other.
        if let Ok(mut swept) = self.swept.try_lock()
            && swept.elapsed() >= every
        {
            *swept = Instant::now();
            self.limiter.retain_recent();
            self.attempts.retain_recent();
        }
    }

    /// Seconds to wait for a client that has tried to sign in too often.
    fn attempt(&self, client: u64) -> Result<(), u32> {
        let left = self.attempts.check_key(&client);
        left.map(|_| ()).map_err(|until| seconds(until.wait_time_from(self.clock.now())))
    }

    fn take(&self, client: u64, cost: u32) -> Outcome {
        self.sweep(SWEEP);
        let cost = NonZeroU32::new(cost.min(burst(self.config).get())).unwrap_or(NonZeroU32::MIN);
        match self.limiter.check_key_n(&client, cost) {
            Ok(Ok(state)) => Outcome::Left(state.remaining_burst_capacity()),
            Ok(Err(until)) => Outcome::Wait(seconds(until.wait_time_from(self.clock.now()))),
            // The cost was cut to what a full bucket holds.
            Err(_) => Outcome::Wait(WINDOW),
        }
    }
}

/// Whole seconds, rounded up.
pub(super) fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1)
}

/// What comes into a bucket in a second, for so many lists or places.
pub(super) fn units_of(per_second: NonZeroU32) -> NonZeroU32 {
    per_second.saturating_mul(const { NonZeroU32::new(10).unwrap() })
}

/// What a bucket holds.
pub(super) fn burst_of(per_second: NonZeroU32) -> NonZeroU32 {
    units_of(per_second).saturating_mul(const { NonZeroU32::new(WINDOW).unwrap() })
}

fn burst(config: RateConfig) -> NonZeroU32 {
    burst_of(config.per_second)
}

/// What a request costs.
fn cost(path: &str, query: &str) -> u32 {
    let own = COSTS.iter().find(|(start, _)| path.starts_with(start)).map_or(1, |(_, cost)| *cost);
    // As the handlers read it: names and numbers may be escaped.
    let sizes = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == "limit" || name == "page_size")
        .filter_map(|(_, size)| size.trim().parse::<u64>().ok());
    let pages = u32::try_from(sizes.max().unwrap_or(0).min(MOST_ITEMS) / ITEMS).unwrap_or(0);
    own.saturating_mul(1 + pages)
}

/// What a batch of queries costs, of which only the length is known before it is read.
fn cost_of_a_batch(path: &str, query: &str, length: Option<u64>) -> u32 {
    if !matches!(path, "/reconcile" | "/reconcile/") {
        return 0;
    }
    let bytes = length.unwrap_or(u64::MAX).max(query.len() as u64);
    u32::try_from(10 + bytes / A_QUERY).unwrap_or(u32::MAX).min(A_LIST)
}

/// What it costs to send what anybody may send without signing in: a few at once, then one a second or less.
fn cost_of_a_voice(method: &Method, path: &str, signed: bool) -> u32 {
    if method != Method::POST {
        return 0;
    }
    match path.rsplit('/').next() {
        Some("asks" | "confirmations") => UNSIGNED,
        Some("suggestions" | "reports" | "report" | "edit" | "correct" | "contribute" | "answers")
            if !signed =>
        {
            UNSIGNED
        }
        Some("proposals") => 5 * UNSIGNED,
        _ => 0,
    }
}

/// Whose request it is: an IPv4 address, or the /64 of an IPv6 one, as one customer has all of that. None: not limited.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, config: RateConfig) -> Option<u64> {
    let forwarded = || forwarded::client(headers, config.proxy_header, config.trusted_proxies);
    let address = if config.trusted_proxies == 0 { peer? } else { forwarded().or(peer)? };
    if address.is_loopback() && !config.loopback {
        return None;
    }
    match address.to_canonical() {
        IpAddr::V4(address) => Some(u64::from(address.to_bits())),
        IpAddr::V6(address) => Some((address.to_bits() >> 64) as u64 | 1 << 63),
    }
}

/// Whose request it is; none where clients are not limited, or this one is not.
pub(super) fn client_of(extensions: &Extensions, headers: &HeaderMap, state: &AppState) -> Option<u64> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    state.rates().and_then(|rates| client(peer, headers, rates.config))
}

/// Who tries to sign in, as far as clients are limited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempting(Option<u64>);

impl Attempting {
    /// Whoever sends a request.
    pub fn of(extensions: &Extensions, headers: &HeaderMap, state: &AppState) -> Self {
        Self(client_of(extensions, headers, state))
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// 429 where there were too many.
    pub fn count(self, state: &AppState) -> Result<(), Problem> {
        let Some((rates, client)) = state.rates().zip(self.0) else {
            return Ok(());
        };
        rates.attempt(client).map_err(|seconds| {
            Problem::new(&code::TOO_MANY_REQUESTS)
                .detail("too many attempts to sign in; wait a little")
                .retry_after(seconds)
        })
    }
}

/// Counts a request as an attempt to sign in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt;

impl FromRequestParts<AppState> for Attempt {
    type Rejection = Problem;

    /// # Errors
    /// 429 where the client has tried too often.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        Attempting::of(&parts.extensions, &parts.headers, state).count(state).map(|()| Self)
    }
}

/// Lets a request in as long as its key, or without one its client, has something left.
pub(crate) async fn rate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let signed = headers.contains_key(header::AUTHORIZATION);
    let cost = cost(path, query).max(cost_of_a_voice(request.method(), path, signed)).max(cost_of_a_batch(
        path,
        query,
        request.body().size_hint().upper(),
    ));
    let limited = state.rates().zip(client_of(request.extensions(), headers, &state));
    // A key that has to be looked up costs its client first: inventing keys is no way around.
    let known = state.quotas().knows(headers);
    let charged = match limited.filter(|_| !known).map(|limited| charge(limited, cost)) {
        Some(Err(left)) => return refused(&[left], left.seconds),
        charged => charged.and_then(Result::ok),
    };
    let meter = meter_of(headers, &state).await.unwrap_or_else(|problem| {
        tracing::debug!(%problem, "a key could not be looked up");
        None
    });
    if let Some(meter) = meter {
        let answer = meter.take((cost, limited.is_none()), state.clock().now());
        return match answer.wait {
            None => stamped(next.run(request).await, &answer.left),
            Some(seconds) => refused(&answer.left, seconds),
        };
    }
    let charged = charged.map(Ok).or_else(|| limited.map(|limited| charge(limited, cost)));
    match charged {
        None => next.run(request).await,
        Some(Ok(left)) => stamped(next.run(request).await, &[left]),
        Some(Err(left)) => refused(&[left], left.seconds),
    }
}

/// Takes the cost from a client's bucket; what is left, or that there was too little.
fn charge((rates, client): (&Rates, u64), cost: u32) -> Result<Left, Left> {
    let whole = burst(rates.config).get();
    let left = |left, seconds| Left { name: "default", whole, window: WINDOW, left, seconds };
    match rates.take(client, cost) {
        Outcome::Left(rest) => Ok(left(rest, 1)),
        Outcome::Wait(seconds) => Err(left(0, seconds)),
    }
}

fn refused(limits: &[Left], seconds: u32) -> Response {
    let problem = Problem::new(&code::TOO_MANY_REQUESTS).retry_after(seconds);
    stamped(problem.into_response(), limits)
}

fn stamped(mut response: Response, limits: &[Left]) -> Response {
    let list = |text: fn(&Left) -> String| limits.iter().map(text).collect::<Vec<_>>().join(", ");
    let policy = list(|limit| format!("\"{}\";q={};w={}", limit.name, limit.whole, limit.window));
    let now = list(|limit| format!("\"{}\";r={};t={}", limit.name, limit.left, limit.seconds));
    for (name, text) in [(RATE_POLICY, policy), (RATE, now)] {
        if let Some(value) = HeaderValue::from_str(&text).ok().filter(|_| !limits.is_empty()) {
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
        RateConfig {
            per_second: NonZeroU32::new(20).unwrap(),
            trusted_proxies: 0,
            proxy_header: ProxyHeader::XForwardedFor,
            loopback: false,
        }
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
    fn attempts_to_sign_in_are_few() {
        let clock = FakeRelativeClock::default();
        let rates = Rates::with_clock(config(), clock.clone());
        for _ in 0..20 {
            assert_eq!(rates.attempt(1), Ok(()));
        }
        assert_eq!(rates.attempt(1), Err(15));
        assert_eq!(rates.attempt(2), Ok(()), "others are not touched");
        clock.advance(ATTEMPT_EVERY);
        assert_eq!((rates.attempt(1), rates.attempt(1)), (Ok(()), Err(15)));
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
        for escaped in ["limit=99999999999", "%6cimit=10000", "limi%74=%31%30000", "f=json&page%5Fsize=10000"]
        {
            assert_eq!(cost("/ogc/collections/establishments/items", escaped), 110, "{escaped}");
        }
    }

    #[test]
    fn a_batch_of_queries_costs_what_its_length_may_hold() {
        let queries = |count: usize| {
            let one = |place: usize| (format!("q{place}"), serde_json::json!({ "query": "pain" }));
            let all: serde_json::Map<_, _> = (0..count).map(one).collect();
            let form = form_urlencoded::Serializer::new(String::new())
                .append_pair("queries", &serde_json::Value::Object(all).to_string())
                .finish();
            form.len() as u64
        };
        assert_eq!(cost_of_a_batch("/reconcile", "", Some(queries(1_000))), A_LIST, "as a list of a match");
        assert!(
            cost_of_a_batch("/reconcile/", "", Some(queries(10))) < 40,
            "what a tool sends while somebody waits"
        );
        assert_eq!(cost_of_a_batch("/reconcile", "", None), A_LIST, "who does not say how long it is");
        assert_eq!(cost_of_a_batch("/reconcile", &"q".repeat(40_000), Some(0)), A_LIST, "in the address too");
        assert_eq!(cost_of_a_batch("/reconcile/properties", "", None), 0);
    }

    #[test]
    fn saying_something_without_signing_in_costs_more_than_reading_it() {
        let asks = "/api/v1/establishments/0570478e-4cfc-5243-84df-c547aec78358/asks";
        assert_eq!(cost_of_a_voice(&Method::POST, asks, false), 200);
        assert_eq!(cost_of_a_voice(&Method::GET, asks, false), 0);
        assert_eq!(cost_of_a_voice(&Method::POST, "/api/v1/proposals", false), 1_000);
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
