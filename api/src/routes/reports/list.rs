//! `GET /api/v1/reports`: the queue of the moderators.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::moderation;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::ReportView;
use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView, code};
use crate::state::{AppState, in_time};
use crate::view::Body;

/// Which reports.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportsParams {
    /// Only reports after this one: the last of the page before.
    #[param(value_type = Option<Uuid>)]
    after: Option<Uuid>,
    /// How many, 1 to 100; 20 unless given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: i64,
}

impl QueryParams for ReportsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let limit = fields.within("limit", 1..=100)?.unwrap_or(20);
        Ok(Self { after: fields.parsed("after")?, limit })
    }
}

/// Reports that wait.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportsView {
    /// The oldest first.
    reports: Vec<ReportView>,
}

/// Reports that wait
///
/// For moderators: what was told and is not decided yet, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/reports",
    operation_id = "listReports",
    tag = "writing",
    params(ReportsParams),
    responses(
        (status = 200, description = "Reports", body = ReportsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Not a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no report `after`", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ReportsParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    caller.permit(&state, Action::Decide, None).await?;
    let mut connection = state.acquire().await?;
    let after = match params.after {
        None => None,
        Some(id) => {
            let found = in_time(moderation::report(&mut connection, id)).await?;
            let found = found.ok_or_else(|| Problem::new(&code::NOT_FOUND).at("after"))?;
            Some((found.created_at, found.id))
        }
    };
    let reports = in_time(moderation::open_reports(&mut connection, after, params.limit)).await?;
    let reports = reports.into_iter().map(|report| ReportView::new(report, state.site())).collect();
    Body::json(&ReportsView { reports })
}
