//! `GET /api/v1/subscriptions`: what the account is told of by mail.

use axum::extract::State;
use plainpied_domain::access::Action;

use super::SubscriptionsView;
use crate::auth::Caller;
use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::subscriptions;
use crate::view::Body;
use crate::writing::WriteErrors;

/// Subscriptions
///
/// Those of the account, the oldest first. A manager is told daily of what it manages, by a subscription to `managed` that
/// can be ended like any other.
#[utoipa::path(
    get,
    path = "/api/v1/subscriptions",
    operation_id = "listSubscriptions",
    tag = "following",
    responses((status = 200, description = "Subscriptions", body = SubscriptionsView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    caller.permit(&state, Action::Follow, None).await?;
    let found = subscriptions::list(&state, &caller.account).await?;
    Body::json(&SubscriptionsView { subscriptions: found.into_iter().map(Into::into).collect() })
}
