//! `PUT /api/v1/establishments/{id}/criteria`: all answers of an establishment.

use axum::extract::State;
use axum::response::Response;
use plainpied_domain::access::Action;
use plainpied_store::write::Deed;
use serde_json::json;

use crate::extract::{Params, PathId};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Form, Job, Submission, WriteErrors, WriteParams, WrittenView, perform};

/// Replace all answers
///
/// The body is an object of answers by criterion, as `criteria` of a record. What it does not hold becomes unknown, save
/// what a better source answered: `kept` names it.
#[utoipa::path(
    put,
    path = "/api/v1/establishments/{id}/criteria",
    operation_id = "replaceCriteria",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        WriteParams,
        ("If-Match" = Option<String>, Header, description = "Only if this is still its version: the ETag of an answer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = Object, content_type = "application/json", example = json!({"entree_plain_pied": true})),
    responses((status = 200, description = "Written, or nothing new was said", body = WrittenView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let caller = &submission.caller;
    let ties = caller.permit(&state, Action::Describe, Some(id)).await?;
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    let body = json!({ "criteria": submission.body });
    let mut proposal = form.read(&body, |day| caller.origin(ties, day))?.proposal;
    let unsaid = catalogue.schema.criteria().iter().map(|criterion| criterion.id);
    proposal.withdrawn.criteria = unsaid.filter(|id| proposal.answers.get(*id).is_none()).collect();
    let job = Job::Do { id, expected: submission.expected, deed: Box::new(Deed::Say(Box::new(proposal))) };
    perform(&state, &submission, &params, (job, None)).await
}
