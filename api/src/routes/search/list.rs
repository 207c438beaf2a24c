//! `GET /api/v1/search`: establishments by words, place, activity, needs and criteria.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::understanding::Understood;
use plainpied_domain::{Clock, CursorError, SystemClock};
use plainpied_search::{Hit, Page, Query};
use plainpied_store::StoreError;
use plainpied_store::establishment::{self, FeatureRecord};

pub use super::params::SearchParams;
use crate::extract::{Accept, Params};
use crate::problem::{Problem, ProblemView};
use crate::state::{AppState, in_time};
use crate::view::{
    Body, Found, SearchFeaturesView, SearchHead, SearchView, Shown, collection, media, page_urls, personal,
};

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
    let (mut page, query, understood) = find(&state, &params).await?;
    let (offset, asked) = (query.offset, query.asked);
    let hits = std::mem::take(&mut page.hits);
    let records = in_time(read(&state, &hits)).await?;
    let by_id: HashMap<_, _> = hits.iter().map(|hit| (hit.id.as_uuid(), hit)).collect();
    // The index may be a moment behind: what was answered since decides.
    let records: Vec<(&FeatureRecord, Found)> = records
        .iter()
        .filter_map(|record| {
            let found = Found::new(by_id.get(&record.id)?, &asked, record, params.lang);
            asked.takes(found.standing).then_some((record, found))
        })
        .collect();
    let reached = offset + hits.len();
    let more = !hits.is_empty() && (reached as u64) < page.matched && reached < Query::MAX_DEPTH;
    let urls = page_urls(&state, &params.paging, more.then(|| reached.to_string()));
    let reference =
        state.reference_with(records.iter().map(|(record, _)| record.source_key.as_str())).await?;
    let shown = records
        .into_iter()
        .map(|(record, found)| Shown::new(record, state.site(), &reference).found(Some(found)));
    let head = SearchHead::new(page, understood, urls.next.clone());
    let body = collection(media, &head, shown)?;
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    let response = (vary, Body::new(media, body)).into_response();
    Ok(urls.on(if asked.is_nothing() { response } else { personal(response) }))
}

/// What the engine finds for the request, what it was asked in the end, and what was understood.
async fn find(state: &AppState, params: &SearchParams) -> Result<(Page, Query, Option<Understood>), Problem> {
    let offset = match params.paging.after(state)? {
        Some(after) => after.parse().or(Err(CursorError::Forged))?,
        None => 0,
    };
    let query = Query {
        offset,
        limit: params.paging.limit.get(),
        today: Some(SystemClock.now().date()),
        ..params.filters.query.clone()
    };
    params.filters.find(state, query).await
}

/// The records found, in the order of the hits. One that was closed since it was indexed is missing.
async fn read(state: &AppState, hits: &[Hit]) -> Result<Vec<FeatureRecord>, StoreError> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    establishment::by_ids(&mut *state.pool().acquire().await?, &ids).await
}
