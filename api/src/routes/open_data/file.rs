//! `GET /open-data/files/{path}`: a file of the last whole set.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use crate::extract::{NoParams, Params, path_part};
use crate::problem::{Problem, code};
use crate::publish::{self, FileEntry};
use crate::state::AppState;
use crate::view::{Validators, is_unchanged};

/// The path below `files`.
pub(crate) struct FilePath(String);

impl<S: Send + Sync> FromRequestParts<S> for FilePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_part(parts, state).await.map(Self)
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    FilePath(path): FilePath,
    Params(NoParams): Params<NoParams>,
    request: Request,
) -> Result<Response, Problem> {
    let none =
        || Problem::new(&code::NOT_FOUND).detail("the present set has no such file; /open-data/ lists them");
    let published = publish::latest(state.http().open_data.as_deref()).await?.ok_or_else(none)?;
    let (entry, file) = published.file(&path).ok_or_else(none)?;
    let validators = Validators { etag: format!("\"{}\"", entry.sha256), modified: None };
    if is_unchanged(request.headers(), &validators.etag) {
        return Ok(validators.unchanged());
    }
    // The error of a file service is none: it answers with a status.
    let Ok(served) = ServeFile::new(file).oneshot(forwarded(&request, &validators.etag)).await;
    let mut response = served.map(Body::new);
    match response.status() {
        StatusCode::NOT_FOUND => return Err(none()),
        StatusCode::RANGE_NOT_SATISFIABLE => return Ok(outside(response.headers())),
        _ => {}
    }
    describe(response.headers_mut(), entry);
    Ok(validators.on(response))
}

/// What the file service is to look at: entity tags it does not know, and they come before dates (RFC 9110 clause 13.2.2).
fn forwarded(request: &Request, etag: &str) -> Request {
    let mut headers = request.headers().clone();
    if headers.remove(header::IF_NONE_MATCH).is_some() {
        headers.remove(header::IF_MODIFIED_SINCE);
    }
    // A part of another file than the client has the beginning of would be none of either.
    if headers.remove(header::IF_RANGE).is_some_and(|wanted| wanted != etag) {
        headers.remove(header::RANGE);
    }
    let mut forwarded = Request::new(Body::empty());
    *forwarded.method_mut() = request.method().clone();
    *forwarded.headers_mut() = headers;
    forwarded
}

fn describe(headers: &mut HeaderMap, entry: &FileEntry) {
    if let Ok(media) = HeaderValue::from_str(&entry.media_type) {
        headers.insert(header::CONTENT_TYPE, media);
    }
    let name = entry.path.rsplit('/').next().unwrap_or_default();
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
}

fn outside(of: &HeaderMap) -> Response {
    let mut response = Problem::new(&code::WRONG_RANGE).into_response();
    if let Some(range) = of.get(header::CONTENT_RANGE) {
        response.headers_mut().insert(header::CONTENT_RANGE, range.clone());
    }
    response
}
