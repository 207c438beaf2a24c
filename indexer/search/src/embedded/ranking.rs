use std::cmp::Ordering;
use std::collections::BinaryHeap;

use plainpied_criteria::needs::Verdict;
use tantivy::columnar::MonotonicallyMappableToU64;
use time::Date;

use super::columns::Columns;
use super::merit::Merit;
use crate::ScoreParts;
use crate::order::Order;
use crate::score::{Merits, below_yes};

/// What a document is ranked by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) doc: u32,
    pub(super) text: f32,
    pub(super) metres: Option<f64>,
    pub(super) standing: Option<Verdict>,
}

impl Order {
    /// What sorts first, ascending. Names that break ties are left to [`Entry::name`].
    pub(super) fn key(self, found: &Found, columns: &Columns, score: f32) -> u64 {
        match self {
            Self::Score => !f64::from(score).to_u64(),
            Self::Distance => found.metres.unwrap_or(f64::MAX).to_u64(),
            Self::Merit => {
                let merit = u64::from(columns.merit(found.doc));
                (u64::from(found.standing.map_or(0, below_yes)) << 62) | ((u64::MAX >> 2) - merit)
            }
            Self::Name => columns.name_ordinal(found.doc),
        }
    }
}

impl Found {
    /// What its score is made of.
    pub(super) fn parts(&self, merit: Merit, today: Option<Date>) -> ScoreParts {
        let Self { text, metres, standing, .. } = *self;
        let (completeness, observed) = (merit.completeness(), merit.observed());
        Merits { text, metres, standing, completeness, observed }.parts(today)
    }
}

/// A document that may be on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: u64,
    /// Ordinal of its name in its segment where names break ties, else 0.
    pub(super) name: u64,
    pub(super) id: u128,
    pub(super) doc: u32,
    pub(super) metres: Option<f64>,
    pub(super) standing: Option<Verdict>,
    pub(super) score: f32,
    pub(super) parts: Option<ScoreParts>,
}

impl Entry {
    fn rank(&self) -> (u64, u64, u128) {
        (self.key, self.name, self.id)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The first entries of one segment.
pub(super) struct Top {
    keep: usize,
    /// The worst on top.
    heap: BinaryHeap<Entry>,
}

impl Top {
    pub(super) fn new(keep: usize) -> Self {
        Self { keep, heap: BinaryHeap::new() }
    }

    /// Whether there are as many as are wanted.
    pub(super) fn is_full(&self) -> bool {
        self.heap.len() >= self.keep
    }

    /// Whether an entry of this key could still be kept; spares reading the rest of it.
    pub(super) fn wants(&self, key: u64) -> bool {
        self.heap.len() < self.keep || self.heap.peek().is_some_and(|worst| key <= worst.key)
    }

    pub(super) fn offer(&mut self, entry: Entry) {
        if self.heap.len() < self.keep {
            self.heap.push(entry);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && entry < *worst
        {
            *worst = entry;
        }
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.heap.into_vec()
    }
}
