//! `GET /`: the search page.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::{Cursor, CursorError, Near};
use plainpied_search::{Query, SearchEngine};
use plainpied_store::establishment::{self, FeatureRecord};
use plainpied_store::reference::{CommuneSummary, find_communes};
use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams, lang};
use crate::problem::Problem;
use crate::state::{AppState, in_time};
use crate::web::{self, Answer, HomePage, Wanted};

/// Communes that a place may mean, the chosen one included.
const COMMUNES: i64 = 6;

/// What the form sends.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HomeParams {
    /// What is looked for.
    q: String,
    /// Where: name of a commune, postal code or INSEE code.
    #[param(rename = "where")]
    place: String,
    /// Where the page before ended.
    cursor: Option<String>,
    /// fr (unless given) or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for HomeParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let mut text = |name| fields.take(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let (q, place) = (text("q"), text("where"));
        Ok(Self { q, place, cursor: fields.take("cursor"), lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<HomeParams>,
) -> Result<Response, Problem> {
    let wanted = Wanted { q: params.q, place: params.place };
    if wanted.q.is_empty() && wanted.place.is_empty() {
        return web::page(&HomePage::new(params.lang, wanted, Answer::None));
    }
    let mut communes = communes(&state, &wanted.place).await?;
    if communes.is_empty() && !wanted.place.is_empty() {
        return web::page(&HomePage::new(params.lang, wanted, Answer::UnknownPlace));
    }
    let commune = (!communes.is_empty()).then(|| communes.remove(0));
    let list = wanted.address();
    let offset = match &params.cursor {
        Some(cursor) => {
            let cursor = Cursor::open(cursor, state.cursor_key(), &list)?;
            cursor.after.parse().or(Err(CursorError::Forged))?
        }
        None => 0,
    };
    let page = state.search().search(query(&wanted.q, commune.as_ref(), offset)?).await?;
    let records = records(&state, &page).await?;
    let reached = offset + page.hits.len();
    let more = !page.hits.is_empty() && (reached as u64) < page.matched && reached < Query::MAX_DEPTH;
    let next = more.then(|| Cursor::new(reached.to_string()).seal(state.cursor_key(), &list));
    let reference = state.reference().await?;
    let places =
        web::Places { matched: page.matched, relaxed: page.relaxed, commune, others: communes, next };
    let answer = Answer::Found(Box::new(web::Found::new(&records, places, &reference, params.lang)?));
    web::page(&HomePage::new(params.lang, wanted, answer))
}

/// What the search engine is asked: in the commune, from its middle outwards.
fn query(what: &str, commune: Option<&CommuneSummary>, offset: usize) -> Result<Query, Problem> {
    let near = commune.map(|found| Near { centre: found.commune.location, radius: None });
    let query = Query {
        text: Some(what.to_owned()).filter(|text| !text.is_empty()),
        near,
        commune: commune.map(|found| found.commune.code.clone()),
        offset,
        ..Query::default()
    };
    query.check()?;
    Ok(query)
}

async fn communes(state: &AppState, place: &str) -> Result<Vec<CommuneSummary>, Problem> {
    if place.is_empty() {
        return Ok(Vec::new());
    }
    in_time(async { find_communes(&mut *state.pool().acquire().await?, place, COMMUNES).await }).await
}

async fn records(state: &AppState, page: &plainpied_search::Page) -> Result<Vec<FeatureRecord>, Problem> {
    if page.hits.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = page.hits.iter().map(|hit| hit.id).collect();
    in_time(async { establishment::by_ids(&mut *state.pool().acquire().await?, &ids).await }).await
}
