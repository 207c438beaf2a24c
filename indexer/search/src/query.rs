use plainpied_domain::{ActivitySlug, BoundingBox, DepartmentCode, InseeCode, LonLat, Near, PostalCode};
use time::Date;

use crate::{Asked, FacetSet, Known, SearchError};

/// What is looked for. Every part narrows the result; the default asks for the first page of everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Words as a person types them. Only the first [`Query::MAX_CHARS`] characters and [`Query::MAX_WORDS`] words
    /// count. Nothing in it is syntax. A text without a letter or a digit is no text.
    pub text: Option<String>,
    /// A point to measure distances from; with a radius also a filter.
    pub near: Option<Near>,
    /// A box, edges included; may cross the antimeridian.
    pub bbox: Option<BoundingBox>,
    /// A commune; also finds what lies in its municipal arrondissements.
    pub commune: Option<InseeCode>,
    /// A department.
    pub department: Option<DepartmentCode>,
    /// A postal code.
    pub postal_code: Option<PostalCode>,
    /// Activities, one of which a place must have; empty: any.
    pub activities: Vec<ActivitySlug>,
    /// How much is known, and how lately it was seen.
    pub known: Known,
    /// Needs and criteria.
    pub asked: Asked,
    /// The order of the hits.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Hits on the page; 0 only counts.
    pub limit: usize,
    /// What to count the matches by.
    pub facets: FacetSet,
    /// The day to reckon the age of answers from. Without it age does not count in the order, and is not asked for.
    pub today: Option<Date>,
    /// Whether each hit says what its score is made of.
    pub explain: bool,
}

/// The order of the hits. Whatever the order, equals follow each other by id, so that pages neither repeat nor miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// With text the best score first, see [`crate::ScoreParts`]. Without text the nearest first; without a point either
    /// those that stand best (yes, with help, no, unknown), then the most complete, the most lately seen, by name.
    #[default]
    Relevance,
    /// The nearest first. Needs `near`.
    Distance,
    /// By name, accents and case aside.
    Name,
}

impl Query {
    /// The last result that can be reached: the largest `offset + limit`.
    pub const MAX_DEPTH: usize = 10_000;
    /// Characters of the text that count.
    pub const MAX_CHARS: usize = 200;
    /// Words of the text that count.
    pub const MAX_WORDS: usize = 12;

    /// Refuses what no engine answers. Engines call it first.
    ///
    /// # Errors
    /// [`SearchError::SortNeedsPlace`], [`SearchError::TooDeep`], [`SearchError::FreshnessNeedsToday`].
    pub fn check(&self) -> Result<(), SearchError> {
        if self.sort == Sort::Distance && self.near.is_none() {
            return Err(SearchError::SortNeedsPlace);
        }
        if (self.facets.freshness || !self.known.freshness.is_empty()) && self.today.is_none() {
            return Err(SearchError::FreshnessNeedsToday);
        }
        if self.offset.saturating_add(self.limit) > Self::MAX_DEPTH {
            return Err(SearchError::TooDeep {
                offset: self.offset,
                limit: self.limit,
                max: Self::MAX_DEPTH,
            });
        }
        Ok(())
    }
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: None,
            near: None,
            bbox: None,
            commune: None,
            department: None,
            postal_code: None,
            activities: Vec::new(),
            known: Known::default(),
            asked: Asked::default(),
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            facets: FacetSet::default(),
            today: None,
            explain: false,
        }
    }
}

/// What a person has typed so far of the name of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggest {
    /// The text so far; its last word may be unfinished. Counts as far as that of a [`Query`].
    pub typed: String,
    /// Where the person is or looks at: the near first.
    pub near: Option<LonLat>,
    /// Names wanted, [`Suggest::MAX_LIMIT`] at most.
    pub limit: usize,
}

impl Suggest {
    /// The most names that are given.
    pub const MAX_LIMIT: usize = 50;
}
