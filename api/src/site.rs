//! What clients call this server.

use std::fmt::Write as _;

use axum::http::{HeaderMap, header};
use uuid::Uuid;

/// The base of absolute URLs. Without one, URLs in answers are relative to the server (`/api/v1/...`).
#[derive(Debug, Clone, Default)]
pub struct Site {
    base: String,
}

/// Why a text is no base of URLs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no public URL: it must be http:// or https://, a host, and no query, space or user name")]
pub struct SiteError(String);

impl Site {
    /// The site known to clients as `public_url`; a slash at its end does not count.
    ///
    /// # Errors
    /// A text that is no `http` or `https` URL, or that has a query, a fragment, a user name or white space.
    pub fn new(public_url: Option<&str>) -> Result<Self, SiteError> {
        let Some(url) = public_url.map(str::trim).filter(|url| !url.is_empty()) else {
            return Ok(Self::default());
        };
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let odd = |c: char| c.is_whitespace() || c.is_control() || "?#@<>\"".contains(c);
        match host {
            Some(host) if !host.is_empty() && !host.starts_with('/') && !url.contains(odd) => {
                Ok(Self { base: url.trim_end_matches('/').to_owned() })
            }
            _ => Err(SiteError(url.to_owned())),
        }
    }

    /// What stands before every path: empty, or `https://example.org`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// This site, or without a public URL the name by which the client called: for clients that want whole addresses.
    pub fn or_host(&self, headers: &HeaderMap) -> Self {
        if !self.base.is_empty() {
            return self.clone();
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let sane =
            |host: &&str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
        let base = host.filter(sane).map(|host| format!("http://{host}"));
        Self { base: base.unwrap_or_default() }
    }

    /// The URL of a path that begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The URL of a path with the id of an establishment at its end.
    pub fn url_of(&self, path: &str, id: Uuid) -> String {
        let mut url = String::with_capacity(self.base.len() + path.len() + 36);
        url.push_str(&self.base);
        url.push_str(path);
        // Writing to a String cannot fail.
        let _ = write!(url, "{}", id.hyphenated());
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute_where_the_public_url_is_known_and_relative_otherwise() {
        assert_eq!(Site::default().url("/api"), "/api");
        assert_eq!(Site::new(Some("https://example.org/")).unwrap().url("/api"), "https://example.org/api");
        assert_eq!(Site::new(Some("")).unwrap().url("/api"), "/api");
    }

    #[test]
    fn without_a_public_url_the_name_that_was_called_stands_before_paths() {
        let called = |host: &str| HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
        assert_eq!(Site::default().or_host(&called("example.org:81")).base(), "http://example.org:81");
        assert_eq!(Site::default().or_host(&called("a/\"><script>")).base(), "");
        let known = Site::new(Some("https://example.org")).unwrap();
        assert_eq!(known.or_host(&called("other.org")).base(), "https://example.org");
    }

    #[test]
    fn a_text_that_is_no_public_url_is_refused() {
        for wrong in
            ["example.org", "ftp://example.org", "https://", "https://a b", "https://a?x", "https://u@h"]
        {
            assert!(Site::new(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
