//! What every handler may use.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use plainpied_domain::review::ReviewRules;
use plainpied_domain::understanding::Lexicon;
use plainpied_domain::{Clock, CursorKey, SystemClock};
use plainpied_search::Engine;
use plainpied_store::connections::Connections;
use plainpied_store::installation::Installation;
use plainpied_store::items::Extents;
use plainpied_store::write::Catalogue;
use plainpied_store::{PgConnection, PgPool, PoolConnection, Postgres, StoreError, change};
use tokio::sync::{Semaphore, SemaphorePermit, watch};

use crate::base_map::BaseMap;
use crate::cached::Cached;
use crate::embedding::EmbedOrigins;
use crate::guard::{Places, Quotas, RateConfig, Rates};
use crate::lexicon;
use crate::mail::{MailConfig, MailError, Mailer};
use crate::operator::Operator;
use crate::people::{OpenId, OpenIdConfig};
use crate::problem::{Problem, code};
use crate::publish::OpenData;
use crate::reference::{Reference, ReferenceCache};
use crate::site::{Site, SiteError};
use crate::telemetry::{self, MetricsError};
use crate::tiles::TileCache;
use crate::webhooks::Allowed;

/// Sources and activities that are new are known to writers after this time.
const CATALOGUE_FRESH: Duration = Duration::from_secs(60);
/// Writes that are told to followers at once.
const WAKE_AFTER: Duration = Duration::from_millis(10);

/// Followers that read changes at once.
const TURNS: usize = 4;
/// How far the change log reaches is asked again after this time, where anybody waits for it.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What those hear for whom there is no export, because of all and because of themselves.
const EXPORTS_ARE_OUT: (&str, &str) =
    ("Too many exports are under way.", "Your address has as many exports under way as one may have.");
/// What those hear who cannot wait for changes.
const FOLLOWERS_ARE_OUT: (&str, &str) = (
    "Too many streams of changes are open.",
    "Your address has as many streams and waiting requests open as one may have.",
);

/// No read of the database may take longer: a client should hear soon that the base is away.
const DATABASE_PATIENCE: Duration = Duration::from_millis(1_800);

/// The limits that the HTTP side keeps to, and the name it goes by.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// What clients call this server.
    pub site: Site,
    /// Requests worked on at once; any more are refused at once with 503.
    pub in_flight: usize,
    /// Exports at once; any more are refused at once with 503.
    pub exports: usize,
    /// Those who wait for changes at once, with streams or requests; any more are refused at once with 503.
    pub streams: usize,
    /// No request takes longer.
    pub time_limit: Duration,
    /// How much a client may ask; none: as much as it wants.
    pub rate: Option<RateConfig>,
    /// How mails leave.
    pub mail: MailConfig,
    /// The provider of identities, where there is one.
    pub openid: Option<OpenIdConfig>,
    /// What waits for a moderator, and what anybody may say without a key.
    pub review: ReviewRules,
    /// Where the sets of open data are, where there are any.
    pub open_data: Option<OpenData>,
    /// Hosts to which webhooks may lead wherever they are, and without TLS.
    pub webhooks_allowed: Allowed,
    /// The base map of others, where there is one.
    pub base_map: Option<BaseMap>,
    /// Who may show our places in frames.
    pub embed: EmbedOrigins,
    /// Who runs the site.
    pub operator: Operator,
}

impl HttpConfig {
    /// The usual limits: 512 requests at once, 10 seconds each, 4 exports and 256 streams.
    pub fn new(site: Site) -> Self {
        Self {
            site,
            in_flight: 512,
            exports: 4,
            streams: 256,
            time_limit: Duration::from_secs(10),
            rate: None,
            mail: MailConfig::Files(PathBuf::from("data/mail")),
            openid: None,
            review: ReviewRules::default(),
            open_data: None,
            webhooks_allowed: Allowed::default(),
            base_map: None,
            embed: EmbedOrigins::default(),
            operator: Operator::default(),
        }
    }
}

/// Why there can be no server.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The public URL is none.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// No metrics.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    /// Mails cannot leave as configured.
    #[error(transparent)]
    Mail(#[from] MailError),
}

/// Shared by all requests; clones are cheap.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    connections: Connections,
    pool: PgPool,
    search: Engine,
    installation: Installation,
    metrics: PrometheusHandle,
    http: HttpConfig,
    reference: ReferenceCache,
    lexicon: Cached<Lexicon>,
    catalogue: Cached<Catalogue>,
    extents: Cached<Extents>,
    clock: Arc<dyn Clock>,
    waking: Arc<AtomicBool>,
    tiles: TileCache,
    slots: Semaphore,
    exports: Places,
    followers: Places,
    turns: Semaphore,
    head: Cached<i64>,
    rates: Option<Rates>,
    quotas: Quotas,
    openid: Option<OpenId>,
    mailer: Mailer,
    closing: watch::Sender<bool>,
}

impl AppState {
    /// The state of a server of this base and this index, with the usual limits. Clients know the server as
    /// `public_url`, `https://example.org`; without one, URLs in answers are relative.
    ///
    /// # Errors
    /// A public URL that is none; metrics that cannot be collected.
    pub fn new(
        pool: PgPool,
        search: impl Into<Engine>,
        installation: Installation,
        public_url: Option<String>,
    ) -> Result<Self, StateError> {
        let http = HttpConfig::new(Site::new(public_url.as_deref())?);
        Self::with_limits(pool, search, installation, http)
    }

    /// [`AppState::new`] with limits of one's own.
    ///
    /// # Errors
    /// Metrics that cannot be collected; mails that cannot leave as configured.
    pub fn with_limits(
        pool: PgPool,
        search: impl Into<Engine>,
        installation: Installation,
        http: HttpConfig,
    ) -> Result<Self, StateError> {
        let metrics = telemetry::install()?;
        let rates = http.rate.map(Rates::new);
        let openid = http.openid.clone().map(OpenId::new);
        let mailer = Mailer::new(&http.mail)?;
        let slots = Semaphore::new(http.in_flight);
        let exports = Places::new(http.exports, http.exports.div_ceil(2), EXPORTS_ARE_OUT);
        let followers = Places::new(http.streams, http.streams.div_ceil(16), FOLLOWERS_ARE_OUT);
        let search = search.into();
        Ok(Self(Arc::new(Shared {
            connections: Connections::of(pool.clone()),
            pool,
            search,
            installation,
            metrics,
            http,
            reference: ReferenceCache::default(),
            lexicon: Cached::default(),
            catalogue: Cached::default(),
            extents: Cached::default(),
            clock: Arc::new(SystemClock),
            waking: Arc::default(),
            tiles: TileCache::default(),
            slots,
            exports,
            rates,
            quotas: Quotas::default(),
            openid,
            mailer,
            followers,
            turns: Semaphore::new(TURNS),
            head: Cached::default(),
            closing: watch::Sender::new(false),
        })))
    }

    /// Connections to the database.
    pub fn pool(&self) -> &PgPool {
        &self.0.pool
    }

    /// The search engine.
    pub fn search(&self) -> &Engine {
        &self.0.search
    }

    /// Seals and opens cursors.
    pub fn cursor_key(&self) -> &CursorKey {
        &self.0.installation.cursor_key
    }

    /// Renders the metrics.
    pub fn metrics(&self) -> &PrometheusHandle {
        &self.0.metrics
    }

    /// Limits.
    pub fn http(&self) -> &HttpConfig {
        &self.0.http
    }

    /// What clients call this server.
    pub fn site(&self) -> &Site {
        &self.0.http.site
    }

    /// Exports that may run beside each other: each holds a connection to the database for minutes. One client
    /// has half of them.
    pub(crate) fn exports(&self) -> &Places {
        &self.0.exports
    }

    /// Tiles that were made.
    pub(crate) fn tiles(&self) -> &TileCache {
        &self.0.tiles
    }

    /// How much clients may ask.
    pub(crate) fn rates(&self) -> Option<&Rates> {
        self.0.rates.as_ref()
    }

    /// The provider of identities, where there is one.
    pub(crate) fn openid(&self) -> Option<&OpenId> {
        self.0.openid.as_ref()
    }

    /// What keys have asked.
    pub(crate) fn quotas(&self) -> &Quotas {
        &self.0.quotas
    }

    /// Sends mails.
    pub(crate) fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// Those who wait for changes beside each other, with streams or requests: one client has a sixteenth of them.
    pub(crate) fn followers(&self) -> &Places {
        &self.0.followers
    }

    /// A turn to read changes, in order: however many wait for changes, they leave connections to everybody else.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.0.turns.acquire().await.ok()
    }

    /// How far the change log reaches, or reached a moment ago: one look for all who wait.
    ///
    /// # Errors
    /// 503 where that was never read and the base is away.
    pub(crate) async fn head(&self) -> Result<i64, Problem> {
        let look = self.query(async |connection| Ok(change::head(connection).await?.position));
        self.0.head.get(LOOK_AGAIN, look).await.map(|head| *head)
    }

    /// Turns true when the server is about to end: what goes on by itself ends then.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// Ends what goes on by itself.
    pub(crate) fn close(&self) {
        self.0.closing.send_replace(true);
    }

    pub(crate) fn slots(&self) -> &Semaphore {
        &self.0.slots
    }

    /// Sources and activities, read anew every few seconds.
    ///
    /// # Errors
    /// 503 where they were never read and the base is away.
    pub(crate) async fn reference(&self) -> Result<Arc<Reference>, Problem> {
        self.0.reference.get(self.pool()).await
    }

    /// The words by which communes, departments and activities are known.
    ///
    /// # Errors
    /// 503 where they were never read and the base is away.
    pub(crate) async fn lexicon(&self) -> Result<Arc<Lexicon>, Problem> {
        self.0.lexicon.get(lexicon::FRESH, lexicon::make(self.pool())).await
    }

    /// What the write path needs to know: communes, ranks of sources, groups of activities.
    ///
    /// # Errors
    /// 503 where it was never read and the base is away.
    pub(crate) async fn catalogue(&self) -> Result<Arc<Catalogue>, Problem> {
        let load = self.query(async |connection| Catalogue::load(connection).await);
        self.0.catalogue.get(CATALOGUE_FRESH, load).await
    }

    /// Where the items of `/ogc` are.
    pub(crate) fn extents(&self) -> &Cached<Extents> {
        &self.0.extents
    }

    /// Tells the time.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Asks the base by statements alone, with a connection that others used a moment ago.
    ///
    /// # Errors
    /// 503 when it takes too long; what the work ends with.
    pub(crate) async fn query<T>(
        &self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, StoreError>,
    ) -> Result<T, Problem> {
        in_time(self.0.connections.query(work)).await
    }

    /// A connection to write on.
    ///
    /// # Errors
    /// 503 where there is none.
    pub(crate) async fn acquire(&self) -> Result<PoolConnection<Postgres>, Problem> {
        Ok(self.pool().acquire().await.map_err(StoreError::from)?)
    }

    /// Tells those who follow the change log, soon and once for many writes. Losing it costs them one look.
    pub(crate) fn wake(&self) {
        if self.0.waking.swap(true, Ordering::AcqRel) {
            return;
        }
        let (pool, waking) = (self.pool().clone(), Arc::clone(&self.0.waking));
        tokio::spawn(async move {
            tokio::time::sleep(WAKE_AFTER).await;
            waking.store(false, Ordering::Release);
            let woken = async { change::wake(&mut *pool.acquire().await?).await };
            if let Err(error) = woken.await {
                tracing::debug!(%error, "could not wake the followers of the change log");
            }
        });
    }

    /// [`AppState::reference`] that knows all these sources, where the base does.
    ///
    /// # Errors
    /// As [`AppState::reference`].
    pub(crate) async fn reference_with<'a>(
        &self,
        sources: impl Iterator<Item = &'a str>,
    ) -> Result<Arc<Reference>, Problem> {
        self.0.reference.with_sources(self.pool(), sources).await
    }
}

/// The outcome of work with the database, or 503 when it takes too long.
///
/// # Errors
/// What the store says, as a problem.
pub(crate) async fn in_time<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, Problem> {
    match tokio::time::timeout(DATABASE_PATIENCE, work).await {
        Ok(outcome) => Ok(outcome?),
        Err(elapsed) => Err(Problem::new(&code::DATABASE_UNAVAILABLE)
            .detail("The database did not answer in time.")
            .cause(elapsed)),
    }
}
