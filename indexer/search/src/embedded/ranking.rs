use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::columnar::MonotonicallyMappableToU64;

use super::columns::Columns;
use crate::{Query, Sort};

/// The distance at which half of the bonus for being near is left, metres.
const HALF_BONUS: f64 = 2_000.0;
/// The bonus at distance 0: a share of the text score.
const BONUS: f64 = 0.5;

/// What decides the order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Text score, the near preferred.
    Score,
    /// Nearest first.
    Distance,
    /// Most complete first, then by name.
    Completeness,
    /// By folded name.
    Name,
}

impl Order {
    pub(super) fn of(query: &Query, has_words: bool) -> Self {
        match query.sort {
            Sort::Name => Self::Name,
            Sort::Distance => Self::Distance,
            Sort::Relevance if has_words => Self::Score,
            Sort::Relevance if query.near.is_some() => Self::Distance,
            Sort::Relevance => Self::Completeness,
        }
    }

    /// What sorts first, ascending. Names are left to [`Entry::name`].
    pub(super) fn key(self, doc: u32, columns: &Columns, (score, metres): (f32, Option<f64>)) -> u64 {
        match self {
            Self::Score => !f64::from(score).to_u64(),
            Self::Distance => metres.unwrap_or(f64::MAX).to_u64(),
            Self::Completeness => u64::MAX - columns.completeness.get_val(doc),
            Self::Name => columns.name_ordinal(doc),
        }
    }
}

/// The text score with the distance counted in: `text * (1 + 0.5 / (1 + metres / 2000))`.
pub(super) fn blend(text: f32, metres: Option<f64>) -> f32 {
    let Some(metres) = metres else {
        return text;
    };
    let bonus = BONUS / (1.0 + metres / HALF_BONUS);
    (f64::from(text) * (1.0 + bonus)) as f32
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
    pub(super) score: f32,
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
