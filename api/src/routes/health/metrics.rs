//! `GET /metrics`: counts, durations and positions in the text format of Prometheus.

use axum::extract::State;

use super::parts::Parts;
use crate::state::AppState;
use crate::telemetry::{IndexGauges, set_gauges};
use crate::view::{Body, media};

pub(super) async fn handler(State(state): State<AppState>) -> Body {
    let parts = Parts::look(&state).await;
    let gauges = IndexGauges {
        head: parts.head.as_ref().ok().map(|head| head.position),
        pending: parts.head.as_ref().ok().map(|head| head.pending),
        index: parts.index.as_ref().ok().map(|index| index.position),
        documents: parts.index.as_ref().ok().map(|index| index.documents),
    };
    set_gauges(gauges, state.pool());
    Body::new(media::PROMETHEUS, state.metrics().render())
}
