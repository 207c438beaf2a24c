//! `POST /api/v1/establishments/{id}/merge`: a duplicate goes into another establishment.

use axum::extract::State;
use axum::response::Response;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::{Action, Ties};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Params, PathId, read_whole};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Job, Submission, WriteErrors, WriteParams, WrittenView, optional_line, perform};

/// Where a duplicate goes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MergeRequest {
    /// The establishment that stays.
    into: Uuid,
    /// For the history.
    #[schema(max_length = 300)]
    reason: Option<String>,
}

/// Merge a duplicate
///
/// The other establishment takes over what this one knew and it did not, and all external ids. This one's address leads
/// there from now on (301).
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/merge",
    operation_id = "mergeEstablishment",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the duplicate"),
        WriteParams,
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = MergeRequest, content_type = "application/json"),
    responses((status = 200, description = "Merged", body = WrittenView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    // Whoever may not is told so, whatever was sent.
    let ties = submission.caller.permit(&state, Action::Merge, Some(id)).await?;
    let (into, reason) = read_whole(&submission.body, |members, faults| {
        let into: Option<EstablishmentId> = members.parsed("into", faults);
        if into.is_none() {
            faults.add("/into", "the id of the establishment that stays is expected", None);
        }
        (into, optional_line(members, ("reason", 300), faults))
    })?;
    merge(&state, &submission, &params, (id, into.unwrap_or(id), reason), ties).await
}

/// Merges a duplicate into another establishment, for somebody who may and is tied to it by `ties`.
///
/// # Errors
/// 404, 410, 422.
pub(crate) async fn merge(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    (duplicate, into, reason): (EstablishmentId, EstablishmentId, Option<String>),
    ties: Ties,
) -> Result<Response, Problem> {
    let origin = submission.caller.origin(ties, state.clock().now().date());
    perform(state, submission, params, (Job::Merge { duplicate, into, origin }, reason)).await
}
