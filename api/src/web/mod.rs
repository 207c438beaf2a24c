//! Pages for people: made on the server, without scripts, in the language of the reader.

mod areas;
mod assets;
mod code;
mod docs;
mod home;
mod judged;
mod language;
mod open_data;
mod place;
mod shell;
mod wanted;

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

pub(crate) use self::assets::{ICON, ICON_FILE, STYLE, style_path};
pub(crate) use self::code::{code_page, problem_page};
pub(crate) use self::docs::DocsPage;
pub(crate) use self::home::{Found, HomePage};
pub(crate) use self::open_data::OpenDataPage;
pub(crate) use self::place::PlacePage;
pub(crate) use self::shell::{Shell, Tongue, with_lang};
pub(crate) use self::wanted::Wanted;

use crate::problem::Problem;
use crate::routes;
use crate::state::AppState;
use crate::view::Body;

/// The routes of pages and of what they are made of.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(routes::pages::home::handler))
        .route("/establishments/{id}", get(routes::pages::place::handler))
        .route("/api/docs", get(routes::pages::docs::handler))
        .route("/api/docs/", get(routes::compat::openapi::docs::handler))
        .route("/open-data", get(async || Redirect::permanent("/open-data/")))
        .route("/open-data/", get(routes::open_data::page::handler))
        .route("/open-data/files/{*path}", get(routes::open_data::file::handler))
        .route("/language/{lang}", get(routes::pages::language::handler))
        .route("/assets/{file}", get(routes::assets::get::handler))
        .layer(from_fn(language::speak))
}

/// A page with the headers that keep its readers safe.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn page(page: &impl Template) -> Result<Response, Problem> {
    let mut response = Body::page(page)?.into_response();
    protect(response.headers_mut());
    Ok(response)
}

/// Nothing from elsewhere, no script, no frame around us.
pub(crate) fn protect(headers: &mut HeaderMap) {
    const POLICY: &str = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; \
                          form-action 'self'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
}

#[cfg(test)]
mod tests;
