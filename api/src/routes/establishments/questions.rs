//! `GET /api/v1/establishments/{id}/questions`: what is worth asking next about a place.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Need, needs as all_needs};
use plainpied_store::{establishment, participation};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::departed;
use crate::extract::{Fields, Params, PathId, QueryParams, lang, needs};
use crate::problem::{Problem, ProblemView};
use crate::questions::{NextQuestionView, next_questions};
use crate::state::AppState;
use crate::view::{Body, personal};

/// Which questions.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuestionsParams {
    /// Needs whose verdicts the answers should settle, separated by commas; all unless given.
    #[param(value_type = Option<String>, example = "manual_wheelchair,deaf")]
    needs: Vec<&'static Need>,
    /// The language of labels and sentences: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
    /// How many, 1 to 200; 10 unless given.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 200)]
    limit: usize,
}

impl QueryParams for QuestionsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let limit = fields.within("limit", 1..=200)?.unwrap_or(10);
        Ok(Self { needs: needs(fields)?, lang: lang(fields)?, limit })
    }
}

/// Questions about an establishment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuestionsView {
    /// The establishment.
    id: Uuid,
    /// The version that they are asked about.
    version: i32,
    /// The best first.
    questions: Vec<NextQuestionView>,
}

/// Questions about an establishment
///
/// What is worth asking next: what would decide for people's needs, what people asked for, what was said to be untrue on
/// the spot, what was seen too long ago. Only what such a place is asked, and may be asked now.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/questions",
    operation_id = "listQuestions",
    tag = "establishments",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment"), QuestionsParams),
    responses(
        (status = 200, description = "The questions", body = QuestionsView),
        (status = 301, description = "Merged: Location has the successor"),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There never was such an establishment", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<QuestionsParams>,
) -> Result<Response, Problem> {
    let (record, heard) = state
        .query(async |connection| {
            let record = establishment::get(connection, id).await?;
            Ok((record, participation::heard(connection, id).await?))
        })
        .await?;
    let Some(record) = record else {
        return departed(&state, id, "/api/v1/establishments/").await;
    };
    let reference = state.reference().await?;
    let all: Vec<&Need> = all_needs().all().iter().collect();
    let needs = if params.needs.is_empty() { &all } else { &params.needs };
    let now = state.clock().now();
    let mut questions = next_questions(&record, &reference, (needs, params.lang), &heard, now)?;
    questions.truncate(params.limit);
    let body = Body::json(&QuestionsView { id: record.id, version: record.version, questions })?;
    Ok(if params.needs.is_empty() { body.into_response() } else { personal(body) })
}
