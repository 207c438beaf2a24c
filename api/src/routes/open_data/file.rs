//! `GET /open-data/files/{path}`: a file of the last whole set, or of the set that the path begins with.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use super::range::single_range;
use crate::extract::{NoParams, Params, path_part};
use crate::problem::{Problem, code};
use crate::publish::{self, Elsewhere, FileEntry, MANIFEST, Manifest, OpenData, Published};
use crate::state::AppState;
use crate::view::{Body as Whole, Validators, content_etag, is_named, is_unchanged, media};

/// What is read at the address of a set never changes; a set goes some day.
const OF_A_SET: &str = "public, max-age=86400, immutable";

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
    let (set, path) = publish::split_set(&path);
    let place = state.http().open_data.as_ref();
    let published = match (place, set) {
        (Some(OpenData::Elsewhere(elsewhere)), set) => return led_to(elsewhere, set, path).await,
        (Some(OpenData::Folder(folder)), Some(set)) => publish::set(folder, set).await?,
        (place, _) => publish::latest(place).await?,
    };
    let published = published.ok_or_else(none)?;
    let mut response = match path {
        MANIFEST => manifest(&published, request.headers())?,
        path => file(&published, path, request).await?,
    };
    let headers = response.headers_mut();
    if set.is_some() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(OF_A_SET));
    } else if let Ok(lasting) =
        HeaderValue::from_str(&format!("/open-data/files/{}/{path}", published.manifest.set))
    {
        headers.insert(header::CONTENT_LOCATION, lasting);
    }
    Ok(response)
}

/// To a file that lies elsewhere. What a set of a name of its own holds is known there.
async fn led_to(elsewhere: &Elsewhere, set: Option<&str>, path: &str) -> Result<Response, Problem> {
    // No file of ours has another letter in its name; an address might not take it.
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte));
    if !is_plain || !publish::is_within(path) {
        return Err(none());
    }
    let address = match set {
        Some(set) => elsewhere.address(set, path),
        None => {
            let latest = elsewhere.latest().await?;
            let Manifest { set, files, .. } = (*latest).as_ref().ok_or_else(none)?;
            if path != MANIFEST && files.iter().all(|file| file.path != path) {
                return Err(none());
            }
            elsewhere.address(set, path)
        }
    };
    Ok(Redirect::temporary(&address).into_response())
}

fn none() -> Problem {
    Problem::new(&code::NOT_FOUND)
        .detail("no set that is kept has such a file; /open-data/ lists those of the last one")
}

/// What the set holds, with sizes and SHA-256; its paths lead on from its address.
fn manifest(published: &Published, headers: &HeaderMap) -> Result<Response, Problem> {
    let body = serde_json::to_vec_pretty(&published.manifest)?;
    let validators = Validators { etag: content_etag(&body), modified: Some(published.manifest.time) };
    Ok(if validators.match_request(headers) {
        validators.unchanged()
    } else {
        validators.on(Whole::new(media::JSON, body))
    })
}

async fn file(published: &Published, path: &str, request: Request) -> Result<Response, Problem> {
    let (entry, file) = published.file(path).ok_or_else(none)?;
    let validators = Validators { etag: format!("\"{}\"", entry.sha256), modified: None };
    if is_named(request.headers(), &validators.etag) == Some(false) {
        return Err(Problem::new(&code::OTHER_FILE));
    }
    if is_unchanged(request.headers(), &validators.etag) {
        return Ok(validators.unchanged());
    }
    // The error of a file service is none: it answers with a status.
    let Ok(served) = ServeFile::new(file).oneshot(forwarded(&request, &validators.etag)).await;
    let mut response = served.map(Body::new);
    match response.status() {
        StatusCode::NOT_FOUND => return Err(none()),
        StatusCode::PRECONDITION_FAILED => return Err(Problem::new(&code::OTHER_FILE)),
        StatusCode::RANGE_NOT_SATISFIABLE => return Ok(outside(response.headers())),
        _ => {}
    }
    describe(response.headers_mut(), entry);
    Ok(validators.on(response))
}

/// What the file service is to look at: entity tags it does not know, and they come before dates (RFC 9110 clause 13.2.2);
/// of ranges it would refuse those that are to be ignored.
fn forwarded(request: &Request, etag: &str) -> Request {
    let mut headers = request.headers().clone();
    if headers.remove(header::IF_NONE_MATCH).is_some() {
        headers.remove(header::IF_MODIFIED_SINCE);
    }
    if headers.remove(header::IF_MATCH).is_some() {
        headers.remove(header::IF_UNMODIFIED_SINCE);
    }
    // A part of another file than the client has the beginning of would be none of either.
    let other = headers.remove(header::IF_RANGE).is_some_and(|wanted| wanted != etag);
    let range = single_range(&headers).filter(|_| !other && request.method() == Method::GET);
    headers.remove(header::RANGE);
    headers.extend(range.map(|range| (header::RANGE, range)));
    let mut forwarded = Request::new(Body::empty());
    *forwarded.method_mut() = request.method().clone();
    *forwarded.headers_mut() = headers;
    forwarded
}

fn describe(headers: &mut HeaderMap, entry: &FileEntry) {
    let media = if entry.compression.is_some() { media::GZIP } else { &entry.media_type };
    if let Ok(media) = HeaderValue::from_str(media) {
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
