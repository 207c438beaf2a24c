//! The Reconciliation Service API 0.2. Its own manifest describes these addresses, not the OpenAPI document.

mod preview;
mod properties;
mod service;
mod suggest;

use axum::Router;
use axum::http::Uri;
use axum::routing::get;

use crate::extract::Fields;
use crate::problem::Problem;
use crate::state::AppState;

/// The service itself: a batch may take as long as a list that is matched.
pub(crate) fn service() -> Router<AppState> {
    Router::new()
        .route("/reconcile", get(service::get).post(service::post))
        .route("/reconcile/", get(service::get).post(service::post))
}

/// What helps those who type, under `/reconcile`.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/reconcile/suggest/{what}", get(suggest::handler))
        .route("/reconcile/preview/{id}", get(preview::handler))
        .route("/reconcile/properties", get(properties::handler))
}

/// The parameters. Those not known here are ignored, as the protocol wants: clients send what other services read.
fn fields(uri: &Uri) -> Result<Fields, Problem> {
    Fields::parse(uri.query().unwrap_or_default())
}
