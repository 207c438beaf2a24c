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
    [
        ("/ogc", get(landing::handler)),
        ("/ogc/conformance", get(conformance::handler)),
        ("/ogc/api", get(api::handler)),
        ("/ogc/collections", get(collections::handler)),
        ("/ogc/collections/{collection}", get(collection::handler)),
        ("/ogc/collections/{collection}/queryables", get(queryables::handler)),
        ("/ogc/collections/{collection}/items", get(items::handler)),
        ("/ogc/collections/{collection}/items/{item}", get(item::handler)),
    ]
    .into_iter()
    // Some clients end every address with a slash.
    .fold(Router::new(), |router, (path, handler)| {
        router.route(path, handler.clone()).route(&format!("{path}/"), handler)
    })
}
