use tantivy::Term;

use super::area::Area;
use super::ranking::Order;
use super::snapshot::SnapshotView;
use super::terms::{Expander, Meaning};
use crate::analysis::{Analyser, Typed};
use crate::{Query, SearchError};

/// A query in terms of one snapshot of the index.
pub(super) struct Plan {
    /// What the words mean.
    pub(super) words: Vec<Meaning>,
    /// How many of the words a document must hold.
    pub(super) needed: usize,
    /// Terms that a document must have.
    pub(super) terms: Vec<Term>,
    pub(super) area: Area,
    pub(super) order: Order,
    /// Entries to keep: the page and everything before it.
    pub(super) keep: usize,
    pub(super) facets: bool,
    pub(super) truncated: bool,
}

impl Plan {
    pub(super) fn of(
        query: &Query,
        view: SnapshotView<'_>,
        analyser: &mut Analyser,
    ) -> Result<Self, SearchError> {
        let SnapshotView { searcher, fields } = view;
        let typed = query.text.as_deref().map(|text| Typed::read(text, analyser)).unwrap_or_default();
        let expander = Expander::new(searcher, fields.text);
        let words = typed.words.iter().map(|word| expander.meaning(word)).collect::<Result<Vec<_>, _>>()?;
        let commune = query.commune.as_ref().map(|code| Term::from_field_text(fields.within, code.as_str()));
        let activity =
            query.activity.as_ref().map(|slug| Term::from_field_text(fields.activity, slug.as_str()));
        Ok(Self {
            needed: words.len(),
            order: Order::of(query, !words.is_empty()),
            words,
            terms: commune.into_iter().chain(activity).collect(),
            area: Area::of(query),
            keep: if query.limit == 0 { 0 } else { query.offset + query.limit },
            facets: query.facets,
            truncated: typed.truncated,
        })
    }

    /// Asks for half of the words, rounded up. `false`: that asks for no less than before.
    pub(super) fn relax(&mut self) -> bool {
        let half = self.words.len().div_ceil(2);
        let relaxed = half < self.needed;
        self.needed = half;
        relaxed
    }

    /// Whether the answer is the nearest of everything, which need not look at everything.
    pub(super) fn is_nearest(&self) -> bool {
        self.order == Order::Distance
            && self.words.is_empty()
            && self.area.is_unbounded()
            && self.keep > 0
            && !self.facets
    }
}
