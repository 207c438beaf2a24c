//! `GET /worker.js`: what keeps saved places readable without a network. It stands at the root, because a service worker
//! serves what lies below its own address.

use axum::http::HeaderMap;
use axum::response::Response;

use super::bundled::bundled;
use crate::problem::{Problem, code};
use crate::web;

pub(crate) async fn handler(headers: HeaderMap) -> Result<Response, Problem> {
    let built = web::built("worker.js").ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))?;
    Ok(bundled(built, &headers, "no-cache"))
}
