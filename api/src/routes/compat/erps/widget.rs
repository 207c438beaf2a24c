//! `GET /api/erps/{slug}/widget/`: what is known of an establishment, in sections.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::compat::{ERPS, Forms, Lead, WidgetView, lead, one, widget};
use crate::extract::{Accept, Fields, Params, PathName, QueryParams, lang};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// How the summary is to look.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WidgetParams {
    /// The language of the sentences: fr (unless given) or en. Titles are French.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// json or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: (),
    #[param(ignore)]
    forms: Forms,
}

impl QueryParams for WidgetParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, forms: Forms::read(fields, false)?, format: () })
    }
}

/// Summary of an establishment
///
/// By slug, by id or by the id in the directory of public services. A section of which nothing is known is left out.
#[utoipa::path(
    get,
    path = "/api/erps/{slug}/widget/",
    operation_id = "getErpWidget",
    tag = "erps",
    params(("slug" = String, Path, description = "Slug, id, or asp_id"), WidgetParams),
    responses(
        (status = 200, description = "The summary", body = WidgetView),
        (status = 301, description = "It has another address: Location"),
        (status = 404, description = "There is none", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathName(name): PathName,
    accept: Accept,
    headers: HeaderMap,
    Params(WidgetParams { lang, forms, .. }): Params<WidgetParams>,
) -> Result<Response, Problem> {
    let form = forms.choose(&accept, false)?;
    let site = state.site().or_host(&headers);
    match lead(&state, &site, (&name, true), (ERPS, "/widget/")).await? {
        Lead::There(response) => Ok(response),
        Lead::Here(record) => one(form, &widget(&record, lang)?),
    }
}
