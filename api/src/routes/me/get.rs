//! `GET /api/v1/me`: who is signed in.

use axum::extract::State;
use axum::response::Response;
use plainpied_domain::access::Role;
use plainpied_store::account;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::Visitor;
use crate::extract::{NoParams, Params};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;
use crate::web::private;

/// Whoever is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeView {
    /// Id of the account.
    id: Uuid,
    /// Shown beside contributions.
    #[schema(example = "Madame Martin")]
    name: String,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// `contributor`, `partner`, `moderator`, `administrator`.
    #[schema(value_type = String, example = "contributor")]
    role: Role,
    /// Language of mails: `fr` or `en`.
    #[schema(example = "fr")]
    language: String,
    /// Whether it has a password.
    has_password: bool,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
    /// Goes into `X-CSRF-Token` of whatever changes something.
    csrf: String,
}

/// Who is signed in
///
/// The account of the session, and the token that its requests need to change something.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "getMe",
    tag = "people",
    responses(
        (status = 200, description = "The account", body = MeView),
        (status = 401, description = "Nobody is signed in", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    Visitor(visitor): Visitor,
) -> Result<Response, Problem> {
    let signed_in = visitor.ok_or_else(|| Problem::new(&code::NOT_SIGNED_IN))?;
    let id = signed_in.account.id;
    let read = state.query(async |connection| account::profile(connection, id).await);
    let profile = read.await?.ok_or_else(|| Problem::new(&code::NOT_SIGNED_IN))?;
    let account = signed_in.account;
    let view = MeView {
        id,
        name: account.name,
        email: account.email,
        role: account.role,
        language: profile.language,
        has_password: profile.has_password,
        created_at: account.created_at,
        csrf: signed_in.csrf,
    };
    Ok(private(axum::response::IntoResponse::into_response(Body::json(&view)?)))
}
