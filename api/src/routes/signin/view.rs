use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::people::Entry;
use crate::problem::Problem;
use crate::view::Body;

/// A session that has begun: its cookie is in Set-Cookie.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnteredView {
    /// The account.
    account: Uuid,
    /// Its name.
    #[schema(example = "Madame Martin")]
    name: String,
    /// Goes into `X-CSRF-Token` of whatever changes something.
    csrf: String,
}

impl EnteredView {
    /// The answer to whoever has signed in.
    pub fn answer(entry: Entry) -> Result<Response, Problem> {
        let csrf = entry.token.csrf();
        let view = Self { account: entry.account.id, name: entry.account.name, csrf };
        let headers = [
            (header::SET_COOKIE, entry.cookie),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        Ok((headers, Body::json(&view)?).into_response())
    }
}
