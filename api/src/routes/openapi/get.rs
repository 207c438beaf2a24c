//! `GET /api/v1/openapi.json`: this API, described.

use std::sync::OnceLock;

use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::view::{Body, media};

static BODY: OnceLock<String> = OnceLock::new();

/// This document
///
/// OpenAPI 3.1, made from the routes themselves.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "getOpenapi",
    tag = "about",
    responses((status = 200, description = "The OpenAPI document", body = Object)),
)]
pub(crate) async fn handler(Params(NoParams): Params<NoParams>) -> Result<Body, Problem> {
    let body = BODY.get_or_init(crate::openapi::openapi_json);
    Ok(Body::new(media::JSON, body.as_bytes()))
}
