//! `GET /ogc/collections/{collection}`: a feature collection (Part 1, clause 7.14).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::extract::Params;
use crate::ogc::{Base, FormParams, PathCollection, Sheet, answer, extents};
use crate::problem::Problem;
use crate::state::AppState;

/// The collection.
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathCollection(collection, _): PathCollection,
    Params(params): Params<FormParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let extents = extents(&state).await?;
    let path = collection.path();
    let sheet = |lang| Sheet {
        title: collection.title(lang),
        lead: collection.description().to_owned(),
        links: vec![
            base.html("items", &format!("{path}/items"), "Items"),
            base.html("queryables", &format!("{path}/queryables"), "Queryables"),
        ],
        ..Sheet::default()
    };
    answer(params.f, &headers, || collection.view(&base, &extents), sheet)
}
