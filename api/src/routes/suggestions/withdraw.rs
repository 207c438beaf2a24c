//! `POST /api/v1/suggestions/{id}/withdraw`: an author takes a suggestion back.

use axum::extract::State;
use plainpied_domain::access::Action;

use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, SuggestionView};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// Take a suggestion back
///
/// For its author, while it waits.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/{id}/withdraw",
    operation_id = "withdrawSuggestion",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the suggestion")),
    responses(
        (status = 200, description = "Taken back", body = SuggestionView),
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
    let found = moderation::found(&mut connection, id).await;
    let author = found.as_ref().is_ok_and(|suggestion| suggestion.account_id == Some(caller.account.id));
    caller.permit_as(&state, Action::Withdraw, None, author).await?;
    found?;
    moderation::withdraw(&mut connection, id, state.clock().now()).await?;
    let record = moderation::found(&mut connection, id).await?;
    Body::json(&SuggestionView::new(record, state.site()))
}
