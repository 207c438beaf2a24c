use std::sync::Arc;

use plainpied_domain::EstablishmentId;
use tantivy::Searcher;

use super::columns::Columns;
use super::facets::{FacetCounts, FacetNames};
use super::fields::Fields;
use super::matching::{Scratch, Segment};
use super::outcome::{Collected, Ranked};
use super::plan::Plan;
use crate::{EngineStatus, Facets, Page, Query, SearchError};

/// The first circle looked at for the nearest, metres, and how much wider the next one is.
const FIRST_CIRCLE: f64 = 1_000.0;
const WIDER: f64 = 4.0;
/// The widest circle: past it, all documents are looked at.
const LAST_CIRCLE: f64 = 300_000.0;

/// The index as of one commit. Searches go on undisturbed while newer ones take its place.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) columns: Vec<Arc<Columns>>,
    pub(super) facets: FacetNames,
    pub(super) generation: u64,
    pub(super) position: i64,
}

/// What a plan is made with.
#[derive(Clone, Copy)]
pub(super) struct SnapshotView<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

#[derive(Default)]
struct Answer {
    matched: u64,
    ranked: Vec<Ranked>,
    facets: Option<Facets>,
}

impl Snapshot {
    pub(super) fn status(&self) -> EngineStatus {
        EngineStatus {
            position: self.position,
            documents: self.searcher.num_docs(),
            generation: self.generation,
        }
    }

    pub(super) fn search(&self, query: &Query, scratch: &mut Scratch) -> Result<Page, SearchError> {
        query.check()?;
        let view = SnapshotView { searcher: &self.searcher, fields: &self.fields };
        let mut plan = Plan::of(query, view, &mut scratch.analyser)?;
        let mut answer =
            if plan.is_nearest() { self.nearest(&mut plan, scratch)? } else { self.answer(&plan, scratch)? };
        let mut relaxed = false;
        if answer.matched == 0 && plan.relax() {
            answer = self.answer(&plan, scratch)?;
            relaxed = answer.matched > 0;
        }
        answer.ranked.sort_unstable_by(|a, b| a.rank.cmp(&b.rank));
        let hits = answer.ranked.into_iter().skip(query.offset).take(query.limit).map(|ranked| ranked.hit);
        Ok(Page {
            matched: answer.matched,
            hits: hits.collect(),
            facets: answer.facets,
            position: self.position,
            relaxed,
            truncated: plan.truncated,
        })
    }

    /// Every document and its version, in no order.
    pub(super) fn dump(&self) -> Vec<(EstablishmentId, i32)> {
        let segments = self.searcher.segment_readers().iter().zip(&self.columns);
        segments
            .flat_map(|(reader, columns)| {
                reader.doc_ids_alive().map(|doc| (columns.id(doc), columns.version(doc)))
            })
            .collect()
    }

    fn answer(&self, plan: &Plan, scratch: &mut Scratch) -> Result<Answer, SearchError> {
        let mut answer = Answer::default();
        let mut facets = plan.facets.then(|| FacetCounts::new(&self.facets));
        for (ordinal, (reader, columns)) in
            self.searcher.segment_readers().iter().zip(&self.columns).enumerate()
        {
            let segment = Segment { reader, ordinal, fields: &self.fields };
            let mut collected = Collected::new(plan, reader, columns);
            segment.for_each_match(plan, scratch, |doc, text| collected.take(doc, text, facets.as_mut()))?;
            answer.matched += collected.matched;
            answer.ranked.extend(collected.into_ranked()?);
        }
        answer.facets = facets.map(|facets| facets.most_frequent(&self.facets));
        Ok(answer)
    }

    /// The nearest of all: looks at wider and wider circles until one holds enough.
    fn nearest(&self, plan: &mut Plan, scratch: &mut Scratch) -> Result<Answer, SearchError> {
        let everywhere = plan.area.clone();
        let mut radius = FIRST_CIRCLE;
        while radius <= LAST_CIRCLE {
            plan.area = everywhere.within(radius);
            let mut answer = self.answer(plan, scratch)?;
            if answer.matched >= plan.keep as u64 {
                plan.area = everywhere;
                answer.matched = self.count(plan, scratch)?;
                return Ok(answer);
            }
            radius *= WIDER;
        }
        plan.area = everywhere;
        self.answer(plan, scratch)
    }

    /// How many documents have the terms of a plan without area.
    fn count(&self, plan: &Plan, scratch: &mut Scratch) -> Result<u64, SearchError> {
        if plan.terms.is_empty() {
            return Ok(self.searcher.num_docs());
        }
        let mut counted = 0;
        for (ordinal, reader) in self.searcher.segment_readers().iter().enumerate() {
            let segment = Segment { reader, ordinal, fields: &self.fields };
            let alive = reader.alive_bitset();
            segment.for_each_match(plan, scratch, |doc, _| {
                counted += u64::from(alive.is_none_or(|alive| alive.is_alive(doc)));
            })?;
        }
        Ok(counted)
    }
}
