//! Pages for people: made on the server, without scripts, in the language of the reader.

mod accessibility;
mod areas;
mod assets;
mod chart;
mod code;
mod console;
mod directory;
mod docs;
mod easy;
mod general;
mod gone;
mod help;
mod home;
mod judged;
mod language;
mod open_data;
mod pager;
mod place;
mod rules;
mod shell;
mod statistics;
mod texts;
mod wanted;

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

pub(crate) use self::accessibility::AccessibilityPage;
pub(crate) use self::areas::SITEMAP_PAGES;
pub(crate) use self::assets::{FAVICON, FAVICON_MEDIA, ICON, ICON_FILE, STYLE, style_path};
pub(crate) use self::code::{code_page, problem_page};
pub(crate) use self::console::{CALLS, Call, ConsolePage, FIELDS as CONSOLE_FIELDS, Tried};
pub(crate) use self::directory::{CommuneList, DirectoryPage, PER_PAGE};
pub(crate) use self::docs::DocsPage;
pub(crate) use self::easy::{EasyPage, Topic, topic as easy_topic};
pub(crate) use self::gone::GonePage;
pub(crate) use self::help::{HelpPage, NeedPage};
pub(crate) use self::home::{Found, HomePage};
pub(crate) use self::open_data::OpenDataPage;
pub(crate) use self::place::{PlacePage, is_web};
pub(crate) use self::shell::{Shell, Tongue, with_lang};
pub(crate) use self::statistics::{Numbers, StatisticsPage};
pub(crate) use self::texts::{ContactPage, LegalPage, LicencesPage, PrivacyPage};
pub(crate) use self::wanted::Wanted;

use crate::problem::Problem;
use crate::routes;
use crate::state::AppState;
use crate::view::{Body, Validators, content_etag, media};

/// The routes of pages and of what they are made of.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(routes::pages::home::handler))
        .route("/establishments/{id}", get(routes::pages::place::handler))
        .route("/api/docs", get(routes::pages::docs::handler))
        .route("/open-data", get(async || Redirect::permanent("/open-data/")))
        .route("/open-data/", get(routes::open_data::page::handler))
        .route("/open-data/files/{*path}", get(routes::open_data::file::handler))
        .merge(general::routes())
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

/// A page that is the same for everybody and may be kept for a while.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn lasting(page: &impl Template, asked: &HeaderMap) -> Result<Response, Problem> {
    const FOR_FIVE_MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");
    let body = page.render()?.into_bytes();
    let validators = Validators { etag: content_etag(&body), modified: None };
    let mut response = match validators.match_request(asked) {
        true => validators.unchanged(),
        false => validators.on(Body::new(media::HTML, body)),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_FIVE_MINUTES);
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
