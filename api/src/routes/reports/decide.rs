//! `POST /api/v1/reports/{id}/decision`: what comes of a report.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::moderation::Decision;
use serde::Serialize;
use utoipa::ToSchema;

use super::ReportView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, answer, decision};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionRequest {
    /// `accepted`, `rejected`, or `mine`: to look after it oneself, and decide later.
    #[schema(example = "accepted")]
    decision: String,
    /// What the reporter is told.
    #[schema(max_length = 1000)]
    answer: Option<String>,
}

/// Decide on a report
///
/// For moderators, once. What follows from it (closing, correcting, merging) is written to the establishment. Who told it
/// and who last described the establishment are told.
#[utoipa::path(
    post,
    path = "/api/v1/reports/{id}/decision",
    operation_id = "decideReport",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the report")),
    request_body(content = DecisionRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Decided, or assigned", body = ReportView),
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
    submission.caller.permit(&state, Action::Decide, None).await?;
    let (decision, answer) = read_whole(&submission.body, |members, faults| {
        (decision(members, &["accepted", "rejected", "mine"], faults), answer(members, faults))
    })?;
    let (by, id) = (submission.caller.account.id, id.as_uuid());
    let mut connection = state.acquire().await?;
    let report = if decision == "mine" {
        moderation::assign_report(&mut connection, id, Some(by)).await?
    } else {
        let accepted = decision == "accepted";
        let decision = Decision { accepted, answer: &answer, by, at: state.clock().now() };
        moderation::decide_report(&mut connection, state.site(), id, &decision).await?
    };
    state.mailer().wake();
    Body::json(&ReportView::new(report, state.site()))
}
