//! `POST /api/v1/establishments/{id}/reports`: tell the moderators of something.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::ReportView;
use crate::auth::Reader;
use crate::extract::{FromMembers, JsonValue, NoParams, Params, PathId, read_whole};
use crate::moderation::{self, Reported};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::WriteErrors;

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
/// It is closed, wrong, a duplicate, offensive: moderators look at it, and the answer stands with the report. No key is
/// needed where the service allows that; only those who have one are told of the decision.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/reports",
    operation_id = "createReport",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    request_body(content = ReportRequest, content_type = "application/json"),
    responses((status = 201, description = "Reported", body = ReportView), WriteErrors),
    security((), ("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    reader: Reader,
    JsonValue(said): JsonValue,
) -> Result<Response, Problem> {
    let caller = reader.or_nobody(state.http().review.anonymous_reports)?;
    // Whoever may not report is told that first, and not what is wrong with the report.
    if let Some(caller) = caller {
        caller.permit(&state, Action::Report, None).await?;
    }
    let reported = read_whole(&said, Reported::read)?;
    let record = moderation::report(&state, caller, (id, reported)).await?;
    Ok((StatusCode::CREATED, Body::json(&ReportView::new(record, state.site()))?).into_response())
}
