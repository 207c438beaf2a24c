//! Which terms of the index a typed word means, and what a document that holds one of them is worth.
//!
//! The worth of a word is the best of what a document holds for it:
//! `boost of the field * quality of the match`, for exact words and stems `* (1 + BM25)`.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::query::Bm25Weight;
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};

use super::error::searching;
use super::fields::TextFields;
use super::slips::{Slip, Typo};
use super::snapshot::SnapshotView;
use crate::SearchError;
use crate::analysis::{TypedWord, Word};

const STEM: f32 = 0.8;
const PREFIX: f32 = 0.7;
/// Of what begins with the word, is one slip away from it, and two.
const QUALITIES: [f32; 3] = [PREFIX, 0.5, 0.3];

/// Letters from which a word may be typed with one slip, with two, and with a slip while it is not finished.
const ONE_EDIT_FROM: usize = 4;
const TWO_EDITS_FROM: usize = 8;
const FUZZY_PREFIX_FROM: usize = 6;
/// Digits from which an unfinished postal code is one.
const POSTAL_PREFIX_FROM: usize = 2;

/// The documents of one term, and what they are worth.
pub(super) struct Source {
    pub(super) field: Field,
    pub(super) info: TermInfo,
    pub(super) worth: Worth,
}

/// What a document is worth for holding a term.
#[derive(Clone)]
pub(super) enum Worth {
    /// The same for all.
    Flat(f32),
    /// By the length of the field, as the engine encodes it in a byte.
    ByLength(Arc<[f32; 256]>),
}

/// The sources of one word, by segment.
pub(super) type Meaning = Vec<Vec<Source>>;

/// Where and how words are looked up.
struct Lookup {
    field: Field,
    boost: f32,
    length_counts: bool,
    /// Unfinished and misspelt words too.
    loose: bool,
}

/// Finds the terms of words in all segments of an index.
pub(super) struct Expander<'a> {
    view: SnapshotView<'a>,
    fields: TextFields,
}

impl<'a> Expander<'a> {
    pub(super) fn new(view: SnapshotView<'a>) -> Self {
        Self { view, fields: view.fields.text }
    }

    /// Everything that a word may mean.
    pub(super) fn meaning(&self, word: &TypedWord) -> Result<Meaning, SearchError> {
        let mut meaning: Meaning = self.view.searcher.segment_readers().iter().map(|_| Vec::new()).collect();
        for (at, form) in word.forms.iter().enumerate() {
            for lookup in self.lookups() {
                self.exact(&lookup, &form.plain, &mut meaning)?;
                // What an abbreviation stands for has not been typed, so it has no slips.
                if lookup.loose && at == 0 {
                    self.loose(&lookup, form, word.last, &mut meaning)?;
                }
            }
            for (lookup, stem) in
                self.stem_lookups().iter().flat_map(|lookup| Some((lookup, form.stem.as_ref()?)))
            {
                self.exact(lookup, stem, &mut meaning)?;
            }
        }
        if let Some(form) = word.forms.first().filter(|form| word.last && is_postal_prefix(&form.plain)) {
            let postal =
                Lookup { field: self.fields.postal_code, boost: 1.5, length_counts: false, loose: false };
            self.prefixed(&postal, &form.plain, &mut meaning)?;
        }
        Ok(meaning)
    }

    /// What a word may mean in names alone: itself, what begins with it where it is the last, and with `slips` what is a
    /// slip away from it.
    pub(super) fn in_names(&self, word: &TypedWord, slips: bool) -> Result<Meaning, SearchError> {
        let mut meaning: Meaning = self.view.searcher.segment_readers().iter().map(|_| Vec::new()).collect();
        let [name, ..] = self.lookups();
        for (at, form) in word.forms.iter().enumerate() {
            self.exact(&name, &form.plain, &mut meaning)?;
            if at == 0 && slips {
                self.loose(&name, form, word.last, &mut meaning)?;
            } else if at == 0 && word.last {
                self.begun(&name, &form.plain, &mut meaning)?;
            }
        }
        Ok(meaning)
    }

    fn lookups(&self) -> [Lookup; 6] {
        let TextFields { name, activity, commune, street, postal_code, department, .. } = self.fields;
        [
            Lookup { field: name, boost: 3.0, length_counts: true, loose: true },
            Lookup { field: activity, boost: 2.0, length_counts: false, loose: true },
            Lookup { field: commune, boost: 1.5, length_counts: false, loose: true },
            Lookup { field: street, boost: 1.0, length_counts: false, loose: true },
            Lookup { field: postal_code, boost: 1.5, length_counts: false, loose: false },
            Lookup { field: department, boost: 1.0, length_counts: false, loose: false },
        ]
    }

    fn stem_lookups(&self) -> [Lookup; 2] {
        let TextFields { name_stem, activity_stem, .. } = self.fields;
        [
            Lookup { field: name_stem, boost: 3.0 * STEM, length_counts: true, loose: false },
            Lookup { field: activity_stem, boost: 2.0 * STEM, length_counts: false, loose: false },
        ]
    }

    /// The term itself.
    fn exact(&self, lookup: &Lookup, word: &str, meaning: &mut Meaning) -> Result<(), SearchError> {
        let mut found = Vec::new();
        let (mut frequency, mut tokens) = (0, 0);
        for (at, segment) in self.view.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(lookup.field).map_err(searching("open a field"))?;
            tokens += inverted.total_num_tokens();
            if let Some(info) = inverted.terms().get(word).map_err(searching("look up a word"))? {
                frequency += u64::from(info.doc_freq);
                found.push((at, info));
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let worth = self.worth(lookup, frequency, tokens);
        for (at, info) in found {
            if let Some(sources) = meaning.get_mut(at) {
                sources.push(Source { field: lookup.field, info, worth: worth.clone() });
            }
        }
        Ok(())
    }

    fn worth(&self, lookup: &Lookup, frequency: u64, tokens: u64) -> Worth {
        // Deleted documents keep counting until they are merged away, in the frequency as in the total.
        let documents: u64 =
            self.view.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
        let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
        let bm25 = Bm25Weight::for_one_term_without_explain(frequency.min(documents), documents, average);
        let worth = |length: u8| lookup.boost * (1.0 + bm25.score(length, 1));
        if lookup.length_counts {
            Worth::ByLength(Arc::new(std::array::from_fn(|length| worth(length as u8))))
        } else {
            Worth::Flat(worth(1))
        }
    }

    /// Terms that begin with the word or are a slip away from it.
    fn loose(
        &self,
        lookup: &Lookup,
        word: &Word,
        last: bool,
        meaning: &mut Meaning,
    ) -> Result<(), SearchError> {
        let word = word.plain.as_str();
        let letters = word.chars().count();
        if word.chars().any(char::is_numeric) {
            return Ok(());
        }
        let fuzzy_prefix = last && letters >= FUZZY_PREFIX_FROM;
        if letters >= ONE_EDIT_FROM {
            let edits = if letters >= TWO_EDITS_FROM { 2 } else { 1 };
            self.misspelt(lookup, word, (edits, fuzzy_prefix), meaning)?;
        }
        if last && !fuzzy_prefix {
            self.prefixed(lookup, word, meaning)?;
        }
        Ok(())
    }

    fn misspelt(
        &self,
        lookup: &Lookup,
        word: &str,
        (edits, unfinished): (u8, bool),
        meaning: &mut Meaning,
    ) -> Result<(), SearchError> {
        let typed = Typo { field: lookup.field, word: word.to_owned(), edits, unfinished };
        let segments = self.view.searcher.segment_readers().iter().zip(self.view.columns).zip(meaning);
        for ((segment, columns), sources) in segments {
            let inverted = segment.inverted_index(lookup.field).map_err(searching("open a field"))?;
            let slips = columns.slips.of(inverted.terms(), &typed)?;
            let source = |slip: &Slip| lookup.flat(&slip.info, QUALITIES[usize::from(slip.distance.min(2))]);
            sources.extend(slips.iter().map(source));
        }
        Ok(())
    }

    fn prefixed(&self, lookup: &Lookup, word: &str, meaning: &mut Meaning) -> Result<(), SearchError> {
        for (segment, sources) in self.view.searcher.segment_readers().iter().zip(meaning) {
            let inverted = segment.inverted_index(lookup.field).map_err(searching("open a field"))?;
            let mut stream = beginning_with(inverted.terms(), word).map_err(searching("look up words"))?;
            while stream.advance() {
                sources.push(lookup.flat(stream.value(), PREFIX));
            }
        }
        Ok(())
    }

    /// The most frequent terms that begin with the word.
    fn begun(&self, lookup: &Lookup, word: &str, meaning: &mut Meaning) -> Result<(), SearchError> {
        let segments = self.view.searcher.segment_readers().iter().zip(self.view.columns).zip(meaning);
        for ((segment, columns), sources) in segments {
            let inverted = segment.inverted_index(lookup.field).map_err(searching("open a field"))?;
            let begun = columns.begun.terms(inverted.terms(), word).map_err(searching("look up words"))?;
            sources.extend(begun.iter().map(|info| lookup.flat(info, PREFIX)));
        }
        Ok(())
    }
}

impl Lookup {
    fn flat(&self, info: &TermInfo, quality: f32) -> Source {
        Source { field: self.field, info: info.clone(), worth: Worth::Flat(self.boost * quality) }
    }
}

/// The terms that go on from a word, which is not among them.
pub(super) fn beginning_with<'a>(terms: &'a TermDictionary, word: &str) -> std::io::Result<TermStreamer<'a>> {
    let mut end = word.as_bytes().to_vec();
    // No byte of UTF-8 is 255.
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    terms.range().gt(word).lt(&end).into_stream()
}

fn is_postal_prefix(word: &str) -> bool {
    word.len() >= POSTAL_PREFIX_FROM && word.bytes().all(|byte| byte.is_ascii_digit())
}
