use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, Predicate, SizeAbove};

use crate::view::media;

/// On every answer: browsers must not guess media types, and tell nobody where a reader came from.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

type Shrinks = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// What shrinks though it is neither text nor JSON. GeoParquet, PMTiles and pictures are compressed as they are.
const BINARY: [&str; 2] = [media::FLATGEOBUF, media::MVT];

/// gzip, Brotli or zstd above 1 KiB, as the client likes best, at the fastest level: a page of features shrinks to a sixth
/// for little work.
pub(crate) fn compression() -> CompressionLayer<And<SizeAbove, Shrinks>> {
    let shrinks: Shrinks = |_, _, headers, _| {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        // An event goes out as it happens, not when a block is full.
        let is_text = (kind.starts_with("text/") && kind != media::EVENTS)
            || kind.contains("json")
            || kind.contains("xml");
        is_text || BINARY.contains(&kind)
    };
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(1024).and(shrinks))
}

/// A strong entity tag names one sequence of bytes; the compressed form is another (RFC 9110 clause 8.8.3).
pub(crate) async fn weaken_compressed_etag(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && tag.starts_with('"')
        && let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
    response
}
