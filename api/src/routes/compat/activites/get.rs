//! `GET /api/activites/{slug}/`: one activity.

use axum::extract::State;
use axum::response::Response;
use utoipa::IntoParams;

use super::{ActiviteView, counts};
use crate::compat::{Forms, one};
use crate::extract::{Accept, Fields, Params, PathName, QueryParams, shortened};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;

/// In which form.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActiviteParams {
    /// json or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: Forms,
}

impl QueryParams for ActiviteParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { format: Forms::read(fields, false)? })
    }
}

/// One activity
///
/// With the number of establishments that have it.
#[utoipa::path(
    get,
    path = "/api/activites/{slug}/",
    operation_id = "getActivite",
    tag = "activites",
    params(("slug" = String, Path, description = "Slug"), ActiviteParams),
    responses(
        (status = 200, description = "The activity", body = ActiviteView),
        (status = 404, description = "There is none", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathName(slug): PathName,
    accept: Accept,
    Params(params): Params<ActiviteParams>,
) -> Result<Response, Problem> {
    let form = params.format.choose(&accept, false)?;
    let reference = state.reference().await?;
    let Some(activity) = reference.activity(&slug) else {
        let detail = format!("there is no activity {:?}", shortened(&slug));
        return Err(Problem::new(&code::NOT_FOUND)
            .detail(detail)
            .nearest(reference.nearest_activity(&slug.as_str().into())));
    };
    let count = counts(&state, None).await?.get(&slug).copied().unwrap_or(0);
    one(form, &ActiviteView { nom: activity.name_fr.clone(), slug, count })
}
