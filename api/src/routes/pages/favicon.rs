//! `GET /favicon.ico`: for programs that look there without reading a page. Browsers take the icon that pages name.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use crate::view::Body;
use crate::web::{FAVICON, FAVICON_MEDIA};

pub(crate) async fn handler() -> impl IntoResponse {
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    ([(header::CACHE_CONTROL, for_a_day)], Body::new(FAVICON_MEDIA, FAVICON))
}
