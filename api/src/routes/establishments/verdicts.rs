//! `GET /api/v1/establishments/{id}/verdicts`: whether people of some needs can use a place, and why.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::needs::{Need, needs as all_needs};
use plainpied_criteria::{Answers, schema};
use plainpied_domain::Provenance;
use plainpied_store::establishment;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{JudgedParams, departed};
use crate::extract::{Params, PathId};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, Judged, NoticeView, VerdictView, doubted, known, notices_of, personal};

/// The verdicts of one establishment.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictsView<'a> {
    /// The establishment.
    id: Uuid,
    /// The version that was judged.
    version: i32,
    /// One for each need, in the order asked for.
    verdicts: Vec<VerdictView<'a>>,
    /// What is temporary there, now or later. Answers that do not hold meanwhile are taken as unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<NoticeView>,
    /// Criteria whose answers were seen so long ago that they want to be seen again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    stale: Vec<&'static str>,
}

/// Verdicts of one establishment
///
/// For each need: no, unknown, with_help or yes; the answers that make it so, with source and date; how many links of
/// the way are known; and what would settle an unknown verdict, the most decisive question first. Unknown is never shown
/// as accessible.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/verdicts",
    operation_id = "getVerdicts",
    tag = "establishments",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment", example = "0570478e-4cfc-5243-84df-c547aec78358"),
        JudgedParams,
    ),
    responses(
        (status = 200, description = "The verdicts", body = VerdictsView),
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
    Params(params): Params<JudgedParams>,
) -> Result<Response, Problem> {
    let read = state.query(async |connection| establishment::get(connection, id).await).await?;
    let Some(record) = read else {
        return departed(&state, id, "/api/v1/establishments/").await;
    };
    let (answers, provenance) = known(&record)?;
    let now = state.clock().now();
    let notices = notices_of(&record, now);
    let answers = doubted(schema(), answers, &notices);
    let stale = stale(&answers, &provenance, now);
    let judged = Judged { schema: schema(), answers: &answers, provenance: &provenance, lang: params.lang };
    let asked: Vec<&Need> = match &params.needs[..] {
        [] => all_needs().all().iter().collect(),
        some => some.to_vec(),
    };
    let verdicts = asked.into_iter().map(|need| judged.verdict(need, &params.limits)).collect();
    let body =
        Body::json(&VerdictsView { id: record.id, version: record.version, verdicts, notices, stale })?;
    Ok(personal(body))
}

/// The answers that want to be seen again.
fn stale(answers: &Answers, provenance: &Provenance, now: OffsetDateTime) -> Vec<&'static str> {
    let criteria = answers.iter().map(|(id, _)| schema().criterion(id));
    let old = criteria.filter(|criterion| {
        provenance.freshness(criterion).is_some_and(|freshness| freshness.is_stale(now.date()))
    });
    old.map(|criterion| criterion.key.as_str()).collect()
}
