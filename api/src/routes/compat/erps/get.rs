//! `GET /api/erps/{slug}/`: one establishment.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::ErpParams;
use crate::compat::{Around, ERPS, ErpView, Lead, lead, one};
use crate::extract::{Accept, Params, PathName};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// One establishment
///
/// By slug or by id. A slug that it once had and a place that was merged lead on (301).
#[utoipa::path(
    get,
    path = "/api/erps/{slug}/",
    operation_id = "getErp",
    tag = "erps",
    params(("slug" = String, Path, description = "Slug, or id"), ErpParams),
    responses(
        (status = 200, description = "The establishment", content(
            (ErpView<'static> = "application/json"),
            (ErpView<'static> = "application/xml"),
        )),
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
    let record = match lead(&state, &site, (&name, false), (ERPS, "/")).await? {
        Lead::There(response) => return Ok(response),
        Lead::Here(record) => record,
    };
    let reference = state.reference().await?;
    one(form, &ErpView::new(&record, Around { site: &site, reference: &reference, look }, None)?)
}
