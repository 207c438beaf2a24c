//! The terms of a segment that are a slip or two away from what was typed. Looking for them walks a good part of the
//! dictionary, and people make the same slips in the same words: what was found is kept.

use std::sync::Arc;

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::error::searching;
use super::memo::Memo;
use crate::SearchError;

/// Terms that are kept of one segment: 40 bytes each.
const KEPT: usize = 200_000;

/// A word as it was typed, and what may be wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Typo {
    pub(super) field: Field,
    pub(super) word: String,
    /// Slips at most.
    pub(super) edits: u8,
    /// More letters may follow.
    pub(super) unfinished: bool,
}

/// A term that may have been meant.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) info: TermInfo,
    /// Slips between it and what was typed.
    pub(super) distance: u8,
}

/// Those of one segment.
pub(super) struct Slips(Memo<Typo, Slip>);

impl Slips {
    pub(super) fn new() -> Self {
        Self(Memo::new(KEPT))
    }

    /// What may have been meant, the word itself aside.
    pub(super) fn of(&self, terms: &TermDictionary, typo: &Typo) -> Result<Arc<Vec<Slip>>, SearchError> {
        self.0.get(typo.clone(), || find(terms, typo))
    }
}

fn find(terms: &TermDictionary, typo: &Typo) -> Result<Vec<Slip>, SearchError> {
    let term = Term::from_field_text(typo.field, &typo.word);
    let query = if typo.unfinished {
        FuzzyTermQuery::new_prefix(term, typo.edits, true)
    } else {
        FuzzyTermQuery::new(term, typo.edits, true)
    };
    let automaton = query.automaton().map_err(searching("build an automaton"))?;
    let mut stream = terms.search(&automaton).into_stream().map_err(searching("look up words"))?;
    let mut found = Vec::new();
    while stream.advance() {
        // The word itself has been looked up already, and is worth more.
        if let Some(key) = std::str::from_utf8(stream.key()).ok().filter(|key| *key != typo.word) {
            let slips = distance(&typo.word, key, typo.unfinished);
            found.push(Slip {
                info: stream.value().clone(),
                distance: u8::try_from(slips).unwrap_or(u8::MAX),
            });
        }
    }
    Ok(found)
}

/// Slips between what was typed and a term; of an unfinished word, between it and a beginning of the term.
fn distance(typed: &str, term: &str, unfinished: bool) -> usize {
    if !unfinished {
        return strsim::osa_distance(typed, term);
    }
    if term.starts_with(typed) {
        return 0;
    }
    let letters = typed.chars().count();
    let ends = term.char_indices().map(|(end, _)| end).chain([term.len()]);
    ends.skip(letters.saturating_sub(2))
        .take(5)
        .map(|end| strsim::osa_distance(typed, &term[..end]))
        .min()
        .unwrap_or(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_word_is_compared_with_beginnings() {
        assert_eq!(distance("boulagneri", "boulangerie", true), 1);
        assert_eq!(distance("boulang", "boulangerie", true), 0);
        assert_eq!(distance("boulagneri", "boulangerie", false), 2);
        assert_eq!(distance("été", "ete", true), 2);
    }
}
