//! The last touch on a problem, where request and configuration are known: absolute URLs, and a page instead of JSON
//! for people who read pages.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::{Code, Reported, code};
use crate::extract::{Accept, language_of, spoken};
use crate::state::AppState;
use crate::telemetry::RequestId;
use crate::view::media;
use crate::web;

pub(crate) async fn finish(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_people = !path.starts_with("/api/v1/") && !path.starts_with("/problems/");
    let named = || language_of(request.uri().query()).unwrap_or_else(|| spoken(request.headers()));
    let page_language = for_people.then(named);
    let accepts_page = for_people && prefers_html(request.headers());
    let below_place = path.starts_with("/establishments/");
    let id = request.extensions().get::<RequestId>().map(|RequestId(id)| id.clone());
    let mut response = next.run(request).await;
    let Some(reported) = response.extensions().get::<Reported>().cloned() else {
        return response;
    };
    let code = if below_place { for_reader(&reported) } else { reported.code() };
    // A version or a question may be missing as well.
    let of_place = below_place && reported.0.parameter.as_deref() == Some("id");
    let page = |lang| {
        let told = reported.told(lang);
        web::problem_page(code, web::Wrong { detail: reported.detail(), told, request: id, of_place }, lang)
    };
    if accepts_page && let Some(page) = page_language.and_then(page) {
        *response.status_mut() = code.status;
        replace(&mut response, page.into_bytes(), media::HTML);
        web::protect(response.headers_mut());
    } else if !state.site().base().is_empty() {
        replace(&mut response, reported.0.body(state.site()), media::PROBLEM);
    }
    response
}

/// The code that says to a reader what happened: an address of a place that cannot be is that of no place.
fn for_reader(reported: &Reported) -> &'static Code {
    match reported.0.parameter.as_deref() {
        Some("id") if reported.code().name == code::INVALID_PARAMETER.name => &code::NOT_FOUND,
        _ => reported.code(),
    }
}

fn replace(response: &mut Response, body: Vec<u8>, media: &'static str) {
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_ENCODING);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    *response.body_mut() = Body::from(body);
}

/// Programs seldom ask for HTML by name; browsers always do.
pub(crate) fn prefers_html(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ACCEPT)
        && Accept::of(headers).choose(&[media::PROBLEM, media::HTML]) == Some(media::HTML)
}
