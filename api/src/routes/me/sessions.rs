//! `/api/v1/me/sessions`: where one is signed in, and ending that.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_store::account::{self, SessionRecord};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, ProblemView, code};
use crate::state::{AppState, in_time};
use crate::view::Body;
use crate::web::private;

/// Where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionsView {
    /// The one used last first.
    sessions: Vec<SessionView>,
}

/// One session.
#[derive(Debug, Serialize, ToSchema)]
struct SessionView {
    /// Id.
    id: Uuid,
    /// Browser and system, as far as they are known.
    #[schema(example = "Firefox, Linux")]
    agent: String,
    /// Whether it is the one of this request.
    current: bool,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
    /// When it was last used, to the hour.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    last_seen_at: OffsetDateTime,
    /// When it ends, unless it is used before.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    expires_at: OffsetDateTime,
}

/// Sessions
///
/// Where one is signed in.
#[utoipa::path(
    get,
    path = "/api/v1/me/sessions",
    operation_id = "listSessions",
    tag = "people",
    responses(
        (status = 200, description = "Sessions", body = SessionsView),
        (status = 401, description = "Nobody is signed in", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "A key", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    let current = caller.session()?;
    let mut connection = state.acquire().await?;
    let found = in_time(account::sessions(&mut connection, caller.account.id, state.clock().now())).await?;
    let view = |session: SessionRecord| SessionView {
        current: session.id == current,
        id: session.id,
        agent: session.agent,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        expires_at: session.expires_at,
    };
    let view = SessionsView { sessions: found.into_iter().map(view).collect() };
    Ok(private(Body::json(&view)?.into_response()))
}

/// End the other sessions
///
/// Sign out everywhere but here.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sessions",
    operation_id = "endOtherSessions",
    tag = "people",
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "Nobody is signed in", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "A key, or no X-CSRF-Token", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
pub(crate) async fn end_others(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    let current = caller.session()?;
    let mut connection = state.acquire().await?;
    in_time(account::end_sessions(&mut connection, caller.account.id, Some(current))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a session
///
/// One's own of this id: with that of this request one signs out.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sessions/{id}",
    operation_id = "endSession",
    tag = "people",
    params(("id" = Uuid, Path, description = "Id of the session")),
    responses(
        (status = 204, description = "Ended"),
        (status = 400, description = "The id is none", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "A key, or no X-CSRF-Token", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such session of one's own", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
pub(crate) async fn end(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    caller.session()?;
    let mut connection = state.acquire().await?;
    if in_time(account::end_session(&mut connection, caller.account.id, id.as_uuid())).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::new(&code::NOT_FOUND).detail("there is no such session of yours").at("id"))
}
