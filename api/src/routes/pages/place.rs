//! `GET /establishments/{id}`: everything that is known of a place, in sentences.

use axum::extract::State;
use axum::response::Response;
use plainpied_store::establishment;

use crate::extract::{LangParams, Params, PathId};
use crate::problem::Problem;
use crate::routes::establishments::departed;
use crate::state::{AppState, in_time};
use crate::web::{self, PlacePage};

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let found = in_time(async { establishment::get(&mut *state.pool().acquire().await?, id).await }).await?;
    let Some(record) = found else {
        return departed(&state, id, "/establishments/").await;
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    web::page(&PlacePage::new(&record, &reference, lang)?)
}
