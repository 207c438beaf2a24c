//! Around an address. Where it is, the addresses of the establishments say: nobody else is asked.

use plainpied_criteria::Text2;
use plainpied_criteria::needs::Limits;
use plainpied_domain::Near;
use plainpied_domain::locating::{self, Spot};
use plainpied_domain::understanding::{Asked as Typed, Field, Kind, Lexicon, Understood};
use plainpied_search::{FacetSet, Page, Query, SearchEngine, Sort, search_typed, search_understood};
use plainpied_store::establishment;

use crate::problem::Problem;
use crate::state::AppState;

/// Establishments that are looked at to find a street: a long one has some hundreds.
const MOST: usize = 500;
/// Circles in which is looked, metres: the first that holds something, for who names a house wants what is near.
const CIRCLES: [f64; 3] = [1_000.0, 3_000.0, 10_000.0];

/// What the engine finds, what it was asked, what was understood.
pub(super) type Answer = (Page, Query, Understood);

/// A search for what a person typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'a> {
    pub lexicon: &'a Lexicon,
    pub typed: &'a Typed<'a>,
    pub limits: &'a Limits,
    /// The person chose an order; else the nearest come first.
    pub sorted: bool,
}

impl Search<'_> {
    /// What is found. An address is the point around which is looked; where it leads nowhere, its words may stand in names
    /// and addresses, and where they do not either, the rest is looked for and the answer says so.
    ///
    /// # Errors
    /// What the engine says; 503.
    pub async fn find(&self, state: &AppState, query: Query) -> Result<Answer, Problem> {
        let understood = self.lexicon.read(self.typed);
        let Some(words) = understood.address() else {
            let typed = (self.typed, understood);
            return Ok(search_understood(state.search(), self.lexicon, typed, query, self.limits).await?);
        };
        let narrowed = query.clone().understanding(self.typed.what, &understood, self.limits);
        if let Some(spot) = locate(state, &words, &narrowed).await? {
            // The circle may reach into the next commune.
            let Query { commune, department, postal_code, .. } = query;
            let around = Query { commune, department, postal_code, ..narrowed };
            return self.within(state, around, (understood, spot)).await;
        }
        let is_text =
            understood.parts.iter().any(|one| one.kind == Kind::Address && one.field == Field::Place);
        let nowhere = understood.nowhere();
        if is_text {
            let (page, asked, as_text) = self.as_text(state, query.clone()).await?;
            if !page.relaxed && page.matched + page.excluded_unknown > 0 {
                return Ok((page, asked, Understood { unplaced: nowhere.unplaced, ..as_text }));
            }
        }
        let narrowed = query.understanding(self.typed.what, &nowhere, self.limits);
        Ok((state.search().search(narrowed.clone()).await?, narrowed, nowhere))
    }

    async fn as_text(&self, state: &AppState, query: Query) -> Result<Answer, Problem> {
        Ok(search_typed(state.search(), self.lexicon, self.typed, query, self.limits).await?)
    }

    /// The first circle in which something is found that holds all the words, else the first that holds some.
    async fn within(
        &self,
        state: &AppState,
        query: Query,
        (understood, spot): (Understood, Spot),
    ) -> Result<Answer, Problem> {
        let mut found: Option<(Page, Query)> = None;
        for radius in CIRCLES {
            let near = Some(Near { centre: spot.at, radius: Some(radius) });
            let sort = if self.sorted { query.sort } else { Sort::Distance };
            let circled = Query { near, sort, ..query.clone() };
            let page = state.search().search(circled.clone()).await?;
            let is_enough = page.matched > 0 && !page.relaxed;
            if is_enough || found.as_ref().is_none_or(|(before, _)| before.matched == 0) {
                found = Some((page, circled));
            }
            if is_enough {
                break;
            }
        }
        let Some((page, circled)) = found else { return self.as_text(state, query).await };
        let radius = circled.near.and_then(|near| near.radius).unwrap_or_default();
        let understood = understood.located(spot.at, &label(&spot, radius));
        Ok((page, circled, understood))
    }
}

/// The point that words mean, in the area that is asked for.
async fn locate(state: &AppState, words: &str, area: &Query) -> Result<Option<Spot>, Problem> {
    let Query { commune, department, postal_code, .. } = area;
    let within = commune.is_some() || postal_code.is_some();
    let query = Query {
        text: Some(locating::words_to_find(words)),
        commune: commune.clone(),
        department: department.clone(),
        postal_code: postal_code.clone(),
        limit: MOST,
        facets: FacetSet::default(),
        ..Query::default()
    };
    let ids: Vec<_> = state.search().search(query).await?.hits.iter().map(|hit| hit.id).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let neighbours = state.query(async |connection| establishment::neighbours(connection, &ids).await);
    Ok(locating::locate(words, &neighbours.await?, within))
}

/// What was understood, as people say it.
fn label(spot: &Spot, radius: f64) -> Text2 {
    let Spot { label, instead, .. } = spot;
    let kilometres = radius / 1_000.0;
    let (fr, en) = match instead {
        Some(number) => (
            format!(" (au n° {number}, le plus proche connu)"),
            format!(" (at no. {number}, the nearest known)"),
        ),
        None => (String::new(), String::new()),
    };
    Text2 {
        fr: format!("à moins de {kilometres} km de : {label}{fr}"),
        en: format!("within {kilometres} km of {label}{en}"),
    }
}

#[cfg(test)]
mod tests {
    use plainpied_domain::LonLat;

    use super::*;

    #[test]
    fn what_was_understood_says_how_far_and_which_house_stands_for_another() {
        let at = LonLat::new(4.88, 45.77).unwrap();
        let spot = Spot { at, label: "12 cours Émile Zola, Villeurbanne".to_owned(), instead: Some(14) };
        let label = label(&spot, 1_000.0);
        let house = "12 cours Émile Zola, Villeurbanne";
        assert_eq!(label.fr, format!("à moins de 1 km de : {house} (au n° 14, le plus proche connu)"));
        assert_eq!(label.en, format!("within 1 km of {house} (at no. 14, the nearest known)"));
    }
}
