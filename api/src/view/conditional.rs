//! Conditional requests (RFC 9110 clause 13).

use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use super::{Body, media};
use crate::problem::Problem;

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 clause 5.6.7).
const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// What tells whether a client's copy is still right.
#[derive(Debug, Clone)]
pub(crate) struct Validators {
    /// Strong, with its quotation marks.
    pub etag: String,
    /// When it last changed.
    pub modified: Option<OffsetDateTime>,
}

impl Validators {
    /// The body with its validators.
    pub fn on(&self, body: impl IntoResponse) -> Response {
        self.stamp(body.into_response())
    }

    /// 304, without a body.
    pub fn unchanged(&self) -> Response {
        self.stamp(StatusCode::NOT_MODIFIED.into_response())
    }

    fn stamp(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
        let date = self.modified.and_then(|at| at.to_offset(time::UtcOffset::UTC).format(HTTP_DATE).ok());
        if let Some(date) = date.and_then(|date| HeaderValue::from_str(&date).ok()) {
            headers.insert(header::LAST_MODIFIED, date);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }

    /// Whether the copy that the client names is the present one. Where it names entity tags, dates do not count.
    pub fn match_request(&self, headers: &HeaderMap) -> bool {
        if headers.contains_key(header::IF_NONE_MATCH) {
            return is_unchanged(headers, &self.etag);
        }
        let since = text(headers, header::IF_MODIFIED_SINCE)
            .and_then(|text| PrimitiveDateTime::parse(text, HTTP_DATE).ok());
        match (since, self.modified) {
            (Some(since), Some(modified)) => modified.unix_timestamp() <= since.assume_utc().unix_timestamp(),
            _ => false,
        }
    }
}

/// What is part of the program, written once: the answer, or 304 where the client has it.
///
/// # Errors
/// It cannot be written as JSON: a defect.
pub(crate) fn of_the_program<T: serde::Serialize>(
    headers: &HeaderMap,
    etag: String,
    written: &OnceLock<Vec<u8>>,
    view: impl FnOnce() -> T,
) -> Result<Response, Problem> {
    let validators = Validators { etag, modified: None };
    if validators.match_request(headers) {
        return Ok(validators.unchanged());
    }
    let body = match written.get() {
        Some(body) => body,
        None => {
            let body = serde_json::to_vec(&view())?;
            written.get_or_init(|| body)
        }
    };
    Ok(validators.on(Body::new(media::JSON, body.clone())))
}

/// A strong entity tag of a body, made of what it holds.
pub(crate) fn content_etag(body: &[u8]) -> String {
    let sum: String = Sha256::digest(body).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{sum}\"")
}

/// Whether If-None-Match names this entity tag. The comparison is weak: a compressed copy is as good.
pub(crate) fn is_unchanged(headers: &HeaderMap, etag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Whether If-Match names this entity tag, where the request has one. The comparison is strong.
pub(crate) fn is_named(headers: &HeaderMap, etag: &str) -> Option<bool> {
    let mut lists = headers.get_all(header::IF_MATCH).iter().peekable();
    lists.peek()?;
    let mut tags =
        lists.filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(',')).map(str::trim);
    Some(tags.any(|tag| tag == "*" || tag == etag))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn validators() -> Validators {
        Validators { etag: "\"3-j\"".to_owned(), modified: Some(datetime!(2026-05-01 08:09:07.9 UTC)) }
    }

    fn request(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn a_copy_is_known_by_its_tag_in_any_spelling() {
        for list in ["\"3-j\"", "W/\"3-j\"", "\"1-j\", \"3-j\"", "*"] {
            assert!(validators().match_request(&request(header::IF_NONE_MATCH, list)), "{list}");
        }
        assert!(!validators().match_request(&request(header::IF_NONE_MATCH, "\"2-j\"")));
    }

    #[test]
    fn dates_count_only_without_tags() {
        let same = request(header::IF_MODIFIED_SINCE, "Fri, 01 May 2026 08:09:07 GMT");
        assert!(validators().match_request(&same));
        assert!(
            !validators().match_request(&request(header::IF_MODIFIED_SINCE, "Fri, 01 May 2026 08:09:06 GMT"))
        );
        assert!(!validators().match_request(&request(header::IF_MODIFIED_SINCE, "yesterday")));
        let mut both = same;
        both.insert(header::IF_NONE_MATCH, "\"2-j\"".parse().unwrap());
        assert!(!validators().match_request(&both));
    }

    #[test]
    fn answers_carry_their_validators() {
        let response = validators().unchanged();
        assert_eq!(response.status(), 304);
        assert_eq!(response.headers()[header::LAST_MODIFIED], "Fri, 01 May 2026 08:09:07 GMT");
        assert_eq!(response.headers()[header::ETAG], "\"3-j\"");
    }
}
