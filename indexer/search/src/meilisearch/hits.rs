//! From what the server gives to a page: exact distances, the score, the order.

use std::collections::HashSet;

use plainpied_criteria::needs::Verdict;
use plainpied_domain::{EstablishmentId, LonLat};
use time::Date;

use super::asking::Answer;
use super::document::Stored;
use crate::order::Order;
use crate::score::{Merits, below_yes};
use crate::{Hit, Query, SearchError};

/// What sorts a hit: numbers, then a text, then the id.
type Rank = ([u64; 3], String, EstablishmentId);

/// The hits of several answers.
pub(super) struct Hits<'a> {
    query: &'a Query,
    order: Order,
    has_words: bool,
    known: HashSet<EstablishmentId>,
    ranked: Vec<(Rank, Hit)>,
}

impl<'a> Hits<'a> {
    pub(super) fn new(query: &'a Query, order: Order, has_words: bool) -> Self {
        Self { query, order, has_words, known: HashSet::new(), ranked: Vec::new() }
    }

    /// Takes the hits of an answer, each only once.
    pub(super) fn take(&mut self, answer: Answer, standing: Option<Verdict>) -> Result<(), SearchError> {
        for found in answer.hits {
            let text = if self.has_words { found.ranking_score.unwrap_or_default() } else { 0.0 };
            let stored = read(found.result)?;
            let id = EstablishmentId::from(stored.id);
            if self.known.insert(id) {
                self.rank(&stored, id, (text as f32, standing));
            }
        }
        Ok(())
    }

    fn rank(&mut self, stored: &Stored, id: EstablishmentId, (text, standing): (f32, Option<Verdict>)) {
        let metres = self.query.near.and_then(|near| Some(near.centre.metres_to(at(stored)?)));
        let observed = stored.observed.and_then(|day| Date::from_julian_day(day).ok());
        let merits = Merits { text, metres, standing, completeness: stored.completeness, observed };
        let parts = merits.parts(self.query.today);
        let score = if self.has_words { parts.score() } else { 0.0 };
        let day = stored.observed.and_then(|day| u64::try_from(day).ok()).unwrap_or_default();
        let numbers = match self.order {
            Order::Score => [u64::from(u32::MAX - score.max(0.0).to_bits()), 0, 0],
            Order::Distance => [metres.unwrap_or(f64::MAX).to_bits(), 0, 0],
            Order::Name => [0; 3],
            Order::Merit => [
                u64::from(standing.map_or(0, below_yes)),
                u64::from(100 - stored.completeness.min(100)),
                u64::MAX - day,
            ],
        };
        let by_name = matches!(self.order, Order::Name | Order::Merit);
        let name = if by_name { stored.sort_name.clone() } else { String::new() };
        let parts = Some(parts).filter(|_| self.has_words && self.query.explain);
        let hit = Hit { id, version: stored.version, metres, standing, score, parts };
        self.ranked.push(((numbers, name, id), hit));
    }

    /// The hits of the page.
    pub(super) fn page(mut self) -> Vec<Hit> {
        self.ranked.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let Query { offset, limit, .. } = *self.query;
        self.ranked.into_iter().skip(offset).take(limit).map(|(_, hit)| hit).collect()
    }
}

/// A stored document.
pub(super) fn read(stored: serde_json::Value) -> Result<Stored, SearchError> {
    serde_json::from_value(stored)
        .map_err(|source| SearchError::Engine { step: "read a stored document", source: source.into() })
}

/// Where it is.
pub(super) fn at(stored: &Stored) -> Option<LonLat> {
    let [lon, lat] = &stored.position;
    LonLat::new(lon.parse().ok()?, lat.parse().ok()?).ok()
}
