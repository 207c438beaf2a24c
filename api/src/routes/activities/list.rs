//! `GET /api/v1/activities`: what is done at establishments.

use axum::extract::State;
use plainpied_domain::Activity;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{NoParams, Params};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;

/// An activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityView<'a> {
    /// Its slug, by which establishments and searches name it.
    #[schema(value_type = String, example = "boulangerie")]
    slug: &'a str,
    /// French name.
    #[schema(value_type = String, example = "Boulangerie")]
    name_fr: &'a str,
    /// English name.
    #[schema(value_type = String, example = "Bakery")]
    name_en: &'a str,
    /// Groups of the schema that add or remove questions.
    #[schema(value_type = Vec<String>)]
    groups: &'a [String],
    /// OpenStreetMap tags, `key=value`.
    #[schema(value_type = Vec<String>, example = json!(["shop=bakery"]))]
    osm: &'a [String],
}

/// All activities.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivitiesView<'a> {
    /// By slug.
    results: Vec<ActivityView<'a>>,
}

/// Activities
///
/// What is done at establishments: the values of `activity` in a search.
#[utoipa::path(
    get,
    path = "/api/v1/activities",
    operation_id = "listActivities",
    tag = "reference",
    responses(
        (status = 200, description = "All activities, by slug", body = ActivitiesView),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
) -> Result<Body, Problem> {
    let reference = state.reference().await?;
    Body::json(&ActivitiesView { results: reference.activities().iter().map(view).collect() })
}

fn view(activity: &Activity) -> ActivityView<'_> {
    ActivityView {
        slug: activity.slug.as_str(),
        name_fr: &activity.name_fr,
        name_en: &activity.name_en,
        groups: &activity.groups,
        osm: &activity.osm,
    }
}
