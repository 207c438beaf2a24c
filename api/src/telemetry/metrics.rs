use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use plainpied_store::PgPool;

pub(super) const REQUESTS: &str = "plainpied_http_requests_total";
pub(super) const SECONDS: &str = "plainpied_http_request_duration_seconds";

/// From a request answered out of memory to one that runs into the time limit, seconds.
const BUCKETS: [f64; 12] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The metrics cannot be set up.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the metrics cannot be set up: {0}")]
pub struct MetricsError(#[from] Arc<BuildError>);

/// A process collects its metrics in one place.
static INSTALLED: OnceLock<Result<PrometheusHandle, MetricsError>> = OnceLock::new();

/// Starts collecting metrics in this process, where it has not begun.
///
/// # Errors
/// Something else collects them already.
pub fn install() -> Result<PrometheusHandle, MetricsError> {
    INSTALLED.get_or_init(|| begin().map_err(|error| MetricsError(Arc::new(error)))).clone()
}

fn begin() -> Result<PrometheusHandle, BuildError> {
    let duration = Matcher::Full(SECONDS.to_owned());
    let handle = PrometheusBuilder::new().set_buckets_for_metric(duration, &BUCKETS)?.install_recorder()?;
    describe_counter!(REQUESTS, "Requests answered, by route template, method and status");
    describe_histogram!(
        SECONDS,
        Unit::Seconds,
        "Time to the head of the answer, by route template and method"
    );
    describe_gauge!("plainpied_change_head", "Last position of the change log");
    describe_gauge!("plainpied_change_pending", "1 while committed changes wait for a position");
    describe_gauge!(
        "plainpied_index_position",
        "Position of the change log that the search index has reached"
    );
    describe_gauge!("plainpied_index_lag", "Positions that the search index is behind the change log");
    describe_gauge!("plainpied_index_documents", "Establishments that a search can find");
    describe_gauge!("plainpied_database_connections", "Connections to the database, by state");
    Ok(handle)
}

/// Keeps the memory of the metrics small while nobody reads them. Never ends.
pub async fn upkeep(handle: PrometheusHandle) {
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    loop {
        tick.tick().await;
        handle.run_upkeep();
    }
}

/// What is known of index and change log when the metrics are read; what cannot be read is left out.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct IndexGauges {
    pub head: Option<i64>,
    pub pending: Option<bool>,
    pub index: Option<i64>,
    pub documents: Option<u64>,
}

/// Sets the gauges that are asked for rather than counted.
#[expect(clippy::cast_precision_loss, reason = "positions stay far below 2^53")]
pub(crate) fn set_gauges(gauges: IndexGauges, pool: &PgPool) {
    if let Some(head) = gauges.head {
        gauge!("plainpied_change_head").set(head as f64);
    }
    if let Some(pending) = gauges.pending {
        gauge!("plainpied_change_pending").set(f64::from(u8::from(pending)));
    }
    if let Some(index) = gauges.index {
        gauge!("plainpied_index_position").set(index as f64);
    }
    if let Some(documents) = gauges.documents {
        gauge!("plainpied_index_documents").set(documents as f64);
    }
    if let (Some(head), Some(index)) = (gauges.head, gauges.index) {
        gauge!("plainpied_index_lag").set((head - index).max(0) as f64);
    }
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    gauge!("plainpied_database_connections", "state" => "idle").set(f64::from(idle));
    gauge!("plainpied_database_connections", "state" => "used")
        .set(f64::from(pool.size().saturating_sub(idle)));
}
