use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_store::account::ApiKey;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::people::MadeKey;
use crate::problem::Problem;
use crate::view::Body;

/// A key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyView {
    /// What it begins with.
    #[schema(example = "pp_1234abcd")]
    prefix: String,
    /// What it is for.
    #[schema(example = "web site of the city")]
    name: String,
    /// How far it reaches: `read`, `write`, `moderate`.
    scopes: Vec<String>,
    /// The only origin that browsers may use it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://example.org")]
    origin: Option<String>,
    /// Requests a day that it may ask, where it has such a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_a_day: Option<i32>,
    /// Requests a second that it may go on asking, where it has such a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_a_second: Option<i32>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
    /// From when on it is refused.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = "date-time")]
    expires_at: Option<OffsetDateTime>,
    /// When it was last used, to the hour.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = "date-time")]
    last_used_at: Option<OffsetDateTime>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = "date-time")]
    revoked_at: Option<OffsetDateTime>,
}

/// A key that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeKeyView {
    /// All of it. It is not shown again.
    secret: String,
    #[serde(flatten)]
    key: KeyView,
}

impl From<ApiKey> for KeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            prefix: key.prefix,
            name: key.name,
            scopes: key.scopes,
            origin: key.origin,
            requests_a_day: key.requests_a_day,
            requests_a_second: key.requests_a_second,
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            revoked_at: key.revoked_at,
        }
    }
}

impl MadeKeyView {
    /// The answer to whoever made it.
    pub fn answer(made: MadeKey) -> Result<Response, Problem> {
        let view = Self { secret: made.secret, key: made.key.into() };
        let secret = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        Ok((StatusCode::CREATED, secret, Body::json(&view)?).into_response())
    }
}
