//! From the matches of one segment to their part of a page.

use plainpied_criteria::needs::Verdict;
use plainpied_domain::EstablishmentId;
use uuid::Uuid;

use super::bits::Bits;
use super::columns::Columns;
use super::ladder::Ladder;
use super::plan::Plan;
use super::ranking::{Entry, Found, Top};
use crate::order::Order;
use crate::{Hit, SearchError};

/// What the matches of one segment come to.
pub(super) struct Collected<'a> {
    plan: &'a Plan,
    columns: &'a Columns,
    ladder: Option<Ladder>,
    /// Documents that have the words and lie in the area, however they stand.
    pub(super) seen: u64,
    pub(super) matched: u64,
    pub(super) excluded_unknown: u64,
    /// The matches, where they are wanted.
    pub(super) found: Option<Bits>,
    top: Top,
}

impl<'a> Collected<'a> {
    pub(super) fn new(plan: &'a Plan, columns: &'a Columns, ladder: Option<Ladder>) -> Self {
        let found = plan.gathers().then(|| Bits::new(columns.end));
        let top = Top::new(plan.keep);
        Self { plan, columns, ladder, seen: 0, matched: 0, excluded_unknown: 0, found, top }
    }

    /// Takes a living document that has words and terms, if it is in the area and stands as is asked.
    pub(super) fn take(&mut self, doc: u32, text: f32) {
        let Some(metres) = self.admit(doc) else {
            return;
        };
        self.seen += 1;
        let standing = self.ladder.as_ref().map(|ladder| ladder.standing(doc));
        if self.plan.asked.takes(standing) {
            self.keep(Found { doc, text, metres, standing });
        } else if self.plan.asked.leaves_out(standing) {
            self.excluded_unknown += 1;
        }
    }

    /// Takes all living documents that have the terms of a plan without words.
    pub(super) fn take_all(&mut self, set: Bits) {
        let Some(ladder) = self.ladder.clone() else {
            return self.take_standing(set, None);
        };
        // From the best to the worst: the order in which a list without words shows them.
        for standing in Verdict::ALL.into_iter().rev().map(Some) {
            let leaves_out = self.plan.leaves_out && self.plan.asked.leaves_out(standing);
            if !leaves_out && !self.plan.asked.takes(standing) {
                continue;
            }
            let mut those = set.clone();
            standing.into_iter().for_each(|verdict| ladder.narrow(&mut those, verdict));
            if leaves_out {
                self.excluded_unknown += self.count(&those);
            } else {
                self.take_standing(those, standing);
            }
        }
    }

    fn take_standing(&mut self, set: Bits, standing: Option<Verdict>) {
        if !self.plan.area.is_unbounded() {
            for doc in set.iter() {
                if let Some(metres) = self.admit(doc) {
                    self.keep(Found { doc, text: 0.0, metres, standing });
                }
            }
            return;
        }
        // In order of merit whoever stands worse comes later: once the page is full they are only counted.
        let decided = self.plan.order == Order::Merit && self.top.is_full();
        if self.plan.keep > 0 && !decided {
            for doc in set.iter() {
                let metres = self.admit(doc).flatten();
                self.rank(&Found { doc, text: 0.0, metres, standing });
            }
        }
        self.matched += set.count();
        if let Some(found) = &mut self.found {
            found.unite(&set);
        }
    }

    fn count(&self, set: &Bits) -> u64 {
        if self.plan.area.is_unbounded() {
            return set.count();
        }
        set.iter().filter(|doc| self.admit(*doc).is_some()).count() as u64
    }

    fn admit(&self, doc: u32) -> Option<Option<f64>> {
        if !self.plan.area.needs_position() {
            return Some(None);
        }
        let [lon, lat] = self.columns.position(doc);
        self.plan.area.admit(lon, lat)
    }

    fn keep(&mut self, found: Found) {
        self.matched += 1;
        if let Some(set) = &mut self.found {
            set.insert(found.doc);
        }
        if self.plan.keep > 0 {
            self.rank(&found);
        }
    }

    fn rank(&mut self, found: &Found) {
        let Self { plan, columns, .. } = *self;
        let parts = || found.parts(columns.merit(found.doc), plan.today);
        let scored = (plan.order == Order::Score).then(parts);
        let key = plan.order.key(found, columns, scored.map_or(0.0, |parts| parts.score()));
        if !self.top.wants(key) {
            return;
        }
        let name = if plan.order == Order::Merit { columns.name_ordinal(found.doc) } else { 0 };
        let parts = (!plan.words.is_empty()).then(|| scored.unwrap_or_else(parts));
        let Found { doc, metres, standing, .. } = *found;
        let entry = Entry {
            key,
            name,
            id: columns.id_number(doc),
            doc,
            metres,
            standing,
            score: parts.map_or(0.0, |parts| parts.score()),
            parts: parts.filter(|_| plan.explain),
        };
        self.top.offer(entry);
    }

    /// The entries, with what compares them to those of other segments.
    pub(super) fn into_ranked(self, segment: usize) -> Result<Vec<Ranked>, SearchError> {
        let Self { plan, columns, top, .. } = self;
        let rank = |entry: Entry| {
            let (key, ordinal) = match plan.order {
                Order::Name => (0, Some(entry.key)),
                Order::Merit => (entry.key, Some(entry.name)),
                Order::Score | Order::Distance => (entry.key, None),
            };
            let name = ordinal.map(|ordinal| columns.folded_name(ordinal)).transpose()?;
            let Entry { id, metres, standing, score, parts, doc, .. } = entry;
            let id = EstablishmentId::from(Uuid::from_u128(id));
            let hit = Hit { id, version: columns.version(doc), metres, standing, score, parts };
            Ok(Ranked { rank: (key, name, id), segment, doc, hit })
        };
        top.into_entries().into_iter().map(rank).collect()
    }
}

/// A hit and what it is sorted by, comparable between segments.
pub(super) struct Ranked {
    pub(super) rank: (u64, Option<String>, EstablishmentId),
    /// Its segment, and its number there.
    pub(super) segment: usize,
    pub(super) doc: u32,
    pub(super) hit: Hit,
}
