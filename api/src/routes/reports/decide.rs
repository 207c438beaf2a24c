//! `POST /api/v1/reports/{id}/decision`: what comes of a report.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::moderation::{self, Decision};
use serde::Serialize;
use utoipa::ToSchema;

use super::ReportView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::view::Body;
use crate::writing::{Submission, WriteErrors, line};

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
/// For moderators, once. What follows from it (closing, correcting, merging) is written to the establishment.
#[utoipa::path(
    post,
    path = "/api/v1/reports/{id}/decision",
    operation_id = "decideReport",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the report")),
    request_body(content = DecisionRequest, content_type = "application/json"),
    responses((status = 200, description = "Decided, or assigned", body = ReportView), WriteErrors),
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
        let decision = members.text("decision", faults).unwrap_or_default();
        if !["accepted", "rejected", "mine"].contains(&decision.as_str()) {
            faults.add("/decision", "must be among accepted, rejected, mine", None);
        }
        let answer = members.text("answer", faults).map(|text| line(&text, 1_000)).transpose();
        (decision, answer.map_err(|wrong| faults.add("/answer", wrong, None)).ok().flatten())
    })?;
    let (by, id) = (submission.caller.account.id, id.as_uuid());
    let mut connection = state.acquire().await?;
    let done = if decision == "mine" {
        in_time(moderation::assign_report(&mut connection, id, by)).await?
    } else {
        let decision = Decision {
            accepted: decision == "accepted",
            answer: answer.as_deref().unwrap_or_default(),
            by,
            at: state.clock().now(),
        };
        in_time(moderation::decide_report(&mut connection, id, &decision)).await?
    };
    let report = in_time(moderation::report(&mut connection, id)).await?;
    match report {
        Some(report) if done => Body::json(&ReportView::new(report, state.site())),
        Some(_) => {
            Err(Problem::new(&code::GONE).detail("this report was decided already").with("state", "decided"))
        }
        None => Err(Problem::new(&code::NOT_FOUND).detail("there is no such report").at("id")),
    }
}
