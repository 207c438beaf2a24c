//! `GET /api/activites/`: activities and how many establishments have them.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_domain::text::fold;
use utoipa::IntoParams;

use super::{ActiviteView, counts};
use crate::compat::{ACTIVITES, Forms, Paging, communes, list, page_of, text};
use crate::extract::{Accept, Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// Activities of a page unless asked otherwise.
const DEFAULT_SIZE: usize = 300;

/// Which activities.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActivitesParams {
    /// Only those that establishments there have: part of the name of the commune.
    #[param(value_type = Option<String>, example = "Villeurbanne")]
    commune: Option<String>,
    /// json or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: (),
    /// Counts from 1.
    #[param(value_type = Option<u32>, minimum = 1)]
    page: (),
    /// Activities on a page, 1 to 1000; 300 unless given.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    page_size: (),
    #[param(ignore)]
    forms: Forms,
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for ActivitesParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let paging = Paging::read(fields)?;
        let (commune, forms) = (text(fields, "commune"), Forms::read(fields, false)?);
        Ok(Self { commune, forms, paging, format: (), page: (), page_size: () })
    }
}

/// Activities
///
/// By name, with the number of establishments that have them.
#[utoipa::path(
    get,
    path = "/api/activites/",
    operation_id = "listActivites",
    tag = "activites",
    params(ActivitesParams),
    responses(
        (status = 200, description = "A page: count, page_size, next, previous, results", body = Object),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such page", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    accept: Accept,
    headers: HeaderMap,
    Params(ActivitesParams { commune, forms, paging, .. }): Params<ActivitesParams>,
) -> Result<Response, Problem> {
    let form = forms.choose(&accept, false)?;
    let communes = communes(&state, commune.as_deref(), None).await?;
    let counts = counts(&state, communes.as_deref()).await?;
    let reference = state.reference().await?;
    let mut found: Vec<ActiviteView> = reference
        .activities()
        .iter()
        .map(|activity| ActiviteView {
            nom: activity.name_fr.clone(),
            slug: activity.slug.to_string(),
            count: counts.get(activity.slug.as_str()).copied().unwrap_or(0),
        })
        .filter(|activity| communes.is_none() || activity.count > 0)
        .collect();
    found.sort_by_cached_key(|activity| fold(&activity.nom));
    let (size, count) = (paging.size(DEFAULT_SIZE), found.len() as u64);
    paging.check(size, count)?;
    let results = found.into_iter().skip(paging.offset(size)).take(size).collect();
    let site = state.site().or_host(&headers);
    list(form, page_of(&paging, (&site, ACTIVITES), (size, count), results))
}
