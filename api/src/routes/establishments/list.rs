//! `GET /api/v1/establishments`: all establishments, or those in a box.

use std::collections::HashSet;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::geohash::{AlongCurve, geohash};
use plainpied_domain::{BoundingBox, EstablishmentId};
use plainpied_store::establishment::{self, FeatureRecord};
use utoipa::IntoParams;

use crate::extract::{Accept, Fields, Params, QueryParams, bounding_box, shortened};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{
    Body, EstablishmentsView, FeatureCollectionView, ListHead, MissingView, Paging, Shown, collection, media,
    page_urls,
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
    /// Only these, in this order: at most 500 ids, separated by commas, all on one page; goes without bbox, limit and
    /// cursor. `missing` tells what became of those that are not there.
    #[param(value_type = Option<String>, example = "0570478e-4cfc-5243-84df-c547aec78358")]
    ids: Option<Vec<EstablishmentId>>,
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
        let ids = ids(fields)?;
        let bbox = bounding_box(fields)?;
        let paging = Paging::new(PATH, query, fields.parsed("limit")?, fields.take("cursor"));
        if ids.is_some() && (bbox.is_some() || paging.is_asked()) {
            return Err(Problem::parameter("ids", "ids go without bbox, limit and cursor"));
        }
        Ok(Self { bbox, ids, limit: (), cursor: (), paging })
    }
}

/// Establishments of one request by their ids.
const MOST_IDS: usize = 500;

fn ids(fields: &mut Fields) -> Result<Option<Vec<EstablishmentId>>, Problem> {
    let Some(text) = fields.take("ids") else {
        return Ok(None);
    };
    let id = |text: &str| {
        let wrong = || Problem::parameter("ids", format!("{:?} is not a UUID", shortened(text)));
        text.trim().parse().map_err(|_not_one| wrong())
    };
    let ids: Vec<EstablishmentId> = text.split(',').map(id).collect::<Result<_, _>>()?;
    if ids.len() > MOST_IDS {
        return Err(Problem::parameter(
            "ids",
            format!("{} ids, at most {MOST_IDS} in one request", ids.len()),
        ));
    }
    Ok(Some(ids))
}

/// All establishments, or those in a box
///
/// Straight from the database, with all known criteria: by id, or in a box along the curve of geohashes. Follow `next`
/// until it is null; a list read this way misses no place that was there, in one spot, from beginning to end.
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
    if let Some(ids) = params.ids {
        return by_ids(&state, media, &ids).await;
    }
    let paging = params.paging;
    let (records, next) = match params.bbox {
        Some(bbox) => in_box(&state, &paging, bbox).await?,
        None => everywhere(&state, &paging).await?,
    };
    let urls = page_urls(&state, &paging, next);
    let reference = state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?;
    let now = state.clock().now();
    let shown = records.iter().map(|record| Shown::new(record, state.site(), &reference).at(now));
    let body = collection(media, &ListHead { next: urls.next.as_deref(), missing: None }, shown)?;
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    Ok(urls.on((vary, Body::new(media, body)).into_response()))
}

/// Those of the ids that are published, in their order, and what became of the others.
async fn by_ids(state: &AppState, media: &'static str, ids: &[EstablishmentId]) -> Result<Response, Problem> {
    let (records, located) = state
        .query(async |connection| {
            let records = establishment::by_ids(connection, ids).await?;
            let there: HashSet<_> = records.iter().map(|record| record.id).collect();
            let others: Vec<_> = ids.iter().filter(|id| !there.contains(&id.as_uuid())).copied().collect();
            let located = establishment::locate_all(connection, &others).await?;
            let missing =
                others.into_iter().map(|id| MissingView::of(id, located.get(&id))).collect::<Vec<_>>();
            Ok((records, missing))
        })
        .await?;
    let reference = state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?;
    let now = state.clock().now();
    let shown = records.iter().map(|record| Shown::new(record, state.site(), &reference).at(now));
    let body = collection(media, &ListHead { next: None, missing: Some(&located) }, shown)?;
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    Ok((vary, Body::new(media, body)).into_response())
}

/// A page of all, by id, and what the next one continues after.
async fn everywhere(
    state: &AppState,
    paging: &Paging,
) -> Result<(Vec<FeatureRecord>, Option<String>), Problem> {
    let after = paging.after::<EstablishmentId>(state)?;
    let mut records = state
        .query(async |connection| establishment::after(connection, after, paging.limit.and_one()).await)
        .await?;
    let next = paging.cut(&mut records, |last| last.id);
    Ok((records, next))
}

/// The same of a box, along the curve of geohashes: by id, all of a box would be read for each of its pages.
async fn in_box(
    state: &AppState,
    paging: &Paging,
    bbox: BoundingBox,
) -> Result<(Vec<FeatureRecord>, Option<String>), Problem> {
    let after = paging.after::<AlongCurve>(state)?;
    let mut records = state
        .query(async |connection| {
            establishment::in_box(connection, bbox, after.as_ref(), paging.limit.and_one()).await
        })
        .await?;
    let place =
        |last: &FeatureRecord| AlongCurve { geohash: geohash(last.lon, last.lat), id: last.id.into() };
    let next = paging.cut(&mut records, place);
    Ok((records, next))
}
