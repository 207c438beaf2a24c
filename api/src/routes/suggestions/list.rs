//! `GET /api/v1/suggestions`: the queue of the moderators, and one's own suggestions.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use plainpied_domain::review::Held;
use plainpied_store::moderation;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams};
use crate::moderation::{Queue, SuggestionView};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, Paging, page_urls, personal};

const PATH: &str = "/api/v1/suggestions";
/// Which suggestions.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestionsParams {
    /// `open` (unless given), `accepted`, `rejected`, `withdrawn`, `all`.
    #[param(value_type = Option<String>, example = "open")]
    state: (),
    /// Why they wait: `anonymous`, `asked`, `newcomer`, `burst`, `words`.
    #[param(value_type = Option<String>, example = "newcomer")]
    held: (),
    /// About this establishment.
    #[param(value_type = Option<Uuid>)]
    establishment: (),
    /// Of this account; `me` for one's own, which needs no moderator.
    #[param(value_type = Option<String>, example = "me")]
    author: (),
    /// Looked after by this account, by `me`, or by `nobody`.
    #[param(value_type = Option<String>, example = "nobody")]
    assignee: (),
    /// Suggestions on a page, 1 to 100; 20 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100, example = 50)]
    limit: (),
    /// Where the page before ended: follow `next`, do not build it.
    #[param(value_type = Option<String>)]
    cursor: (),
    #[param(ignore)]
    queue: Queue,
    #[param(ignore)]
    why: Option<Held>,
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for SuggestionsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let query = fields.canonical();
        let reasons = Held::ALL.map(|held| (held.as_str(), held));
        let (queue, why) = (Queue::read(fields)?, fields.word("held", &reasons)?);
        let paging = Paging::new(PATH, query, fields.parsed("limit")?, fields.take("cursor"));
        Ok(Self {
            state: (),
            held: (),
            establishment: (),
            author: (),
            assignee: (),
            limit: (),
            cursor: (),
            queue,
            why,
            paging,
        })
    }
}

/// A page of suggestions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionsView {
    /// The oldest first.
    suggestions: Vec<SuggestionView>,
    /// The next page; null on the last.
    #[schema(value_type = Option<String>, format = "uri-reference", required = true)]
    next: Option<String>,
}

/// Suggestions
///
/// For moderators, the oldest first: what waits unless another state is asked for. With `author=me` for everybody.
#[utoipa::path(
    get,
    path = "/api/v1/suggestions",
    operation_id = "listSuggestions",
    tag = "moderation",
    params(SuggestionsParams),
    responses(
        (status = 200, description = "A page of suggestions", body = SuggestionsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Not one's own, and not a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<SuggestionsParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    if !params.queue.is_own() {
        caller.permit(&state, Action::Review, None).await?;
    }
    let (filter, paging) = (params.queue.filter(&caller), params.paging);
    let after = paging.after(&state)?;
    let most = paging.limit.and_one();
    let found = state.query(async |connection| {
        moderation::suggestions(connection, (&filter, params.why), after, most).await
    });
    let mut records = found.await?;
    let next = paging.cut(&mut records, |record| record.id);
    let urls = page_urls(&state, &paging, next);
    let suggestions = records.into_iter().map(|record| SuggestionView::new(record, state.site())).collect();
    let body = Body::json(&SuggestionsView { suggestions, next: urls.next.clone() })?;
    Ok(urls.on(personal(body.into_response())))
}
