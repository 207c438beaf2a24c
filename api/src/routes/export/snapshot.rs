//! `GET /api/v1/snapshot`: where a partner begins to follow the change log.

use axum::extract::State;
use axum::response::Response;

use super::get::send;
use super::stream::{Export, Form, Wanted};
use crate::extract::{NoParams, Params};
use crate::guard::Client;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::ExportFormat;

/// Snapshot
///
/// All establishments, a GeoJSON feature a line, from one state of the base, with the position of the change log that
/// it stands at: in the header `Plainpied-Position` and in the name of the file (`plainpied-<position>.geojsonl`).
/// `/api/v1/changes?since=<position>` goes on from there and misses nothing.
#[utoipa::path(
    get,
    path = "/api/v1/snapshot",
    operation_id = "snapshot",
    tag = "open data",
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/x-ndjson",
            headers(("Plainpied-Position" = i64, description = "Where the file stands in the change log"))),
        (status = 400, description = "There are no parameters here", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Your address has as many exports under way as one may have: 2", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now, or too many exports are under way", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    client: Client,
) -> Result<Response, Problem> {
    let slot = state.exports().take(client)?;
    let form = Form { format: ExportFormat::GeoJsonLines, expanded: false };
    let export = Export::open(&state, form, Wanted::All).await?;
    let name = format!("plainpied-{}.{}", export.position, form.format.name());
    send(export, slot, &name).await
}
