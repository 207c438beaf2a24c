//! `GET /api/v1/sources`: who says something.

use axum::extract::State;
use plainpied_domain::Source;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{NoParams, Params};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;

/// A source of answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView<'a> {
    /// Its key, by which provenance names it.
    #[schema(value_type = String, example = "acceslibre")]
    key: &'a str,
    /// Name for people.
    #[schema(value_type = String)]
    title: &'a str,
    /// How it wants to be named.
    #[schema(value_type = String)]
    attribution: &'a str,
    /// Licence of what it gives.
    #[schema(value_type = String, example = "Licence Ouverte 2.0")]
    licence: &'a str,
    /// Where the licence can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uri")]
    licence_url: Option<&'a str>,
}

/// All sources.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourcesView<'a> {
    /// By key.
    results: Vec<SourceView<'a>>,
}

/// Sources
///
/// Who gave the answers, and under which licence. Provenance names sources by key.
#[utoipa::path(
    get,
    path = "/api/v1/sources",
    operation_id = "listSources",
    tag = "reference",
    responses(
        (status = 200, description = "All sources, by key", body = SourcesView),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
) -> Result<Body, Problem> {
    let reference = state.reference().await?;
    Body::json(&SourcesView { results: reference.sources().iter().map(view).collect() })
}

fn view(source: &Source) -> SourceView<'_> {
    SourceView {
        key: source.key.as_str(),
        title: &source.title,
        attribution: &source.attribution,
        licence: &source.licence,
        licence_url: source.licence_url.as_deref(),
    }
}
