//! OGC API - Features. Its own OpenAPI 3.0 document describes these addresses, not that of `/api/v1`.

pub mod api;
pub mod collection;
pub mod collections;
pub mod conformance;
pub mod item;
pub mod items;
pub mod landing;
pub mod queryables;

use axum::Router;
use axum::routing::get;

use crate::state::AppState;

/// The routes under `/ogc`.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/ogc", get(landing::handler))
        .route("/ogc/", get(landing::handler))
        .route("/ogc/conformance", get(conformance::handler))
        .route("/ogc/api", get(api::handler))
        .route("/ogc/collections", get(collections::handler))
        .route("/ogc/collections/{collection}", get(collection::handler))
        .route("/ogc/collections/{collection}/queryables", get(queryables::handler))
        .route("/ogc/collections/{collection}/items", get(items::handler))
        .route("/ogc/collections/{collection}/items/{item}", get(item::handler))
}
