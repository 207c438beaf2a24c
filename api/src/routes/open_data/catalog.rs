//! `GET /open-data/catalog.jsonld`: what there is, for harvesters.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::extract::{NoParams, Params};
use crate::problem::{Problem, ProblemView};
use crate::publish;
use crate::state::AppState;
use crate::view::{Body, Catalog, media};

/// Catalogue
///
/// What there is to have, as DCAT-AP 3 in JSON-LD: the dataset, its files with sizes and SHA-256, and the services. Without
/// published files the distributions are those of the API.
#[utoipa::path(
    get,
    path = "/open-data/catalog.jsonld",
    operation_id = "getCatalog",
    tag = "open data",
    responses(
        (status = 200, description = "The catalogue", body = Object, content_type = "application/ld+json"),
        (status = 503, description = "The database, or who has the published files, cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
) -> Result<Response, Problem> {
    let published = publish::latest(state.http().open_data.as_ref()).await?;
    let reference = state.reference().await?;
    let (operator, published) = (&state.http().operator, published.as_ref());
    let catalog = Catalog { site: state.site(), operator, reference: &reference, published };
    let body = serde_json::to_vec(&catalog.json())?;
    let fresh = HeaderMap::from_iter([(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"))]);
    Ok((fresh, Body::new(media::JSON_LD, body)).into_response())
}
