use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::web::{self, Built};

/// Of an address that holds a hash of the content: another content has another address.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";

/// A bundled file, in the smallest form that the client takes.
pub(super) fn bundled(built: &'static Built, headers: &HeaderMap, caching: &'static str) -> Response {
    let (coding, bytes) = if accepts(headers, "br") {
        (Some("br"), built.brotli)
    } else if accepts(headers, "gzip") {
        (Some("gzip"), built.gzip)
    } else {
        (None, built.plain)
    };
    let media = if built.file.ends_with(".css") {
        "text/css; charset=utf-8"
    } else {
        "text/javascript; charset=utf-8"
    };
    let mut response = Response::new(Body::from(Bytes::from_static(bytes)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    // What a worker may load is what its own answer says.
    web::protect(headers);
    response
}

/// Whether the client takes a coding (RFC 9110 clause 12.5.3): it is named, and not with quality 0.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        let refused = quality.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_used_only_where_the_client_takes_it() {
        let takes = |value: &'static str, coding| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
            accepts(&headers, coding)
        };
        assert!(takes("gzip, deflate, br;q=0.5", "br"));
        assert!(takes("gzip, deflate, BR", "br"));
        assert!(!takes("gzip, br;q=0", "br"));
        assert!(!takes("gzip", "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
