//! `GET /api/v1/criteria`: the schema of accessibility.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::response::Response;

pub(crate) use super::view::{CriteriaView, view};
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::view::of_the_program;

/// Counts the changes of the form of the answer.
const FORM: u32 = 1;

/// Made once: the schema is part of the program.
static BODY: OnceLock<Vec<u8>> = OnceLock::new();

/// Criteria
///
/// All criteria of the schema: label, kind, limits, sentences, and the answer that opens each of them. They are the
/// keys of `criteria` and `provenance` of an establishment.
#[utoipa::path(
    get,
    path = "/api/v1/criteria",
    operation_id = "listCriteria",
    tag = "reference",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of the copy that the client has")),
    responses(
        (status = 200, description = "The schema", body = CriteriaView,
            headers(("ETag" = String, description = "Changes with anything of the schema"))),
        (status = 304, description = "The client's copy is still right"),
    ),
)]
pub(crate) async fn handler(
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schema = plainpied_criteria::schema();
    let etag = format!("\"{:016x}-{FORM}\"", schema.fingerprint());
    of_the_program(&headers, etag, &BODY, || view(schema))
}
