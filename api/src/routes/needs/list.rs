//! `GET /api/v1/needs`: what a person may need, and what the rules look at.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::response::Response;

pub(crate) use super::view::{NeedsView, view};
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::view::of_the_program;

/// Counts the changes of the form of the answer.
const FORM: u32 = 1;

/// Made once: the needs are part of the program.
static BODY: OnceLock<Vec<u8>> = OnceLock::new();

/// Needs
///
/// What a person may need: for each need its links in the order in which a person meets them, the criteria that they
/// look at, and the limits that a person may set; and the equipments that searches take as filters.
#[utoipa::path(
    get,
    path = "/api/v1/needs",
    operation_id = "listNeeds",
    tag = "reference",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of the copy that the client has")),
    responses(
        (status = 200, description = "All needs, limits and equipments", body = NeedsView,
            headers(("ETag" = String, description = "Changes with any rule"))),
        (status = 304, description = "The client's copy is still right"),
    ),
)]
pub(crate) async fn handler(
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let needs = plainpied_criteria::needs::needs();
    let etag = format!("\"{:016x}-{FORM}\"", needs.fingerprint());
    of_the_program(&headers, etag, &BODY, || view(plainpied_criteria::schema(), needs))
}
