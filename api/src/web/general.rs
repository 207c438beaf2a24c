//! The routes of pages that say the same to everybody, and of what programs look for on every site.

use axum::Router;
use axum::routing::get;

use crate::routes::{pages, site};
use crate::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/language/{lang}", get(pages::language::handler))
        .route("/places", get(pages::directory::departments))
        .route("/places/{department}", get(pages::directory::department))
        .route("/places/{department}/{commune}", get(pages::directory::commune))
        .route("/places/{department}/{commune}/{activity}", get(pages::directory::commune))
        .route("/statistics", get(pages::statistics::handler))
        .route("/help", get(pages::texts::help))
        .route("/help/needs/{need}", get(pages::texts::need))
        .route("/facile", get(pages::texts::easy))
        .route("/facile/{topic}", get(pages::texts::easy_topic))
        .route("/accessibility", get(pages::texts::accessibility))
        .route("/legal", get(pages::texts::legal))
        .route("/privacy", get(pages::texts::privacy))
        .route("/contact", get(pages::texts::contact))
        .route("/licences", get(pages::texts::licences))
        .route("/api/console", get(pages::console::handler))
        .route("/establishments/{id}/history", get(pages::history::handler))
        .route("/establishments/{id}/register", get(pages::register::handler))
        .route("/establishments/{id}/register.pdf", get(pages::register_pdf::handler))
        .route("/establishments/{id}/report", get(pages::report::form).post(pages::report::send))
        .route("/establishments/{id}/qr.svg", get(pages::qr::handler))
        .route("/proposals", get(pages::proposals::list).post(pages::proposals::send))
        .route("/robots.txt", get(site::robots::handler))
        .route("/sitemap.xml", get(site::sitemap::index))
        .route("/sitemaps/{part}", get(site::sitemap::part))
        .route("/opensearch.xml", get(site::opensearch::handler))
        .route("/favicon.ico", get(pages::favicon::handler))
}
