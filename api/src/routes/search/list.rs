//! `GET /api/v1/search`: establishments by words, place and activity.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::{ActivitySlug, CursorError, InseeCode};
use plainpied_search::{FacetSet, Hit, Query, SearchEngine, Sort};
use plainpied_store::StoreError;
use plainpied_store::establishment::{self, FeatureRecord};
use utoipa::IntoParams;

use crate::extract::{Accept, Fields, Params, QueryParams, bounding_box, near};
use crate::problem::{Problem, ProblemView};
use crate::state::{AppState, in_time};
use crate::view::{
    Body, Paging, SearchFeaturesView, SearchHead, SearchView, Shown, collection, media, page_urls,
};

const PATH: &str = "/api/v1/search";
const MEDIA: [&str; 2] = [media::JSON, media::GEOJSON];

/// What to look for.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// Words as a person types them: name, activity, street, commune. Small mistakes are forgiven.
    #[param(value_type = Option<String>, example = "boulangerie villeurbanne")]
    q: (),
    /// Latitude of a point to measure distances from, degrees, WGS 84. Goes with `lon`.
    #[param(value_type = Option<f64>, minimum = -90, maximum = 90, example = 45.7667)]
    lat: (),
    /// Longitude of that point, degrees, WGS 84.
    #[param(value_type = Option<f64>, minimum = -180, maximum = 180, example = 4.8803)]
    lon: (),
    /// Only places within so many metres of the point, at most 100000.
    #[param(value_type = Option<f64>, exclusive_minimum = 0, maximum = 100_000, example = 2000)]
    radius: (),
    /// Only places in this box: west,south,east,north, degrees, WGS 84.
    #[param(value_type = Option<String>)]
    bbox: (),
    /// Only places of this commune, by INSEE code; a city holds its municipal arrondissements.
    #[param(value_type = Option<String>, example = "69266")]
    commune: (),
    /// Only places of this activity, by slug.
    #[param(value_type = Option<String>, example = "boulangerie")]
    activity: Option<ActivitySlug>,
    /// The order: relevance unless given; distance needs `lat` and `lon`.
    #[param(value_type = Option<SortName>, inline)]
    sort: (),
    /// Whether to count the matches by activity and commune; true unless given.
    #[param(value_type = Option<bool>)]
    facets: (),
    /// Establishments on a page, 1 to 100; 20 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: (),
    /// Where the page before ended: follow `next`, do not build it.
    #[param(value_type = Option<String>)]
    cursor: (),
    #[param(ignore)]
    query: Query,
    #[param(ignore)]
    paging: Paging,
}

/// The orders of results.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum SortName {
    Relevance,
    Distance,
    Name,
}

const SORTS: [(&str, Sort); 3] =
    [("relevance", Sort::Relevance), ("distance", Sort::Distance), ("name", Sort::Name)];
const COUNTED: FacetSet = FacetSet {
    activities: true,
    communes: true,
    departments: false,
    needs: false,
    completeness: false,
    freshness: false,
};
const SWITCH: [(&str, bool); 2] = [("true", true), ("false", false)];

impl QueryParams for SearchParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let canonical = fields.canonical();
        let activity = fields.take("activity").map(ActivitySlug::from);
        let query = Query {
            text: fields.take("q").filter(|text| !text.trim().is_empty()),
            near: near(fields)?,
            bbox: bounding_box(fields)?,
            commune: fields.parsed::<InseeCode>("commune")?,
            activities: activity.clone().into_iter().collect(),
            sort: fields.word("sort", &SORTS)?.unwrap_or_default(),
            facets: if fields.word("facets", &SWITCH)?.unwrap_or(true) {
                COUNTED
            } else {
                FacetSet::default()
            },
            ..Query::default()
        };
        query.check()?;
        let paging = Paging::new(PATH, canonical, fields.parsed("limit")?, fields.take("cursor"));
        let [q, lat, lon, radius, bbox, commune, sort, facets, limit, cursor] = [(); 10];
        Ok(Self { q, lat, lon, radius, bbox, commune, activity, sort, facets, limit, cursor, query, paging })
    }
}

/// Search
///
/// Finds establishments by words, place and activity. Each result is the record as it stands now, with the criteria
/// that are known; a criterion that is absent is unknown, which is neither yes nor no.
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
    refuse_unknown_activity(&state, params.activity.as_ref()).await?;
    let Paged { offset, query } = paged(&state, params.query, &params.paging)?;
    let mut page = state.search().search(query).await?;
    let hits = std::mem::take(&mut page.hits);
    let records = in_time(read(&state, &hits)).await?;
    let reached = offset + hits.len();
    let more = !hits.is_empty() && (reached as u64) < page.matched && reached < Query::MAX_DEPTH;
    let urls = page_urls(&state, &params.paging, more.then(|| reached.to_string()));
    let reference = state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?;
    let metres: HashMap<_, _> = hits.iter().map(|hit| (hit.id.as_uuid(), hit.metres)).collect();
    let shown = records.iter().map(|record| {
        Shown::new(record, state.site(), &reference).at(metres.get(&record.id).copied().flatten())
    });
    let body = collection(media, &SearchHead::new(page, urls.next.clone()), shown)?;
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    Ok(urls.on((vary, Body::new(media, body)).into_response()))
}

struct Paged {
    offset: usize,
    query: Query,
}

fn paged(state: &AppState, query: Query, paging: &Paging) -> Result<Paged, Problem> {
    let offset = match paging.after(state)? {
        Some(after) => after.parse().or(Err(CursorError::Forged))?,
        None => 0,
    };
    let query = Query { offset, limit: paging.limit.get(), ..query };
    query.check()?;
    Ok(Paged { offset, query })
}

/// An activity that does not exist would find nothing, and look like a place without bakeries.
async fn refuse_unknown_activity(state: &AppState, activity: Option<&ActivitySlug>) -> Result<(), Problem> {
    let Some(slug) = activity else {
        return Ok(());
    };
    let reference = state.reference().await?;
    if reference.activity(slug.as_str()).is_some() {
        return Ok(());
    }
    let text: String = slug.as_str().chars().take(40).collect();
    Err(Problem::parameter("activity", format!("{text:?} is no activity; /api/v1/activities lists them"))
        .nearest(reference.nearest_activity(slug)))
}

/// The records found, in the order of the hits. One that was closed since it was indexed is missing.
async fn read(state: &AppState, hits: &[Hit]) -> Result<Vec<FeatureRecord>, StoreError> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    establishment::by_ids(&mut *state.pool().acquire().await?, &ids).await
}
