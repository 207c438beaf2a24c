use crate::{Query, Sort};

/// What decides the order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Text score and bonuses.
    Score,
    /// Nearest first.
    Distance,
    /// Best standing first, then most complete, most lately seen, by name.
    Merit,
    /// By folded name.
    Name,
}

impl Order {
    /// That of a query, with words that count or without.
    pub(crate) fn of(query: &Query, has_words: bool) -> Self {
        match query.sort {
            Sort::Name => Self::Name,
            Sort::Distance => Self::Distance,
            Sort::Relevance if has_words => Self::Score,
            Sort::Relevance if query.near.is_some() => Self::Distance,
            Sort::Relevance => Self::Merit,
        }
    }
}
