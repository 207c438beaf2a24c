//! `POST /api/v1/claims/{id}/withdraw`: a claimant takes a claim back.

use axum::extract::State;
use plainpied_domain::access::Action;

use super::ClaimView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Take a claim back
///
/// For the claimant, while it waits.
#[utoipa::path(
    post,
    path = "/api/v1/claims/{id}/withdraw",
    operation_id = "withdrawClaim",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the claim")),
    responses(
        (status = 200, description = "Taken back", body = ClaimView),
        (status = 409, description = "Decided already", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    read_whole(&submission.body, |_, _| ())?;
    let (caller, id) = (&submission.caller, id.as_uuid());
    let mut connection = state.acquire().await?;
    let found = moderation::found_claim(&mut connection, id).await;
    let author = found.as_ref().is_ok_and(|claim| claim.account_id == caller.account.id);
    caller.permit_as(&state, Action::Withdraw, None, author).await?;
    found?;
    let claim = moderation::withdraw_claim(&mut connection, id, state.clock().now()).await?;
    Body::json(&ClaimView::new(claim, state.site()))
}
