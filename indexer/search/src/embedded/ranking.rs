use std::cmp::Ordering;
use std::collections::BinaryHeap;

use plainpied_criteria::needs::Verdict;
use tantivy::columnar::MonotonicallyMappableToU64;
use time::Date;

use super::columns::Columns;
use super::merit::Merit;
use crate::{Query, ScoreParts, Sort};

/// The distance at which half of the bonus for being near is left, metres.
const HALF_NEAR: f64 = 2_000.0;
/// The distance at which being far has taken half of what it takes at most, metres.
const HALF_FAR: f64 = 50_000.0;
/// The age at which half of the bonus for being lately seen is left, days.
const HALF_FRESH: f64 = 365.0;
/// The bonuses at their greatest: shares of the text score.
const NEAR: f64 = 0.5;
/// What being far takes at most: a place at the other end of the country is no answer to somebody who said where they
/// are, unless nothing near has its words.
const FAR: f64 = 0.6;
const COMPLETE: f32 = 0.05;
const FRESH: f64 = 0.05;

/// What decides the order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Text score and bonuses.
    Score,
    /// Nearest first.
    Distance,
    /// Best standing first, then most complete, most lately seen, by name.
    Merit,
    /// By folded name.
    Name,
}

/// What a document is ranked by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) doc: u32,
    pub(super) text: f32,
    pub(super) metres: Option<f64>,
    pub(super) standing: Option<Verdict>,
}

impl Order {
    pub(super) fn of(query: &Query, has_words: bool) -> Self {
        match query.sort {
            Sort::Name => Self::Name,
            Sort::Distance => Self::Distance,
            Sort::Relevance if has_words => Self::Score,
            Sort::Relevance if query.near.is_some() => Self::Distance,
            Sort::Relevance => Self::Merit,
        }
    }

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

/// Steps from a verdict up to yes.
fn below_yes(verdict: Verdict) -> u8 {
    Verdict::Yes.rank() - verdict.rank()
}

impl Found {
    /// What its score is made of.
    pub(super) fn parts(&self, merit: Merit, today: Option<Date>) -> ScoreParts {
        let near = self
            .metres
            .map_or(0.0, |metres| NEAR / (1.0 + metres / HALF_NEAR) - FAR * metres / (metres + HALF_FAR));
        let standing = match self.standing {
            Some(Verdict::Yes) => 0.1,
            Some(Verdict::WithHelp) => 0.05,
            Some(Verdict::Unknown) | None => 0.0,
            Some(Verdict::No) => -0.05,
        };
        let age = today.zip(merit.observed()).map(|(today, day)| (today - day).whole_days().max(0) as f64);
        ScoreParts {
            text: self.text,
            near: near as f32,
            standing,
            completeness: COMPLETE * f32::from(merit.completeness()) / 100.0,
            freshness: age.map_or(0.0, |days| FRESH / (1.0 + days / HALF_FRESH)) as f32,
        }
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
