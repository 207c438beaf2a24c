//! Pages for people: server-rendered, without script, without anything from elsewhere.

mod docs;
mod home;

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use plainpied_criteria::Lang;

use crate::problem::{Code, Problem, code};
use crate::state::AppState;
use crate::view::{Body, media};

const STYLE: &str = include_str!("../../templates/style.css");

/// The pages.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home::handler))
        .route("/api/docs", get(docs::handler))
        .route("/assets/style.css", get(style))
}

async fn style() -> Response {
    let mut response = Body::new("text/css; charset=utf-8", STYLE).into_response();
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600"),
    );
    response
}

/// A page with its headers.
fn page(body: Body) -> Response {
    let mut response = body.into_response();
    protect(response.headers_mut());
    response
}

/// Browsers load nothing into a page but what this server gives.
pub(crate) fn protect(headers: &mut HeaderMap) {
    let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                  frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    lang: &'static str,
    title: &'a str,
    name: &'a str,
    status: u16,
    detail: &'a str,
    meaning: &'a str,
    advice: &'a str,
}

/// What a code means, for people.
pub(crate) fn code_page(code: &Code, lang: Lang) -> Result<Response, Problem> {
    let html = problem_page(code, None, lang).ok_or_else(|| Problem::new(&code::INTERNAL))?;
    Ok(page(Body::new(media::HTML, html)))
}

/// What went wrong, for people; `None` where the template fails.
pub(crate) fn problem_page<'a>(
    code: &Code,
    detail: impl Into<Option<&'a str>>,
    lang: Lang,
) -> Option<String> {
    let page = ProblemPage {
        lang: lang.code(),
        title: code.title.get(lang),
        name: code.name,
        status: code.status.as_u16(),
        detail: detail.into().unwrap_or_default(),
        meaning: code.meaning.get(lang),
        advice: code.advice.get(lang),
    };
    page.render().ok()
}
