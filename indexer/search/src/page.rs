use plainpied_criteria::needs::Verdict;
use plainpied_domain::EstablishmentId;

use crate::Facets;

/// One page of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// How many documents match, exactly, on all pages together.
    pub matched: u64,
    /// How many more would match if more were known of them: they meet everything but the needs and criteria, where
    /// they stand as unknown. 0 unless the query excludes the unknown.
    pub excluded_unknown: u64,
    /// The documents of this page, in order.
    pub hits: Vec<Hit>,
    /// Counts over all matches, where any were asked for.
    pub facets: Option<Facets>,
    /// The position of the change log that this answer is true at.
    pub position: i64,
    /// No document holds all words, so those that hold at least half of them were taken.
    pub relaxed: bool,
    /// The text was longer than what counts of it.
    pub truncated: bool,
}

/// A document found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The establishment.
    pub id: EstablishmentId,
    /// The version that the index holds of it.
    pub version: i32,
    /// Distance to the point of the query, metres, great circle; `None` where there was no point.
    pub metres: Option<f64>,
    /// How it stands to what was asked; `None` where nothing was.
    pub standing: Option<Verdict>,
    /// How well it answers a text; 0 without text. Comparable within one page only.
    pub score: f32,
    /// What the score is made of, where the query asks for it and has text.
    pub parts: Option<ScoreParts>,
}

/// What a score is made of: `text * (1 + near + standing + completeness + freshness)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreParts {
    /// How well the words match.
    pub text: f32,
    /// Being near: 0.5 on the spot, 0.23 at 2 km, nothing at 20 km, down to -0.6 far away; 0 without a point.
    pub near: f32,
    /// How it stands: 0.1 for yes, 0.05 with help, 0 for unknown and where nothing was asked, -0.05 for no.
    pub standing: f32,
    /// How much is known: 0.05 for everything.
    pub completeness: f32,
    /// How lately it was seen: 0.05 today, half of that after a year; 0 where nobody said when, or without a today.
    pub freshness: f32,
}

impl ScoreParts {
    /// The score.
    pub fn score(&self) -> f32 {
        self.text * (1.0 + self.near + self.standing + self.completeness + self.freshness)
    }
}

/// A place whose name goes on from what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The establishment.
    pub id: EstablishmentId,
    /// Its name as written.
    pub name: String,
    /// INSEE code of its commune or arrondissement: names repeat from town to town.
    pub commune: String,
}
