//! `GET /api/v1/reports`: the queue of the moderators, and what one told oneself.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use plainpied_store::moderation;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::ReportView;
use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams};
use crate::moderation::{KINDS, Queue};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, Paging, page_urls, personal};

const PATH: &str = "/api/v1/reports";

/// Which reports.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportsParams {
    /// `open` (unless given), `accepted`, `rejected`, `withdrawn`, `all`.
    #[param(value_type = Option<String>, example = "open")]
    state: (),
    /// `closed`, `wrong`, `duplicate`, `offensive`, `other`.
    #[param(value_type = Option<String>, example = "closed")]
    kind: (),
    /// About this establishment.
    #[param(value_type = Option<Uuid>)]
    establishment: (),
    /// Of this account; `me` for one's own, which needs no moderator.
    #[param(value_type = Option<String>, example = "me")]
    author: (),
    /// Looked after by this account, by `me`, or by `nobody`.
    #[param(value_type = Option<String>, example = "nobody")]
    assignee: (),
    /// How many on a page, 1 to 100; 20 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100, example = 50)]
    limit: (),
    /// Where the page before ended: follow `next`, do not build it.
    #[param(value_type = Option<String>)]
    cursor: (),
    #[param(ignore)]
    queue: Queue,
    #[param(ignore)]
    of: Option<&'static str>,
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for ReportsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let query = fields.canonical();
        let queue = Queue::read(fields)?;
        let of = fields.word("kind", &KINDS.map(|kind| (kind, kind)))?;
        let paging = Paging::new(PATH, query, fields.parsed("limit")?, fields.take("cursor"));
        Ok(Self {
            state: (),
            kind: (),
            establishment: (),
            author: (),
            assignee: (),
            limit: (),
            cursor: (),
            queue,
            of,
            paging,
        })
    }
}

/// A page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportsView {
    /// The oldest first.
    reports: Vec<ReportView>,
    /// The next page; null on the last.
    #[schema(value_type = Option<String>, format = "uri-reference", required = true)]
    next: Option<String>,
}

/// Reports
///
/// For moderators, the oldest first: what waits unless another state is asked for. With `author=me` for everybody.
#[utoipa::path(
    get,
    path = "/api/v1/reports",
    operation_id = "listReports",
    tag = "moderation",
    params(ReportsParams),
    responses(
        (status = 200, description = "A page of reports", body = ReportsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Not one's own, and not a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ReportsParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    if !params.queue.is_own() {
        caller.permit(&state, Action::Decide, None).await?;
    }
    let (filter, paging) = (params.queue.filter(&caller), params.paging);
    let after = paging.after(&state)?;
    let most = paging.limit.and_one();
    let found = state
        .query(async |connection| moderation::reports(connection, (&filter, params.of), after, most).await);
    let mut records = found.await?;
    let next = paging.cut(&mut records, |record| record.id);
    let urls = page_urls(&state, &paging, next);
    let reports = records.into_iter().map(|record| ReportView::new(record, state.site())).collect();
    let body = Body::json(&ReportsView { reports, next: urls.next.clone() })?;
    Ok(urls.on(personal(body.into_response())))
}
