use plainpied_domain::EstablishmentId;

/// One page of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// How many documents match, exactly, on all pages together.
    pub matched: u64,
    /// The documents of this page, in order.
    pub hits: Vec<Hit>,
    /// Counts over all matches, where they were asked for.
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
    /// How well the text matches, distance counted in; 0 without text. Comparable within one page only.
    pub score: f32,
}

/// How the matches spread over the values of two properties: the most frequent first, equals by key, at most
/// [`Facets::MAX_VALUES`] values each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Slug and matches. A document of several activities counts once for each.
    pub activities: Vec<(String, u64)>,
    /// INSEE code of the document's own commune or arrondissement, and matches.
    pub communes: Vec<(String, u64)>,
}

impl Facets {
    /// Values that a facet lists.
    pub const MAX_VALUES: usize = 50;
}
