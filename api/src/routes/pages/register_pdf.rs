//! `GET /establishments/{id}/register.pdf`: the public accessibility register of a place, to print or to keep.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::place::no_more;
use super::register::register;
use crate::extract::{LangParams, Params, PathId};
use crate::pdf;
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::Body;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(page) = register(&state, id, lang).await? else {
        return no_more(&state, id, lang, &headers).await;
    };
    let document = page.document();
    // Shaping text takes longer than a request may hold others up.
    let written = tokio::task::spawn_blocking(move || pdf::write(&document)).await;
    let written = written.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    let bytes = written.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    let named = HeaderValue::from_static("inline; filename=\"registre-accessibilite.pdf\"");
    Ok(([(header::CONTENT_DISPOSITION, named)], Body::new("application/pdf", bytes)).into_response())
}
