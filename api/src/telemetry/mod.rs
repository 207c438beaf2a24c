//! One log line, one count and one duration for every request. Neither the query string nor the address of the
//! client: what people look for is nobody's business.

mod metrics;
mod observe;

pub(crate) use self::metrics::{IndexGauges, set_gauges};
pub use self::metrics::{MetricsError, install, upkeep};
pub(crate) use observe::{RequestId, observe};

/// The header that names a request, in the answer and in the log.
pub(crate) const REQUEST_ID: axum::http::HeaderName = axum::http::HeaderName::from_static("x-request-id");
