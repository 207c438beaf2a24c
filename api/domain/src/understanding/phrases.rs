use std::collections::HashMap;
use std::ops::Range;

use super::spelling::Spellings;
use super::words::{Word, is_stop, key};
use crate::text::fold;

/// Phrases and what they stand for, found whatever their number, gender, articles and accents.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    keys: Vec<Box<str>>,
    meanings: Vec<Vec<T>>,
    by_key: HashMap<Box<str>, u32>,
    spellings: Spellings,
    longest: usize,
}

/// Letters of the shortest phrase in which an error is believed.
const MISSPELT_FROM: usize = 7;

impl<T: Copy + PartialEq> Phrases<T> {
    pub(super) fn new<'a>(phrases: impl Iterator<Item = (&'a str, T)>) -> Self {
        let mut found = Self {
            keys: vec![],
            meanings: vec![],
            by_key: HashMap::new(),
            spellings: Spellings::default(),
            longest: 0,
        };
        for (phrase, meaning) in phrases {
            let folded = fold(phrase);
            found.longest = found.longest.max(folded.split(' ').count());
            found.add(key(folded.split(' ')), meaning);
        }
        let keys = found.keys.iter().enumerate().map(|(at, key)| (at as u32, key.as_ref()));
        found.spellings = Spellings::new(keys);
        found
    }

    fn add(&mut self, key: String, meaning: T) {
        if key.is_empty() {
            return;
        }
        let key = key.into_boxed_str();
        let at = *self.by_key.entry(key.clone()).or_insert_with(|| {
            self.keys.push(key);
            self.meanings.push(Vec::new());
            (self.keys.len() - 1) as u32
        });
        let meanings = &mut self.meanings[at as usize];
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// Words of the longest phrase.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// What the words stand for, as they are written.
    pub(super) fn exact(&self, words: &[Word]) -> &[T] {
        let key = key(words.iter().map(|word| word.plain.as_str()));
        self.by_key.get(key.as_str()).map_or(&[], |at| &self.meanings[*at as usize])
    }

    /// What the words stand for if one letter of theirs is wrong, missing, too many or swapped.
    pub(super) fn misspelt(&self, words: &[Word]) -> Vec<T> {
        let key = key(words.iter().map(|word| word.plain.as_str()));
        if key.len() < MISSPELT_FROM {
            return Vec::new();
        }
        let near = self.spellings.nearest(&key, 1, |number| &self.keys[number as usize]);
        let mut meanings = Vec::new();
        for meaning in near.iter().flat_map(|at| &self.meanings[*at as usize]) {
            if !meanings.contains(meaning) {
                meanings.push(*meaning);
            }
        }
        meanings
    }

    /// Whether a phrase of several words stands across `inner`, which belongs to it then: `bar à vins`.
    pub(super) fn reach_over(&self, words: &[Word], inner: Range<usize>) -> bool {
        let from = inner.start.saturating_sub(self.longest);
        let until = (inner.start + 1)..=(inner.end + 2).min(words.len());
        (from..inner.start).any(|start| {
            !is_stop(&words[start].plain)
                && until.clone().any(|end| {
                    !self.exact(&words[start..end]).is_empty() && reaches(words, start, end, inner.start)
                })
        })
    }
}

/// Whether the phrase would be another without the words from `inner` on.
fn reaches(words: &[Word], start: usize, end: usize, inner: usize) -> bool {
    words[inner.max(start)..end].iter().any(|word| !is_stop(&word.plain))
}
