use plainpied_domain::Near;
use tantivy::schema::Field;
use time::Date;

use super::area::Area;
use super::asks::{self, Ask};
use super::fields::Fields;
use super::snapshot::SnapshotView;
use super::terms::{Expander, Meaning};
use crate::analysis::{Analyser, Typed};
use crate::order::Order;
use crate::{Asked, FacetSet, Known, Query, SearchError};

/// A query in terms of one snapshot of the index.
pub(super) struct Plan {
    /// What the words mean.
    pub(super) words: Vec<Meaning>,
    /// How many of the words a document must hold.
    pub(super) needed: usize,
    /// Terms of one field each: a document must have one of each list.
    pub(super) terms: Vec<Terms>,
    pub(super) area: Area,
    pub(super) known: Known,
    pub(super) asked: Asked,
    /// What is asked, as the segments are asked it.
    pub(super) asks: Vec<Ask>,
    /// Whether to count those left out as unknown.
    pub(super) leaves_out: bool,
    pub(super) order: Order,
    /// Entries to keep: the page and everything before it.
    pub(super) keep: usize,
    pub(super) facets: FacetSet,
    /// Whether the ids of all matches are wanted.
    pub(super) ids: bool,
    /// The needs that a facet counts, in the order of their declaration.
    pub(super) counted: Vec<Ask>,
    pub(super) today: Option<Date>,
    pub(super) explain: bool,
    pub(super) truncated: bool,
}

/// Terms of one field.
pub(super) struct Terms {
    pub(super) field: Field,
    pub(super) any_of: Vec<Vec<u8>>,
}

impl Plan {
    pub(super) fn of(
        query: &Query,
        view: SnapshotView<'_>,
        analyser: &mut Analyser,
    ) -> Result<Self, SearchError> {
        let SnapshotView { fields, .. } = view;
        let typed = query.text.as_deref().map(|text| Typed::read(text, analyser)).unwrap_or_default();
        let expander = Expander::new(view);
        let words = typed.words.iter().map(|word| expander.meaning(word)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            needed: words.len(),
            order: Order::of(query, !words.is_empty()),
            words,
            terms: terms(query, fields),
            area: Area::of(query),
            known: query.known.clone(),
            asks: asks::of(&query.asked),
            asked: query.asked.clone(),
            leaves_out: true,
            keep: if query.limit == 0 { 0 } else { query.offset + query.limit },
            facets: query.facets,
            ids: false,
            counted: if query.facets.needs { asks::counted(&query.asked) } else { Vec::new() },
            today: query.today,
            explain: query.explain,
            truncated: typed.truncated,
        })
    }

    /// A plan for names that go on from what was typed, letter for letter or with slips.
    pub(super) fn of_names(
        (typed, slips): (&Typed, bool),
        (near, limit): (Option<Near>, usize),
        view: SnapshotView<'_>,
    ) -> Result<Self, SearchError> {
        let expander = Expander::new(view);
        let words =
            typed.words.iter().map(|word| expander.in_names(word, slips)).collect::<Result<Vec<_>, _>>()?;
        let plan = Self::of(&Query { near, limit, ..Query::default() }, view, &mut Analyser::new())?;
        Ok(Self { needed: words.len(), words, order: Order::Score, ..plan })
    }

    /// Whether the set of all matches is wanted.
    pub(super) fn gathers(&self) -> bool {
        self.ids || !self.facets.is_empty()
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
        self.order == Order::Distance && self.words.is_empty() && self.area.is_unbounded() && self.keep > 0
    }
}

fn terms(query: &Query, fields: &Fields) -> Vec<Terms> {
    let one = |field, text: &str| Terms { field, any_of: vec![text.as_bytes().to_vec()] };
    let activities = query.activities.iter().map(|slug| slug.as_str().as_bytes().to_vec()).collect();
    [
        query.commune.as_ref().map(|code| one(fields.within, code.as_str())),
        query.postal_code.as_ref().map(|code| one(fields.text.postal_code, code.as_str())),
        query.department.as_ref().map(|code| one(fields.department, code.as_str())),
        (!query.activities.is_empty()).then_some(Terms { field: fields.activity, any_of: activities }),
    ]
    .into_iter()
    .flatten()
    .collect()
}
