use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;

use super::ROOT;
use crate::site::Site;
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
pub(crate) struct Base(Site);

impl FromRequestParts<AppState> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(state.site().or_host(&parts.headers)))
    }
}

impl Base {
    /// The URL of a path of the server.
    pub fn server(&self, path: &str) -> String {
        self.0.url(path)
    }

    /// The URL of a path under `/ogc`.
    pub fn url(&self, path: &str) -> String {
        self.0.url(&format!("{ROOT}{path}"))
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
