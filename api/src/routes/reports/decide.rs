//! `POST /api/v1/reports/{id}/decision`: what comes of a report.

use axum::extract::State;
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ReportView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::moderation::{self, Act, Desk, ReportDecision, answer, decision};
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
    /// What is done to the establishment with an accepted report: `close`, `merge`, or `nothing` (unless given).
    #[schema(example = "close")]
    act: Option<String>,
    /// Of a merge: the establishment that stays.
    into: Option<Uuid>,
}

/// Decide on a report
///
/// For moderators, once. With `act` the establishment is closed, or merged into another one, in the same transaction:
/// decided and done, or neither. Who told it and who last described the establishment are told.
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
    let (decision, answer, act) = read_whole(&submission.body, |members, faults| {
        let decision = decision(members, &["accepted", "rejected", "mine"], faults);
        let (answer, act) = (answer(members, faults), Act::read(members, faults));
        if act.is_some() && decision != "accepted" {
            faults.add("/act", "only with a report that is accepted something is done", None);
        }
        (decision, answer, act)
    })?;
    if let Some(act) = act {
        submission.caller.permit(&state, act.action(), None).await?;
    }
    let (by, id) = (&submission.caller.account, id.as_uuid());
    let desk = Desk::of(&state).await?;
    let mut connection = state.acquire().await?;
    let report = if decision == "mine" {
        moderation::assign_report(&mut connection, id, Some(by.id)).await?
    } else {
        let how = ReportDecision { accepted: decision == "accepted", act, seen: &[], answer: &answer };
        moderation::decide_report(&mut connection, &desk.room(), (id, how), (by, state.clock().now())).await?
    };
    state.wake();
    state.mailer().wake();
    Body::json(&ReportView::new(report, state.site()))
}
