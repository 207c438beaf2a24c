//! `GET /open-data/schema.json`: the Table Schema of the national CSV.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_opendata::national_csv::table_schema;

use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::view::of_the_program;

/// Counts the changes of the form of the answer.
const FORM: u32 = 1;

/// Made once: the schema is part of the program.
static BODY: OnceLock<Vec<u8>> = OnceLock::new();

/// Schema of the CSV
///
/// The Table Schema of the national CSV: type, title, constraints and values of each column. `/api/v1/export?format=csv`
/// and the CSV files of `/open-data/` are valid under it.
#[utoipa::path(
    get,
    path = "/open-data/schema.json",
    operation_id = "getTableSchema",
    tag = "open data",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of the copy that the client has")),
    responses(
        (status = 200, description = "The schema", body = Object,
            headers(("ETag" = String, description = "Changes with anything of the schema"))),
        (status = 304, description = "The client's copy is still right"),
    ),
)]
pub(crate) async fn handler(
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schema = plainpied_criteria::schema();
    let etag = format!("\"{:016x}-t{FORM}\"", schema.fingerprint());
    of_the_program(&headers, etag, &BODY, || table_schema(schema))
}
