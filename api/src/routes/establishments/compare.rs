//! `GET /api/v1/establishments/{id}/versions/compare`: what lies between two versions.

use axum::extract::State;
use plainpied_criteria::Lang;
use plainpied_store::history;
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::versions::version_of;
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::moderation::{ChangeView, Desk, between, changes};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;

/// Which versions.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CompareParams {
    /// The older version.
    #[param(value_type = i32, minimum = 1, example = 1)]
    from: i32,
    /// The newer version.
    #[param(value_type = i32, minimum = 1, example = 3)]
    to: i32,
    /// The language of sentences: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
}

impl QueryParams for CompareParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let (from, to) = (number(fields, "from")?, number(fields, "to")?);
        if from >= to {
            return Err(Problem::parameter("to", "it must be a version after `from`"));
        }
        Ok(Self { from, to, lang: lang(fields)? })
    }
}

fn number(fields: &mut Fields, name: &'static str) -> Result<i32, Problem> {
    let missing = || Problem::new(&code::MISSING_PARAMETER).detail("from and to name two versions").at(name);
    fields.within(name, 1..=i32::MAX)?.ok_or_else(missing)
}

/// What lies between two versions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompareView {
    /// The older version.
    from: i32,
    /// The newer version.
    to: i32,
    /// What differs: `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`.
    #[schema(value_type = Object)]
    changed: Value,
    /// The same in sentences.
    changes: Vec<ChangeView>,
}

/// Compare two versions
///
/// What differs between them, whatever happened in between.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/versions/compare",
    operation_id = "compareVersions",
    tag = "establishments",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment"), CompareParams),
    responses(
        (status = 200, description = "What differs", body = CompareView),
        (status = 400, description = "A parameter is wrong or missing", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There are no such versions", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(CompareParams { from, to, lang }): Params<CompareParams>,
) -> Result<Body, Problem> {
    version_of(&state, id, to).await?;
    let versions = state.query(async |connection| {
        history::versions(connection, id, to.checked_add(1), i64::from(to - from)).await
    });
    let versions = versions.await?;
    let changed = between(versions.iter().rev().map(|version| &version.diff));
    let desk = Desk::of(&state).await?;
    let changes = changes(&changed, &desk.teller(lang));
    Body::json(&CompareView { from, to, changes, changed })
}
