//! `GET /establishments/{id}`: whether the reader can use a place, and everything that is known of it.

use axum::extract::State;
use axum::response::Response;
use plainpied_store::{establishment, history};

use crate::extract::{Params, PathId};
use crate::problem::Problem;
use crate::routes::establishments::{JudgedParams, departed};
use crate::state::{AppState, in_time};
use crate::view::personal;
use crate::web::{self, PlacePage, Present};

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<JudgedParams>,
) -> Result<Response, Problem> {
    let (found, disagreements) = in_time(async {
        let mut connection = state.pool().acquire().await?;
        let found = establishment::get(&mut connection, id).await?;
        Ok((found, history::disagreements(&mut connection, id).await?))
    })
    .await?;
    let Some(record) = found else {
        return departed(&state, id, "/establishments/").await;
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    let base_map = state.http().base_map.as_ref();
    let present = Present { now: state.clock().now(), disagreements };
    let page = PlacePage::new(&record, (state.site(), &reference), &params, &present)?.on(base_map);
    let mut page = web::page(&page)?;
    web::let_in(page.headers_mut(), base_map);
    Ok(if params.needs.is_empty() { page } else { personal(page) })
}
