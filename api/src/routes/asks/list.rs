//! `GET /api/v1/establishments/{id}/asks`: what people said of the answers of a place, counted.

use axum::extract::State;
use plainpied_store::participation::{self, HeardWhole};
use serde::Serialize;
use utoipa::ToSchema;

use super::CriterionHeardView;
use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, ProblemView};
use crate::questions::HeardView;
use crate::routes::establishments::published;
use crate::state::AppState;
use crate::view::Body;

/// What people said of an establishment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AsksView {
    /// By criterion. Confirmations count while the answer is the one that they spoke of.
    criteria: Vec<CriterionHeardView>,
    /// Of everything that is said, at its present version.
    #[schema(inline)]
    whole: WholeView,
}

/// What people said of the whole.
#[derive(Debug, Serialize, ToSchema)]
struct WholeView {
    /// How many found all of it true on the spot.
    proved: i64,
    /// How many did not.
    disproved: i64,
}

/// Asks and confirmations of an establishment
///
/// How many people needed which answer to decide, and how many found it true or untrue on the spot.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/asks",
    operation_id = "listAsks",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    responses(
        (status = 200, description = "What was said", body = AsksView),
        (status = 400, description = "Malformed id", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There never was such an establishment", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed, merged or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
) -> Result<Body, Problem> {
    let (heard, HeardWhole { proved, disproved }) = state
        .query(async |connection| {
            let heard = participation::heard(connection, id).await?;
            Ok((heard, participation::heard_whole(connection, id).await?))
        })
        .await?;
    if heard.is_empty() {
        published(&state, id).await?;
    }
    let criteria = heard
        .into_iter()
        .map(|one| CriterionHeardView { heard: HeardView::from(&one), criterion: one.criterion })
        .collect();
    Body::json(&AsksView { criteria, whole: WholeView { proved, disproved } })
}
