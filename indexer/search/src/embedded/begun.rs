use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

use super::terms::beginning_with;

/// Terms that a beginning goes on to.
const MOST: usize = 64;
/// Beginnings of so few letters have very many terms: which are the most frequent is kept.
const SHORT: usize = 3;
/// Beginnings that are kept.
const KEPT: usize = 2_000;

/// What the words of one field of a segment may go on to.
#[derive(Default)]
pub(super) struct Begun(Mutex<HashMap<String, Arc<Vec<TermInfo>>>>);

impl Begun {
    /// The most frequent terms that begin with a word, itself aside.
    pub(super) fn terms(&self, terms: &TermDictionary, word: &str) -> io::Result<Arc<Vec<TermInfo>>> {
        let short = word.chars().count() <= SHORT;
        if let Some(known) = self.lock().get(word).filter(|_| short) {
            return Ok(Arc::clone(known));
        }
        let mut found = Vec::new();
        let mut stream = beginning_with(terms, word)?;
        while stream.advance() {
            found.push(stream.value().clone());
        }
        if found.len() > MOST {
            found.select_nth_unstable_by_key(MOST, |info| std::cmp::Reverse(info.doc_freq));
            found.truncate(MOST);
        }
        let found = Arc::new(found);
        if short {
            let mut kept = self.lock();
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(word.to_owned(), Arc::clone(&found));
        }
        Ok(found)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Vec<TermInfo>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
