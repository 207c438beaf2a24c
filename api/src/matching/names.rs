//! Candidates by name, from the search engine.

use futures::{StreamExt, TryStreamExt, stream};
use plainpied_domain::understanding::{Asked, Lexicon};
use plainpied_domain::{EstablishmentId, Near};
use plainpied_search::{Page, Query, SearchEngine, SearchError};

use super::{Ids, Wanted};
use crate::problem::Problem;
use crate::state::AppState;

/// Searches under way for one request.
const AT_ONCE: usize = 4;
/// Places looked at for one search.
const MOST: usize = 20;
/// Around a point without a commune, metres.
const REACH: f64 = 2_000.0;

/// Adds the candidates by name. False where the engine is away and nothing could be added.
///
/// # Errors
/// 503 where the database cannot answer; what else the engine says.
pub(super) async fn look_up(state: &AppState, wanted: &[Wanted], ids: &mut [Ids]) -> Result<bool, Problem> {
    let lexicon = state.lexicon().await?;
    let items = wanted.iter().enumerate().filter(|(item, wanted)| {
        let decided = ids[*item].iter().any(|(_, identified)| *identified);
        wanted.name.is_some() && !decided
    });
    let searches: Vec<NameSearch> =
        items.map(|(item, wanted)| NameSearch::new(item, wanted, &lexicon)).collect();
    let found: Result<Vec<(usize, Vec<EstablishmentId>)>, SearchError> = stream::iter(searches)
        .map(|search| search.candidates(state))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await;
    let found = match found {
        Err(SearchError::Unavailable { .. }) => return Ok(false),
        other => other?,
    };
    for (item, found) in found {
        for id in found {
            if !ids[item].iter().any(|(known, _)| *known == id) {
                ids[item].push((id, false));
            }
        }
    }
    Ok(true)
}

/// Where to look, the most likely first: each is tried where the one before gave nothing.
fn areas(wanted: &Wanted, lexicon: &Lexicon) -> Vec<Query> {
    let around = wanted.at.map(|centre| Near { centre, radius: None });
    let anywhere = Query { near: around, limit: MOST, ..Query::default() };
    let postal_code = wanted.postal_code.clone();
    let commune = wanted.commune_code().or_else(|| {
        let place =
            format!("{} {}", postal_code.as_ref().map_or("", |code| code.as_str()), wanted.commune.as_ref()?);
        let asked = Asked { place: Some(&place), near: wanted.at, ..Asked::default() };
        Some(lexicon.read(&asked).commune?.commune.code)
    });
    let mut areas = Vec::new();
    if commune.is_some() {
        areas.push(Query { commune, ..anywhere.clone() });
    }
    if postal_code.is_some() {
        areas.push(Query { postal_code, ..anywhere.clone() });
    }
    if let Some(centre) = wanted.at {
        areas.push(Query { near: Some(Near { centre, radius: Some(REACH) }), ..anywhere.clone() });
    }
    if areas.is_empty() {
        areas.push(anywhere);
    }
    areas
}

/// What is looked up for one item.
struct NameSearch {
    item: usize,
    name: String,
    street: String,
    areas: Vec<Query>,
}

impl NameSearch {
    fn new(item: usize, wanted: &Wanted, lexicon: &Lexicon) -> Self {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let areas = areas(wanted, lexicon);
        Self { item, name: text(&wanted.name), street: text(&wanted.street), areas }
    }

    /// The places of that name in the first of the areas that has any; where there are more than can be looked at,
    /// those in that street too.
    async fn candidates(self, state: &AppState) -> Result<(usize, Vec<EstablishmentId>), SearchError> {
        let mut ids: Vec<EstablishmentId> = Vec::new();
        for area in &self.areas {
            let page = search(state, area, self.name.clone()).await?;
            ids.extend(page.hits.iter().map(|hit| hit.id));
            if !self.street.is_empty() && (page.matched > MOST as u64 || page.relaxed || ids.is_empty()) {
                let narrower = search(state, area, format!("{} {}", self.name, self.street)).await?;
                ids.extend(narrower.hits.iter().map(|hit| hit.id));
            }
            if !ids.is_empty() {
                break;
            }
        }
        Ok((self.item, ids))
    }
}

async fn search(state: &AppState, area: &Query, text: String) -> Result<Page, SearchError> {
    state.search().search(Query { text: Some(text), ..area.clone() }).await
}
