//! `GET /assets/{file}`: the style sheet and the scripts of the pages, and their icons.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::bundled::{FOREVER, bundled};
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

pub(crate) async fn handler(File(file): File, headers: HeaderMap) -> Result<Response, Problem> {
    let for_a_day = |icon: Body| {
        let caching = HeaderValue::from_static("public, max-age=86400");
        Ok(([(header::CACHE_CONTROL, caching)], icon).into_response())
    };
    if file == web::ICON_FILE {
        return for_a_day(Body::new("image/svg+xml", web::ICON));
    }
    if let Some(picture) = web::picture(&file) {
        return for_a_day(Body::new(web::PNG, picture.bytes));
    }
    if web::style_path().strip_prefix("/assets/") == Some(&file) {
        let style = Body::new("text/css; charset=utf-8", web::STYLE);
        return Ok(([(header::CACHE_CONTROL, HeaderValue::from_static(FOREVER))], style).into_response());
    }
    // The two whose names hold no hash have addresses of their own.
    match web::built(&file).filter(|_| file.contains('-') && file != web::ELEMENT) {
        Some(built) => Ok(bundled(built, &headers, FOREVER)),
        None => Err(Problem::new(&code::UNKNOWN_ROUTE)),
    }
}
