//! For those who run the service. Outside of the limits of other requests: a busy server must still say so.

mod live;
mod metrics;
mod parts;
mod ready;

use axum::Router;
use axum::routing::get;

use crate::state::AppState;

pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(live::handler))
        .route("/readyz", get(ready::handler))
        .route("/metrics", get(metrics::handler))
}
