//! Names as they are typed.

use plainpied_domain::Near;

use super::matching::{Scratch, Segment};
use super::outcome::{Collected, Ranked};
use super::plan::Plan;
use super::snapshot::{Opened, Snapshot};
use crate::analysis::Typed;
use crate::score::AROUND;
use crate::{SearchError, Suggest, Suggestion};

/// Documents of a segment that are looked at first, and how many times more the next time.
const FIRST_PART: u32 = 16_000;
const WIDER: u32 = 4;
/// Names of a segment to choose from: where there are so many, the rest of it is not looked at.
const ENOUGH: u64 = 500;

impl Snapshot {
    pub(super) fn suggest(
        &self,
        suggest: &Suggest,
        scratch: &mut Scratch,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let limit = suggest.limit.min(Suggest::MAX_LIMIT);
        let typed = Typed::read(&suggest.typed, &mut scratch.analyser);
        let mut found: Vec<Ranked> = Vec::new();
        if typed.words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        for slips in [false, true] {
            let near = suggest.near.map(|centre| Near { centre, radius: None });
            let mut plan = Plan::of_names((&typed, slips), (near, limit), self.view())?;
            let everywhere = plan.area.clone();
            let around = suggest.near.map(|_| everywhere.within(AROUND));
            for area in around.into_iter().chain([everywhere]) {
                plan.area = area;
                self.add_new(&plan, &mut found, scratch)?;
                if found.len() >= limit {
                    break;
                }
            }
            // Slips are for those who would find nothing.
            if !found.is_empty() {
                break;
            }
        }
        found.iter().take(limit).map(|ranked| self.suggestion(ranked)).collect()
    }

    /// Adds what the plan finds and is not there yet, the best first.
    fn add_new(
        &self,
        plan: &Plan,
        found: &mut Vec<Ranked>,
        scratch: &mut Scratch,
    ) -> Result<(), SearchError> {
        let mut more = Vec::new();
        for ordinal in 0..self.columns.len() {
            more.extend(self.some(plan, ordinal, scratch)?);
        }
        more.sort_unstable_by(|a, b| a.rank.cmp(&b.rank));
        let known = found.len();
        for ranked in more {
            if !found[..known].iter().any(|there| there.hit.id == ranked.hit.id) {
                found.push(ranked);
            }
        }
        Ok(())
    }

    /// The best of a segment, or where very many match, of those in a part of it.
    fn some(&self, plan: &Plan, ordinal: usize, scratch: &mut Scratch) -> Result<Vec<Ranked>, SearchError> {
        let Some(Opened { segment, columns, alive }) = self.opened(ordinal) else {
            return Ok(Vec::new());
        };
        let filter = segment.filter(plan)?;
        let mut collected = Collected::new(plan, columns, None);
        let mut range = 0..FIRST_PART.min(columns.end);
        while !range.is_empty() && collected.matched < ENOUGH {
            let part = Segment { range: range.clone(), ..segment.clone() };
            part.for_each_match(plan, filter.as_ref(), scratch, |doc, text| {
                if alive.contains(doc) {
                    collected.take(doc, text);
                }
            })?;
            range = range.end..range.end.saturating_mul(WIDER).min(columns.end);
        }
        collected.into_ranked(ordinal)
    }

    fn suggestion(&self, ranked: &Ranked) -> Result<Suggestion, SearchError> {
        let (id, columns) = (ranked.hit.id, &self.columns[ranked.segment]);
        let commune = columns.commune.values(ranked.doc).next();
        let commune = commune.and_then(|number| self.facets.communes.get(number as usize));
        let commune = commune.map(ToString::to_string).unwrap_or_default();
        Ok(Suggestion { id, name: columns.name(ranked.doc)?, commune })
    }
}
