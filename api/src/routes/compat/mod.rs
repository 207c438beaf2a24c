//! The API of Acceslibre under `/api/`: see [`crate::compat`].

pub mod accessibilite;
pub mod activites;
pub mod erps;
pub mod openapi;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// The routes that its document describes.
pub(crate) fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(erps::list::handler, erps::create::handler))
        .routes(routes!(erps::get::handler, erps::update::handler))
        .routes(routes!(erps::widget::handler))
        .routes(routes!(accessibilite::list::handler))
        .routes(routes!(accessibilite::help::handler))
        .routes(routes!(accessibilite::get::handler))
        .routes(routes!(activites::list::handler))
        .routes(routes!(activites::get::handler))
        .routes(routes!(openapi::get::handler))
}

/// All routes. Addresses end with a slash; without it they lead to those with.
pub(crate) fn routes() -> Router<AppState> {
    let router = Router::from(documented());
    let bare = [
        "/api/erps",
        "/api/erps/{slug}",
        "/api/erps/{slug}/widget",
        "/api/accessibilite",
        "/api/accessibilite/{id}",
        "/api/activites",
        "/api/activites/{slug}",
    ];
    bare.into_iter().fold(router, |router, path| router.route(path, get(with_slash)))
}

async fn with_slash(address: Uri) -> Response {
    let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
    let whole = format!("{}/{query}", address.path());
    match HeaderValue::try_from(whole) {
        Ok(location) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response(),
        // It came in as an address.
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
