//! `GET /assets/{file}`: the style sheet of the pages, and their icon.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::extract::path_part;
use crate::problem::{Problem, code};
use crate::view::Body;
use crate::web;

/// The name of the file that the path asks for.
pub(crate) struct File(String);

impl<S: Send + Sync> FromRequestParts<S> for File {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_part(parts, state).await.map(Self)
    }
}

pub(crate) async fn handler(File(file): File) -> Result<Response, Problem> {
    if file == web::ICON_FILE {
        let for_a_day = HeaderValue::from_static("public, max-age=86400");
        let icon = Body::new("image/svg+xml", web::ICON);
        return Ok(([(header::CACHE_CONTROL, for_a_day)], icon).into_response());
    }
    if web::style_path().strip_prefix("/assets/") != Some(&file) {
        return Err(Problem::new(&code::UNKNOWN_ROUTE));
    }
    // The name holds a hash of the content: another content has another name.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let style = Body::new("text/css; charset=utf-8", web::STYLE);
    Ok(([(header::CACHE_CONTROL, forever)], style).into_response())
}
