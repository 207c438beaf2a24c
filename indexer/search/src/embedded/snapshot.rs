use std::sync::{Arc, OnceLock};

use plainpied_domain::EstablishmentId;
use tantivy::Searcher;

use super::bits::Bits;
use super::columns::Columns;
use super::facets::{FacetCounts, FacetNames};
use super::fields::Fields;
use super::matching::{Scratch, Segment};
use super::outcome::{Collected, Ranked};
use super::plan::Plan;
use crate::{EngineStatus, FacetSet, Facets, Page, Query, SearchError};

/// The first circle looked at for the nearest, metres, and how much wider the next one is.
const FIRST_CIRCLE: f64 = 1_000.0;
const WIDER: f64 = 4.0;
/// The widest circle: past it, all documents are looked at.
const LAST_CIRCLE: f64 = 300_000.0;
/// So few documents are measured one by one, without circles.
const FEW: u64 = 5_000;

/// The index as of one commit. Searches go on undisturbed while newer ones take its place.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) columns: Vec<Arc<Columns>>,
    /// The documents of each segment that are not deleted, made when first asked for.
    pub(super) alive: Vec<OnceLock<Bits>>,
    pub(super) facets: FacetNames,
    pub(super) generation: u64,
    pub(super) position: i64,
}

/// What a plan is made with.
#[derive(Clone, Copy)]
pub(super) struct SnapshotView<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) columns: &'a [Arc<Columns>],
}

/// One segment.
pub(super) struct Opened<'a> {
    pub(super) segment: Segment<'a>,
    pub(super) columns: &'a Columns,
    pub(super) alive: &'a Bits,
}

#[derive(Default)]
struct Answer {
    seen: u64,
    matched: u64,
    excluded_unknown: u64,
    ranked: Vec<Ranked>,
    /// Of all matches, where they are wanted.
    ids: Vec<EstablishmentId>,
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
        let mut plan = Plan::of(query, self.view(), &mut scratch.analyser)?;
        let (mut answer, relaxed) = self.resolve(&mut plan, scratch)?;
        answer.ranked.sort_unstable_by(|a, b| a.rank.cmp(&b.rank));
        let hits = answer.ranked.into_iter().skip(query.offset).take(query.limit).map(|ranked| ranked.hit);
        Ok(Page {
            matched: answer.matched,
            excluded_unknown: answer.excluded_unknown,
            hits: hits.collect(),
            facets: answer.facets,
            position: self.position,
            relaxed,
            truncated: plan.truncated,
        })
    }

    /// Everything that the query matches, by id.
    pub(super) fn ids(
        &self,
        query: &Query,
        scratch: &mut Scratch,
    ) -> Result<Vec<EstablishmentId>, SearchError> {
        let whole = Query { offset: 0, limit: 0, facets: FacetSet::default(), ..query.clone() };
        let mut plan = Plan::of(&whole, self.view(), &mut scratch.analyser)?;
        plan.ids = true;
        let mut ids = self.resolve(&mut plan, scratch)?.0.ids;
        ids.sort_unstable();
        Ok(ids)
    }

    /// The answer, relaxed where no document has all the words.
    fn resolve(&self, plan: &mut Plan, scratch: &mut Scratch) -> Result<(Answer, bool), SearchError> {
        let answer =
            if plan.is_nearest() { self.nearest(plan, scratch)? } else { self.answer(plan, scratch)? };
        // A place that holds all words is what was meant, whatever its standing: others would hide that.
        if answer.seen > 0 || !plan.relax() {
            return Ok((answer, false));
        }
        let answer = self.answer(plan, scratch)?;
        let relaxed = answer.seen > 0;
        Ok((answer, relaxed))
    }

    pub(super) fn view(&self) -> SnapshotView<'_> {
        SnapshotView { searcher: &self.searcher, fields: &self.fields, columns: &self.columns }
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
        let mut facets = (!plan.facets.is_empty()).then(|| FacetCounts::new(&self.facets, plan));
        for ordinal in 0..self.columns.len() {
            let Some(mut collected) = self.collect(plan, ordinal, scratch)? else {
                continue;
            };
            if let Some(found) = collected.found.take() {
                let columns = &self.columns[ordinal];
                if plan.ids {
                    answer.ids.extend(found.iter().map(|doc| columns.id(doc)));
                }
                if let Some(facets) = &mut facets {
                    facets.count(plan, columns, &found);
                }
            }
            answer.seen += collected.seen;
            answer.matched += collected.matched;
            answer.excluded_unknown += collected.excluded_unknown;
            answer.ranked.extend(collected.into_ranked(ordinal)?);
        }
        answer.facets = facets.map(|facets| facets.most_frequent(&self.facets));
        Ok(answer)
    }

    /// What the plan finds in one segment.
    fn collect<'a>(
        &'a self,
        plan: &'a Plan,
        ordinal: usize,
        scratch: &mut Scratch,
    ) -> Result<Option<Collected<'a>>, SearchError> {
        let Some(Opened { segment, columns, alive }) = self.opened(ordinal) else {
            return Ok(None);
        };
        let mut collected = Collected::new(plan, columns, columns.witness.least(&plan.asks));
        let mut filter = segment.filter(plan)?;
        if !plan.known.is_nothing() {
            filter = Some(columns.known(plan, filter.as_ref().unwrap_or(alive)));
        }
        if plan.words.is_empty() {
            let mut set = filter.unwrap_or_else(|| alive.clone());
            set.intersect(alive);
            collected.take_all(set);
        } else {
            segment.for_each_match(plan, filter.as_ref(), scratch, |doc, text| {
                if alive.contains(doc) {
                    collected.take(doc, text);
                }
            })?;
        }
        Ok(Some(collected))
    }

    /// A segment with what is known of its documents.
    pub(super) fn opened(&self, ordinal: usize) -> Option<Opened<'_>> {
        let reader = self.searcher.segment_readers().get(ordinal)?;
        let segment = Segment { reader, ordinal, range: 0..reader.max_doc(), fields: &self.fields };
        Some(Opened { segment, columns: self.columns.get(ordinal)?, alive: self.alive(ordinal)? })
    }

    fn alive(&self, ordinal: usize) -> Option<&Bits> {
        let reader = self.searcher.segment_readers().get(ordinal)?;
        let made = self.alive.get(ordinal)?.get_or_init(|| {
            let mut bits = Bits::new(reader.max_doc());
            match reader.alive_bitset() {
                Some(alive) => alive.iter_alive().for_each(|doc| bits.insert(doc)),
                None => bits.complement(),
            }
            bits
        });
        Some(made)
    }

    /// The nearest of all: counts everything, then looks at wider and wider circles until one holds enough.
    fn nearest(&self, plan: &mut Plan, scratch: &mut Scratch) -> Result<Answer, SearchError> {
        let keep = std::mem::take(&mut plan.keep);
        let whole = self.answer(plan, scratch)?;
        plan.keep = keep;
        plan.facets = FacetSet::default();
        plan.leaves_out = false;
        let everywhere = plan.area.clone();
        let mut radius = if whole.matched <= FEW.max(keep as u64) { f64::INFINITY } else { FIRST_CIRCLE };
        while radius <= LAST_CIRCLE {
            plan.area = everywhere.within(radius);
            let answer = self.answer(plan, scratch)?;
            if answer.matched >= keep as u64 {
                return Ok(Answer { ranked: answer.ranked, ..whole });
            }
            radius *= WIDER;
        }
        plan.area = everywhere;
        Ok(Answer { ranked: self.answer(plan, scratch)?.ranked, ..whole })
    }
}
