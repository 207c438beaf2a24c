//! `GET /api/v1/keys`: one's own keys.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{KeyView, allowed};
use crate::auth::Caller;
use crate::extract::{NoParams, Params};
use crate::people;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::web::private;

/// Keys.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeysView {
    /// The newest first; those that were taken back or have expired too.
    keys: Vec<KeyView>,
}

/// One's own keys
///
/// Without their secrets: of these only hashes are kept.
#[utoipa::path(
    get,
    path = "/api/v1/keys",
    operation_id = "listKeys",
    tag = "people",
    responses(
        (status = 200, description = "Keys", body = KeysView),
        (status = 401, description = "No key and no session", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key's scopes do not reach so far", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = []), ("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    allowed(&caller, &state).await?;
    let keys = people::keys(&state, caller.account.id).await?.into_iter().map(KeyView::from).collect();
    Ok(private(Body::json(&KeysView { keys })?.into_response()))
}
