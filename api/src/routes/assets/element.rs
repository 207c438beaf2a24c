//! `GET /embed/plainpied-place.js`: the element `<plainpied-place>` for pages of others. Its address stays.

use axum::http::HeaderMap;
use axum::response::Response;

use super::bundled::bundled;
use crate::problem::{Problem, code};
use crate::web;

pub(crate) async fn handler(headers: HeaderMap) -> Result<Response, Problem> {
    let built = web::built(web::ELEMENT).ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))?;
    Ok(bundled(built, &headers, "public, max-age=3600"))
}
