//! `POST /api/v1/establishments/{id}/reports`: tell the moderators of something.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::moderation::{self, ReportRecord};
use serde::Serialize;
use utoipa::ToSchema;

use super::ReportView;
use crate::extract::{NoParams, Params, PathId, read_whole};
use crate::problem::Problem;
use crate::routes::establishments::published;
use crate::state::{AppState, in_time};
use crate::view::Body;
use crate::writing::{Submission, WriteErrors, line};

const KINDS: [&str; 5] = ["closed", "wrong", "duplicate", "offensive", "other"];

/// What is told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportRequest {
    /// `closed`, `wrong`, `duplicate`, `offensive`, `other`.
    #[schema(example = "closed")]
    kind: String,
    /// In words; may be left out where the kind says it all.
    #[schema(max_length = 1000)]
    message: Option<String>,
}

/// Report an establishment
///
/// It is closed, wrong, a duplicate, offensive: moderators look at it, and the answer stands with the report.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/reports",
    operation_id = "createReport",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    request_body(content = ReportRequest, content_type = "application/json"),
    responses((status = 201, description = "Reported", body = ReportView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    submission.caller.permit(&state, Action::Report, Some(id)).await?;
    published(&state, id).await?;
    let (kind, message) = read_whole(&submission.body, |members, faults| {
        let kind = members.text("kind", faults).unwrap_or_default();
        if !KINDS.contains(&kind.as_str()) {
            faults.add("/kind", format!("must be among {}", KINDS.join(", ")), None);
        }
        let message = members.text("message", faults).map(|text| line(&text, 1_000)).transpose();
        (kind, message.map_err(|wrong| faults.add("/message", wrong, None)).ok().flatten())
    })?;
    let now = state.clock().now();
    let record = ReportRecord {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        establishment_id: id.as_uuid(),
        kind,
        message: message.unwrap_or_default(),
        account_id: submission.caller.account.id,
        created_at: now,
        assignee_id: None,
        decision: None,
        answer: None,
        decided_at: None,
    };
    in_time(async { moderation::add_report(&mut *state.pool().acquire().await?, &record).await }).await?;
    Ok((StatusCode::CREATED, Body::json(&ReportView::new(record, state.site()))?).into_response())
}
