//! The language of pages: that of the address, else that of the reader.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::shell::{HERE, Here};
use crate::extract::{Spoken, language_of, spoken};
use crate::site::Site;
use crate::view::media;

/// Finds the language of those whose address names none, and tells caches that it is another for others.
pub(super) async fn speak(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let named = language_of(request.uri().query()).is_some();
    let lang = spoken(request.headers());
    request.extensions_mut().insert(Spoken(lang));
    let here = Here { site, names_language: named };
    let mut response = HERE.scope(here, next.run(request)).await;
    let page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == media::HTML);
    if page && !named {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    }
    response
}
