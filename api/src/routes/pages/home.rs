//! `GET /`: the search page.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use crate::auth::SignedIn;
use crate::extract::{Fields, Params, QueryParams, unfit_limits};
use crate::people;
use crate::problem::Problem;
use crate::routes::search::list::SearchParams;
use crate::routes::search::results::{refused, results};
use crate::state::AppState;
use crate::view::personal;
use crate::web::{self, Found, HomePage, Names, Wanted};

const PATH: &str = "/";

/// What the form sends: a search as at `/api/v1/search`, and a box `need[key]` for each need.
#[derive(Debug)]
pub(crate) struct HomeParams {
    search: SearchParams,
    wanted: Wanted,
    /// Keys of the limits that are no numbers, or none that they can be.
    unfit: Vec<&'static str>,
}

impl IntoParams for HomeParams {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = SearchParams::into_params(place);
        all.push(ParameterBuilder::new().name("need").parameter_in(ParameterIn::Query).build());
        all
    }
}

impl QueryParams for HomeParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        fields.of_form("need", "needs");
        let pairs = fields.pairs().to_vec();
        let unfit = unfit_limits(fields);
        let search = SearchParams::of_list(PATH, fields)?;
        Ok(Self { search, wanted: Wanted::new(pairs), unfit })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(HomeParams { search, wanted, unfit }): Params<HomeParams>,
) -> Result<Response, Problem> {
    let lang: Lang = search.lang;
    if wanted.is_nothing() {
        return empty(&state, &headers, HomePage::new(lang, wanted, None)).await;
    }
    if !unfit.is_empty() {
        let page = web::page(&HomePage::new(lang, wanted, None).refusing(&unfit))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, web::private(page)).into_response());
    }
    let results = results(&state, &search).await?;
    let refused = refused(&state, &results.query).await?;
    let asked = !results.query.asked.is_nothing();
    let reference = state.reference().await?;
    let lexicon = state.lexicon().await?;
    let names = Names { reference: &reference, lexicon: &lexicon, lang };
    let found = Found::new(results, &wanted, &names).without(refused, &wanted);
    let base_map = state.http().base_map.as_ref();
    let mut page = web::page(&HomePage::new(lang, wanted, Some(found)).on(base_map))?;
    web::let_in(page.headers_mut(), base_map);
    Ok(if asked { personal(page) } else { page })
}

/// The form before anything is asked: with what the reader's account keeps by consent.
async fn empty(state: &AppState, headers: &HeaderMap, page: HomePage) -> Result<Response, Problem> {
    let Some(signed_in) = SignedIn::of(headers, state).await? else {
        return web::page(&page);
    };
    match people::consent(state, signed_in.account.id).await? {
        Some(consent) => web::page(&page.of(&consent.own)).map(web::private),
        None => web::page(&page),
    }
}
