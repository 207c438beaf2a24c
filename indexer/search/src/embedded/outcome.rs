//! From matches to a page.

use plainpied_domain::EstablishmentId;
use tantivy::SegmentReader;
use uuid::Uuid;

use super::columns::Columns;
use super::facets::FacetCounts;
use super::plan::Plan;
use super::ranking::{Entry, Order, Top, blend};
use crate::{Hit, SearchError};

/// What the matches of one segment come to.
pub(super) struct Collected<'a> {
    plan: &'a Plan,
    reader: &'a SegmentReader,
    columns: &'a Columns,
    pub(super) matched: u64,
    top: Top,
}

impl<'a> Collected<'a> {
    pub(super) fn new(plan: &'a Plan, reader: &'a SegmentReader, columns: &'a Columns) -> Self {
        Self { plan, reader, columns, matched: 0, top: Top::new(plan.keep) }
    }

    /// Takes a document that has the words and terms, if it is alive and in the area.
    pub(super) fn take(&mut self, doc: u32, text: f32, facets: Option<&mut FacetCounts>) {
        if self.reader.alive_bitset().is_some_and(|alive| !alive.is_alive(doc)) {
            return;
        }
        let Some(metres) = self.admit(doc) else {
            return;
        };
        self.matched += 1;
        if let Some(facets) = facets {
            facets.count(self.columns, doc);
        }
        if self.plan.keep > 0 {
            self.rank(doc, text, metres);
        }
    }

    fn admit(&self, doc: u32) -> Option<Option<f64>> {
        if !self.plan.area.needs_position() {
            return Some(None);
        }
        self.plan.area.admit(self.columns.lon.get_val(doc), self.columns.lat.get_val(doc))
    }

    fn rank(&mut self, doc: u32, text: f32, metres: Option<f64>) {
        let order = self.plan.order;
        let score = blend(text, metres);
        let key = order.key(doc, self.columns, (score, metres));
        if self.top.wants(key) {
            let name = if order == Order::Completeness { self.columns.name_ordinal(doc) } else { 0 };
            let id = self.columns.id_number(doc);
            self.top.offer(Entry { key, name, id, doc, metres, score });
        }
    }

    /// The entries, with what compares them to those of other segments.
    pub(super) fn into_ranked(self) -> Result<Vec<Ranked>, SearchError> {
        let Self { plan, columns, top, .. } = self;
        let rank = |entry: Entry| {
            let (key, ordinal) = match plan.order {
                Order::Name => (0, Some(entry.key)),
                Order::Completeness => (entry.key, Some(entry.name)),
                Order::Score | Order::Distance => (entry.key, None),
            };
            let name = ordinal.map(|ordinal| columns.name(ordinal)).transpose()?;
            let Entry { id, metres, score, doc, .. } = entry;
            let id = EstablishmentId::from(Uuid::from_u128(id));
            Ok(Ranked {
                rank: (key, name, id),
                hit: Hit { id, version: columns.version(doc), metres, score },
            })
        };
        top.into_entries().into_iter().map(rank).collect()
    }
}

/// A hit and what it is sorted by, comparable between segments.
pub(super) struct Ranked {
    pub(super) rank: (u64, Option<String>, EstablishmentId),
    pub(super) hit: Hit,
}
