//! `GET /establishments/{id}/qr.svg`: the address of a place as a QR code, for doors and leaflets.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, code};
use crate::routes::establishments::published;
use crate::state::AppState;
use crate::view::Body;

/// A module of the code, in units of the drawing.
const MODULE: u32 = 8;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    published(&state, id).await?;
    let url = state.site().or_host(&headers).url_of("/establishments/", id.as_uuid());
    let code = QrCode::new(url.as_bytes()).map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    // Black on white whatever the theme: cameras want it so.
    let drawing = code.render::<svg::Color<'_>>().module_dimensions(MODULE, MODULE).build();
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    Ok(([(header::CACHE_CONTROL, for_a_day)], Body::new("image/svg+xml", drawing)).into_response())
}
