use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header;
use axum::http::request::Parts;

use super::Caller;
use crate::problem::Problem;
use crate::state::AppState;

impl OptionalFromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    /// None where nobody says who asks. Whoever says it wrongly is refused all the same.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Option<Self>, Problem> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        <Self as FromRequestParts<AppState>>::from_request_parts(parts, state).await.map(Some)
    }
}
