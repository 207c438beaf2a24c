//! `GET /establishments/{id}/qr.svg`: the address of a place as a QR code, for doors and leaflets.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use qrcode::{Color, QrCode};

use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, code};
use crate::routes::establishments::published;
use crate::state::AppState;
use crate::view::Body;

/// A module of the code, in units of the drawing.
const MODULE: usize = 8;
/// Light modules around the code.
const QUIET: usize = 4;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    published(&state, id).await?;
    let url = state.site().or_host(&headers).url_of("/establishments/", id.as_uuid());
    let drawing = drawn(&url)?;
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    Ok(([(header::CACHE_CONTROL, for_a_day)], Body::new("image/svg+xml", drawing)).into_response())
}

/// An address as a QR code, as SVG: a path of the dark stretches of each row, so that it may stand within a page.
///
/// # Errors
/// An address that is too long for one.
pub(super) fn drawn(url: &str) -> Result<String, Problem> {
    let code = QrCode::new(url.as_bytes()).map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(code.width()).enumerate() {
        let mut column = 0;
        for stretch in colors.chunk_by(|one, next| one == next) {
            if stretch.first() == Some(&Color::Dark) {
                let (x, y, long) = (column + QUIET, row + QUIET, stretch.len());
                path.push_str(&format!("M{x} {y}h{long}v1h-{long}z"));
            }
            column += stretch.len();
        }
    }
    let (all, size) = (code.width() + 2 * QUIET, (code.width() + 2 * QUIET) * MODULE);
    // Black on white whatever the theme: cameras want it so.
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {all} {all}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{all}v{all}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_of_the_code_is_drawn_and_no_other() {
        let url = "https://acces.example/establishments/0198f3a0-1111-7222-8333-444455556666";
        let code = QrCode::new(url.as_bytes()).unwrap();
        let drawing = drawn(url).unwrap();
        let stretches = drawing.split('M').filter_map(|part| part.split('h').nth(1)?.split('v').next());
        let dark: usize = stretches.skip(2).map(|long| long.parse::<usize>().unwrap()).sum();
        let expected = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        assert_eq!(dark, expected);
        assert!(drawing.len() < 8_000, "{} bytes", drawing.len());
    }
}
