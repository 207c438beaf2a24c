//! `GET /api/accessibilite/{id}/`: the answers of one establishment.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::compat::{ACCESSIBILITE, Around, ERPS, Lead, accessibility, lead, one};
use crate::extract::{Accept, Params, PathName};
use crate::problem::{Problem, ProblemView};
use crate::routes::compat::erps::ErpParams;
use crate::state::AppState;

/// Answers of one establishment
///
/// By its id or slug.
#[utoipa::path(
    get,
    path = "/api/accessibilite/{id}/",
    operation_id = "getAccessibilite",
    tag = "accessibilite",
    params(("id" = String, Path, description = "Id, or slug, of the establishment"), ErpParams),
    responses(
        (status = 200, description = "url, erp, and the sections", body = Object),
        (status = 301, description = "It has another address: Location"),
        (status = 404, description = "There is none", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathName(name): PathName,
    accept: Accept,
    headers: HeaderMap,
    Params(ErpParams { look, forms, .. }): Params<ErpParams>,
) -> Result<Response, Problem> {
    let form = forms.choose(&accept, false)?;
    let site = state.site().or_host(&headers);
    let record = match lead(&state, &site, (&name, false), (ACCESSIBILITE, "/")).await? {
        Lead::There(response) => return Ok(response),
        Lead::Here(record) => record,
    };
    let reference = state.reference().await?;
    let around = Around { site: &site, reference: &reference, look };
    one(form, &accessibility(&record, around, site.url(&format!("{ERPS}{}/", record.slug)))?)
}
