//! `GET /api/v1/claims`: who says that it speaks for which establishment.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use plainpied_store::moderation;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::ClaimView;
use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams};
use crate::moderation::Queue;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, Paging, page_urls, personal};

const PATH: &str = "/api/v1/claims";

/// Which claims.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ClaimsParams {
    /// `open` (unless given), `accepted`, `rejected`, `withdrawn`, `all`.
    #[param(value_type = Option<String>, example = "open")]
    state: (),
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
    paging: Paging,
}

impl QueryParams for ClaimsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let query = fields.canonical();
        let queue = Queue::read(fields)?;
        let paging = Paging::new(PATH, query, fields.parsed("limit")?, fields.take("cursor"));
        Ok(Self {
            state: (),
            establishment: (),
            author: (),
            assignee: (),
            limit: (),
            cursor: (),
            queue,
            paging,
        })
    }
}

/// A page of claims.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimsView {
    /// The oldest first.
    claims: Vec<ClaimView>,
    /// The next page; null on the last.
    #[schema(value_type = Option<String>, format = "uri-reference", required = true)]
    next: Option<String>,
}

/// Claims
///
/// For moderators, the oldest first: what waits unless another state is asked for. With `author=me` for everybody.
#[utoipa::path(
    get,
    path = "/api/v1/claims",
    operation_id = "listClaims",
    tag = "moderation",
    params(ClaimsParams),
    responses(
        (status = 200, description = "A page of claims", body = ClaimsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Not one's own, and not a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ClaimsParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    if !params.queue.is_own() {
        caller.permit(&state, Action::Entrust, None).await?;
    }
    let (filter, paging) = (params.queue.filter(&caller), params.paging);
    let after = paging.after(&state)?;
    let most = paging.limit.and_one();
    let found = state.query(async |connection| moderation::claims(connection, &filter, after, most).await);
    let mut records = found.await?;
    let next = paging.cut(&mut records, |record| record.id);
    let urls = page_urls(&state, &paging, next);
    let claims = records.into_iter().map(|record| ClaimView::new(record, state.site())).collect();
    let body = Body::json(&ClaimsView { claims, next: urls.next.clone() })?;
    Ok(urls.on(personal(body.into_response())))
}
