//! `POST /api/v1/me/notifications/read`: what one has read.

use axum::extract::State;
use plainpied_store::moderation;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{NoParams, Params, read_whole};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// What was read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadRequest {
    /// The newest notification that was read: those before it were too.
    up_to: Uuid,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadView {
    /// Notifications that had not been read before.
    read: u64,
}

/// Mark notifications as read
///
/// All up to one of them.
#[utoipa::path(
    post,
    path = "/api/v1/me/notifications/read",
    operation_id = "readNotifications",
    tag = "moderation",
    request_body(content = ReadRequest, content_type = "application/json"),
    responses((status = 200, description = "Marked", body = ReadView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    let up_to = read_whole(&submission.body, |members, faults| {
        let up_to: Option<Uuid> = members.parsed("up_to", faults);
        if up_to.is_none() && faults.is_empty() {
            faults.add("/up_to", "the id of a notification is expected", None);
        }
        up_to.unwrap_or_default()
    })?;
    let (account, now) = (submission.caller.account.id, state.clock().now());
    let read = state
        .query(async |connection| moderation::read_notifications(connection, account, up_to, now).await)
        .await?;
    Body::json(&ReadView { read })
}
