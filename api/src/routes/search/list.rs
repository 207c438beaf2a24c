//! `GET /api/v1/search`: establishments by words, place, activity, needs and criteria.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

pub use super::params::SearchParams;
use super::results::{Results, results};
use crate::extract::{Accept, Params};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, SearchFeaturesView, SearchHead, SearchView, Shown, collection, media, personal};

pub(super) const PATH: &str = "/api/v1/search";
const MEDIA: [&str; 2] = [media::JSON, media::GEOJSON];

/// Search
///
/// Finds establishments by words, place, activity, needs and criteria. Each result is the record as it stands now, with
/// the criteria that are known; a criterion that is absent is unknown, which is neither yes nor no. A place about which
/// not enough is known is left out where needs or criteria are asked for, and counted in `excluded_unknown`.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    operation_id = "search",
    tag = "search",
    params(SearchParams),
    responses(
        (status = 200, description = "A page of results", content(
            (SearchView = "application/json"),
            (SearchFeaturesView = "application/geo+json"),
        ), headers(("Link" = String, description = "rel=self and rel=next (RFC 8288)"))),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 406, description = "Neither JSON nor GeoJSON is acceptable", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Index or database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    accept: Accept,
    Params(params): Params<SearchParams>,
) -> Result<Response, Problem> {
    let media = accept.demand(&MEDIA)?;
    let Results { page, query, understood, places, urls, .. } = results(&state, &params).await?;
    let (records, found): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let reference = state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?;
    let now = state.clock().now();
    let shown = records
        .iter()
        .zip(found)
        .map(|(record, found)| Shown::new(record, state.site(), &reference).at(now).found(Some(found)));
    let head = SearchHead::new(page, understood, urls.next.clone());
    let body = collection(media, &head, shown)?;
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    let response = (vary, Body::new(media, body)).into_response();
    Ok(urls.on(if query.asked.is_nothing() { response } else { personal(response) }))
}
