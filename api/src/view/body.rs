use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::media;
use crate::problem::Problem;

/// A whole body with its media type.
#[derive(Debug)]
pub struct Body {
    media: &'static str,
    bytes: Vec<u8>,
}

impl Body {
    /// Bytes of a media type.
    pub fn new(media: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { media, bytes: bytes.into() }
    }

    /// A value as JSON.
    ///
    /// # Errors
    /// 500 for a value that JSON cannot hold.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self::new(media::JSON, serde_json::to_vec(value)?))
    }

    /// A page.
    ///
    /// # Errors
    /// 500 where the template fails.
    pub fn page(page: &impl askama::Template) -> Result<Self, Problem> {
        Ok(Self::new(media::HTML, page.render()?))
    }
}

/// Marks an answer to what somebody needs: that is their own affair, and no shared cache keeps it.
pub(crate) fn personal(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let private = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, private);
    response
}

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        let mut response = Response::new(axum::body::Body::from(self.bytes));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media));
        response
    }
}
