//! `GET /api/accessibilite/`: the answers of all establishments, without anything else.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::IntoParams;

use crate::compat::{
    ACCESSIBILITE, Around, DEFAULT_SIZE, ERPS, Forms, Look, Paging, Wanted, accessibility, find, list,
    page_of,
};
use crate::extract::{Accept, Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// Which page, and how answers are to look.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccessibiliteParams {
    /// Without the criteria that are unknown, and without empty sections.
    #[param(value_type = Option<bool>)]
    clean: (),
    /// Sentences instead of values, under `datas`.
    #[param(value_type = Option<bool>)]
    readable: (),
    /// The language of sentences: fr (unless given) or en.
    #[param(value_type = Option<String>)]
    lang: (),
    /// json or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: (),
    /// Counts from 1.
    #[param(value_type = Option<u32>, minimum = 1)]
    page: (),
    /// Establishments on a page, 1 to 1000; 20 unless given.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    page_size: (),
    #[param(ignore)]
    look: Look,
    #[param(ignore)]
    forms: Forms,
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for AccessibiliteParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let paging = Paging::read(fields)?;
        let (look, forms) = (Look::read(fields)?, Forms::read(fields, false)?);
        Ok(Self {
            look,
            forms,
            paging,
            clean: (),
            readable: (),
            lang: (),
            format: (),
            page: (),
            page_size: (),
        })
    }
}

/// Answers of all establishments
///
/// By id of the establishment, page by page.
#[utoipa::path(
    get,
    path = "/api/accessibilite/",
    operation_id = "listAccessibilite",
    tag = "accessibilite",
    params(AccessibiliteParams),
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
    Params(AccessibiliteParams { look, forms, paging, .. }): Params<AccessibiliteParams>,
) -> Result<Response, Problem> {
    let form = forms.choose(&accept, false)?;
    let settled = Wanted::default().settle(&state, None).await?;
    let found = find(&state, settled, &paging, DEFAULT_SIZE).await?;
    let (site, reference) = (state.site().or_host(&headers), state.reference().await?);
    let around = Around { site: &site, reference: &reference, look };
    let results = found
        .records
        .iter()
        .map(|record| accessibility(record, around, site.url(&format!("{ERPS}{}/", record.slug))))
        .collect::<Result<_, _>>()?;
    let size = (paging.size(DEFAULT_SIZE), found.count);
    list(form, page_of(&paging, (&site, ACCESSIBILITE), size, results))
}
