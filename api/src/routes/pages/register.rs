//! `GET /establishments/{id}/register`: the public accessibility register of a place.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::establishment;

use super::place::no_more;
use crate::extract::{LangParams, Params, PathId};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, RegisterPage};

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match register(&state, id, lang).await? {
        Some(page) => web::page(&page),
        None => no_more(&state, id, lang, &headers).await,
    }
}

/// The register of a place; none of one that is not there, or no more.
///
/// # Errors
/// 503; 500 for a record that cannot be read.
pub(super) async fn register(
    state: &AppState,
    id: EstablishmentId,
    lang: Lang,
) -> Result<Option<RegisterPage>, Problem> {
    let found = state.query(async |connection| establishment::get(connection, id).await).await?;
    let Some(record) = found else { return Ok(None) };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    RegisterPage::new(&record, &reference, lang, state.clock().now()).map(Some)
}
