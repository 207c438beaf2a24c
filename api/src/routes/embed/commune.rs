//! `GET /embed/communes/{code}`: the places of a commune for a frame on its site.

use axum::extract::State;
use axum::response::Response;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use super::framed;
use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, code};
use crate::routes::feeds::commune::PathCommune;
use crate::routes::search::list::SearchParams;
use crate::routes::search::results::results;
use crate::state::AppState;
use crate::view::personal;
use crate::web::{EmbedListPage, Names, Theme, Wanted};

const PATH: &str = "/embed/communes";

/// A search as at `/api/v1/search`, and how it looks.
#[derive(Debug)]
pub(crate) struct EmbedListParams {
    search: SearchParams,
    wanted: Vec<(String, String)>,
    theme: Theme,
}

impl IntoParams for EmbedListParams {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = SearchParams::into_params(place);
        all.push(ParameterBuilder::new().name("theme").parameter_in(ParameterIn::Query).build());
        all
    }
}

impl QueryParams for EmbedListParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let theme = fields.word("theme", &Theme::ALL)?.unwrap_or_default();
        let wanted = fields.pairs().to_vec();
        Ok(Self { search: SearchParams::of_list(PATH, fields)?, wanted, theme })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathCommune(commune): PathCommune,
    Params(EmbedListParams { mut search, mut wanted, theme }): Params<EmbedListParams>,
) -> Result<Response, Problem> {
    let lexicon = state.lexicon().await?;
    let name = lexicon
        .commune_name(commune.as_str())
        .ok_or_else(|| Problem::new(&code::NOT_FOUND).detail(format!("there is no commune {commune}")))?;
    wanted.retain(|(name, _)| name != "commune" && name != "limit");
    wanted.push(("commune".to_owned(), commune.to_string()));
    search.filters.query.commune = Some(commune);
    let results = results(&state, &search).await?;
    let reference = state.reference().await?;
    let names = Names { reference: &reference, lexicon: &lexicon, lang: search.lang };
    let page = EmbedListPage::new(&results, &Wanted::new(wanted), (name, &names), theme);
    let page = framed(&state, &page)?;
    Ok(if results.query.asked.is_nothing() { page } else { personal(page) })
}
