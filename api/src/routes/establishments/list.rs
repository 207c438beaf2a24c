//! `GET /api/v1/establishments`: all establishments, or those in a box.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::{BoundingBox, CursorError, EstablishmentId};
use plainpied_store::StoreError;
use plainpied_store::establishment::{self, FeatureRecord};
use utoipa::IntoParams;

use crate::extract::{Accept, Fields, Params, QueryParams, bounding_box};
use crate::problem::{Problem, ProblemView};
use crate::state::{AppState, in_time};
use crate::view::{
    Body, EstablishmentsView, FeatureCollectionView, ListHead, Paging, Shown, collection, media, page_urls,
};

const PATH: &str = "/api/v1/establishments";
const MEDIA: [&str; 2] = [media::GEOJSON, media::JSON];

/// Which establishments.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Only those in this box: west,south,east,north, degrees, WGS 84. West greater than east crosses the antimeridian.
    #[param(value_type = Option<String>, example = "4.83,45.74,4.92,45.79")]
    bbox: Option<BoundingBox>,
    /// Establishments on a page, 1 to 100; 20 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100, example = 50)]
    limit: (),
    /// Where the page before ended: follow `next`, do not build it.
    #[param(value_type = Option<String>)]
    cursor: (),
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for ListParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let query = fields.canonical();
        let bbox = bounding_box(fields)?;
        let paging = Paging::new(PATH, query, fields.parsed("limit")?, fields.take("cursor"));
        Ok(Self { bbox, limit: (), cursor: (), paging })
    }
}

/// All establishments, or those in a box
///
/// Straight from the database, by id, with all known criteria. Follow `next` until it is null; a list read this way
/// misses no place that was there from beginning to end.
#[utoipa::path(
    get,
    path = "/api/v1/establishments",
    operation_id = "listEstablishments",
    tag = "establishments",
    params(ListParams),
    responses(
        (status = 200, description = "A page of establishments", content(
            (FeatureCollectionView = "application/geo+json"),
            (EstablishmentsView = "application/json"),
        ), headers(("Link" = String, description = "rel=self and rel=next (RFC 8288)"))),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 406, description = "Neither JSON nor GeoJSON is acceptable", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    accept: Accept,
    Params(params): Params<ListParams>,
) -> Result<Response, Problem> {
    let media = accept.demand(&MEDIA)?;
    let paging = params.paging;
    let after = match paging.after(&state)? {
        Some(after) => Some(after.parse().or(Err(CursorError::Forged))?),
        None => None,
    };
    let mut records = in_time(read(&state, params.bbox, after, paging.limit.and_one())).await?;
    let more = records.len() > paging.limit.get();
    records.truncate(paging.limit.get());
    let next = records.last().filter(|_| more).map(|record| record.id.to_string());
    let urls = page_urls(&state, &paging, next);
    let reference = state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?;
    let shown = records.iter().map(|record| Shown::new(record, state.site(), &reference));
    let body = collection(media, &ListHead { next: urls.next.as_deref() }, shown)?;
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    Ok(urls.on((vary, Body::new(media, body)).into_response()))
}

async fn read(
    state: &AppState,
    bbox: Option<BoundingBox>,
    after: Option<EstablishmentId>,
    limit: i64,
) -> Result<Vec<FeatureRecord>, StoreError> {
    establishment::in_box(&mut *state.pool().acquire().await?, bbox, after, limit).await
}
