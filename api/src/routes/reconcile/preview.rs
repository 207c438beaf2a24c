//! `GET /reconcile/preview/{id}`: a place in a small frame.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_store::establishment;

use crate::extract::{PathId, accepted_language};
use crate::problem::Problem;
use crate::reconcile::preview;
use crate::routes::establishments::departed;
use crate::state::AppState;

pub(super) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let read = state.query(async |connection| establishment::get(connection, id).await).await?;
    match read {
        Some(record) => preview(&record, &*state.reference().await?, accepted_language(&headers)),
        None => departed(&state, id, "/reconcile/preview/").await,
    }
}
