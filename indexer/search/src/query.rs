use plainpied_domain::{ActivitySlug, BoundingBox, InseeCode, Near};

use crate::SearchError;

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
    /// An activity.
    pub activity: Option<ActivitySlug>,
    /// The order of the hits.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Hits on the page; 0 only counts.
    pub limit: usize,
    /// Whether to count the matches by activity and by commune.
    pub facets: bool,
}

/// The order of the hits. Whatever the order, equals follow each other by id, so that pages neither repeat nor miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best text match first, the near a little preferred; without text the nearest first; without a point either
    /// the most complete first, then by name.
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
    /// [`SearchError::SortNeedsPlace`], [`SearchError::TooDeep`].
    pub fn check(&self) -> Result<(), SearchError> {
        if self.sort == Sort::Distance && self.near.is_none() {
            return Err(SearchError::SortNeedsPlace);
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
            activity: None,
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            facets: false,
        }
    }
}
