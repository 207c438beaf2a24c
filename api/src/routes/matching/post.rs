//! `POST /api/v1/match`: which places here the places of a list are.

use axum::extract::State;

use super::item::{MatchAsked, MatchRequest};
use super::view::MatchesView;
use crate::extract::{JsonBody, NoParams, Params};
use crate::matching;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;

/// Match a list
///
/// For each place of a list, the places here that it may be, the best first, with a score and its reasons. `match` is
/// true only where one candidate is sure and no other is near; else a person decides. Nothing is written. A tool such as
/// OpenRefine asks the same at `/reconcile`.
#[utoipa::path(
    post,
    path = "/api/v1/match",
    operation_id = "match",
    tag = "search",
    request_body(content = MatchRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Candidates for each item", body = MatchesView),
        (status = 400, description = "The body is no JSON; line and column are told", body = ProblemView, content_type = "application/problem+json"),
        (status = 413, description = "The body has more than 2 MiB", body = ProblemView, content_type = "application/problem+json"),
        (status = 415, description = "The body is not application/json", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Fields are wrong: errors has a JSON Pointer for each", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    JsonBody(asked): JsonBody<MatchAsked>,
) -> Result<Body, Problem> {
    asked.refuse_unknown_sources(&state).await?;
    let matched = matching::find(&state, &asked.wanted, asked.limit).await?;
    Body::json(&MatchesView::new(&asked, &matched, state.site()))
}
