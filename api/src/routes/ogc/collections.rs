//! `GET /ogc/collections`: all feature collections (Part 1, clause 7.13).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::Crs;
use serde_json::json;

use crate::extract::Params;
use crate::ogc::{Base, Collection, FormParams, Sheet, answer, extents};
use crate::problem::Problem;
use crate::state::AppState;

/// The collections.
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<FormParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let extents = extents(&state).await?;
    let json = || {
        json!({
            "links": [
                base.json("self", "/collections", "This list"),
                base.html("alternate", "/collections", "This list as a page"),
            ],
            "crs": Crs::ALL.map(Crs::uri),
            "collections": Collection::all().map(|collection| collection.view(&base, &extents)).collect::<Vec<_>>(),
        })
    };
    let sheet = |lang: Lang| Sheet {
        title: if lang == Lang::Fr { "Collections" } else { "Feature collections" }.to_owned(),
        head: vec!["Collection".to_owned(), "id".to_owned()],
        rows: Collection::all()
            .map(|collection| {
                let address = format!("{}?f=html", base.url(&collection.path()));
                vec![(collection.title(lang), Some(address)), (collection.id(), None)]
            })
            .collect(),
        ..Sheet::default()
    };
    answer(params.f, &headers, json, sheet)
}
