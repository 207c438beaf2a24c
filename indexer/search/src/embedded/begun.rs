use std::io;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

use super::memo::Memo;
use super::terms::beginning_with;

/// Terms that a beginning goes on to.
const MOST: usize = 64;
/// Beginnings of so few letters have very many terms: which are the most frequent is kept.
const SHORT: usize = 3;
/// Terms that are kept.
const KEPT: usize = 100_000;

/// What the words of one field of a segment may go on to.
pub(super) struct Begun(Memo<String, TermInfo>);

impl Begun {
    pub(super) fn new() -> Self {
        Self(Memo::new(KEPT))
    }

    /// The most frequent terms that begin with a word, itself aside.
    pub(super) fn terms(&self, terms: &TermDictionary, word: &str) -> io::Result<Arc<Vec<TermInfo>>> {
        if word.chars().count() <= SHORT {
            return self.0.get(word.to_owned(), || most_frequent(terms, word));
        }
        most_frequent(terms, word).map(Arc::new)
    }
}

fn most_frequent(terms: &TermDictionary, word: &str) -> io::Result<Vec<TermInfo>> {
    let mut found = Vec::new();
    let mut stream = beginning_with(terms, word)?;
    while stream.advance() {
        found.push(stream.value().clone());
    }
    if found.len() > MOST {
        found.select_nth_unstable_by_key(MOST, |info| std::cmp::Reverse(info.doc_freq));
        found.truncate(MOST);
    }
    Ok(found)
}
