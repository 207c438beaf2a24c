//! `GET /api/v1/establishments/{id}/embed`: a place in short, for a widget.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_store::establishment;

use super::{JudgedParams, departed};
use crate::extract::{Params, PathId};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, EmbedView, Embedded, known, noticed, personal};

/// One establishment for a widget
///
/// Name, address, what is known in sentences by the way that a person goes, and the verdicts for the needs asked for:
/// everything as text that can be shown as it is. What is not known is not there.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/embed",
    operation_id = "getEmbed",
    tag = "establishments",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment", example = "0570478e-4cfc-5243-84df-c547aec78358"),
        JudgedParams,
    ),
    responses(
        (status = 200, description = "The place in short", body = EmbedView),
        (status = 301, description = "Merged: Location has the successor"),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There never was such an establishment", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<JudgedParams>,
) -> Result<Response, Problem> {
    let read = state.query(async |connection| establishment::get(connection, id).await).await?;
    let Some(record) = read else {
        return departed(&state, id, "/api/v1/establishments/").await;
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    let (answers, provenance) = known(&record)?;
    let answers = noticed(&record, answers, state.clock().now());
    let place = Embedded { record: &record, answers: &answers, provenance: &provenance, lang: params.lang };
    let view = EmbedView::of(&place, (&params.needs, &params.limits), (state.site(), &reference));
    let body = Body::json(&view)?;
    Ok(if params.needs.is_empty() { body.into_response() } else { personal(body) })
}
