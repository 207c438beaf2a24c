use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use serde::Serialize;

use super::ROOT;
use crate::state::AppState;
use crate::view::media;

/// A link (OGC API - Features - Part 1, schema `link`).
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Link {
    /// An absolute URL.
    pub href: String,
    /// The relation, registered by IANA or of the OGC.
    pub rel: &'static str,
    /// The media type.
    #[serde(rename = "type")]
    pub media: &'static str,
    /// What people read.
    pub title: String,
}

/// What stands before `/ogc` in links: GIS clients want absolute URLs. The public URL, or else the host that was asked.
#[derive(Debug, Clone)]
pub(crate) struct Base(String);

impl FromRequestParts<AppState> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let given = state.site().base();
        if !given.is_empty() {
            return Ok(Self(given.to_owned()));
        }
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let sane =
            |host: &&str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
        Ok(Self(host.filter(sane).map(|host| format!("http://{host}")).unwrap_or_default()))
    }
}

impl Base {
    /// The URL of a path of the server.
    pub fn server(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The URL of a path under `/ogc`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{ROOT}{path}", self.0)
    }

    /// A link to JSON under `/ogc`.
    pub fn json(&self, rel: &'static str, path: &str, title: impl Into<String>) -> Link {
        Link { href: self.url(path), rel, media: media::JSON, title: title.into() }
    }

    /// A link to the page of a path without parameters.
    pub fn html(&self, rel: &'static str, path: &str, title: impl Into<String>) -> Link {
        Link { href: format!("{}?f=html", self.url(path)), rel, media: "text/html", title: title.into() }
    }
}
