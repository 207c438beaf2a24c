//! `DELETE /api/v1/subscriptions/{id}`: be told no more.

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use plainpied_domain::access::Action;
use plainpied_store::subscription;
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::{NoParams, Params, path_part};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::subscriptions::end;
use crate::writing::WriteErrors;

/// Extracts the id of a subscription from the path.
pub(crate) struct PathSubscription(Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathSubscription {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = path_part(parts, state).await?;
        text.parse().map(Self).map_err(|error| Problem::parameter("id", error))
    }
}

/// End a subscription
///
/// That to what one manages is ended so too, and does not come back by itself.
#[utoipa::path(
    delete,
    path = "/api/v1/subscriptions/{id}",
    operation_id = "deleteSubscription",
    tag = "following",
    params(("id" = uuid::Uuid, Path, description = "Id of the subscription")),
    responses((status = 204, description = "Ended"), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathSubscription(id): PathSubscription,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    caller.permit(&state, Action::Follow, None).await?;
    let found = state.query(async |connection| subscription::get(connection, id).await).await?;
    if found.is_none_or(|found| found.account_id != caller.account.id) {
        return Err(Problem::new(&code::NOT_FOUND).detail("this account has no such subscription").at("id"));
    }
    end(&state, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
