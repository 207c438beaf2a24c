//! Which documents of a segment match, one term after the other: the filters give a set, every word narrows it.

use std::ops::Range;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::Field;

use super::bits::Bits;
use super::error::searching;
use super::fields::Fields;
use super::plan::Plan;
use super::postings::{among, each};
use super::terms::{Source, Worth};
use crate::SearchError;
use crate::analysis::Analyser;

/// What a search writes on, kept from one to the next. Between searches every number in it is 0.
pub(super) struct Scratch {
    /// The best that a document holds for the present word.
    best: Vec<f32>,
    /// The sum over words.
    sum: Vec<f32>,
    /// How many words a document holds.
    held: Vec<u8>,
    pub(super) analyser: Analyser,
}

impl Scratch {
    pub(super) fn new() -> Self {
        Self { best: Vec::new(), sum: Vec::new(), held: Vec::new(), analyser: Analyser::new() }
    }

    fn fit(&mut self, documents: usize) {
        if self.best.len() < documents {
            self.best.resize(documents, 0.0);
            self.sum.resize(documents, 0.0);
            self.held.resize(documents, 0);
        }
    }
}

/// One segment to be searched.
#[derive(Clone)]
pub(super) struct Segment<'a> {
    pub(super) reader: &'a SegmentReader,
    pub(super) ordinal: usize,
    /// The documents in which words are looked for.
    pub(super) range: Range<u32>,
    pub(super) fields: &'a Fields,
}

impl Segment<'_> {
    /// Calls `emit` with every document of the filter that has the words of the plan, ascending, and what they are worth
    /// in it. Documents outside the area or deleted are among them.
    pub(super) fn for_each_match(
        &self,
        plan: &Plan,
        filter: Option<&Bits>,
        scratch: &mut Scratch,
        mut emit: impl FnMut(u32, f32),
    ) -> Result<(), SearchError> {
        scratch.fit(self.reader.max_doc() as usize);
        let touched = self.score_words(plan, filter, scratch);
        // Whatever happened, the scratch is left clean.
        let (touched, outcome) = match touched {
            Ok(touched) => (touched, Ok(())),
            Err((touched, error)) => (touched, Err(error)),
        };
        for doc in touched.iter() {
            let at = doc as usize;
            if outcome.is_ok() && usize::from(scratch.held[at]) >= plan.needed {
                emit(doc, scratch.sum[at]);
            }
            (scratch.best[at], scratch.sum[at], scratch.held[at]) = (0.0, 0.0, 0);
        }
        outcome
    }

    /// The documents that have the terms of the plan and lie in its cells, which only come near to the area; `None`:
    /// all.
    pub(super) fn filter(&self, plan: &Plan) -> Result<Option<Bits>, SearchError> {
        let mut filter: Option<Bits> = None;
        let mut narrow = |found: Bits| match &mut filter {
            Some(filter) => filter.intersect(&found),
            None => filter = Some(found),
        };
        for terms in &plan.terms {
            narrow(self.having(terms.field, &terms.any_of)?);
        }
        if let Some(cells) = plan.area.cells() {
            let keys: Vec<Vec<u8>> = cells.iter().map(|cell| cell.to_be_bytes().to_vec()).collect();
            narrow(self.having(self.fields.cell, &keys)?);
        }
        Ok(filter)
    }

    /// The documents that have any of the terms.
    fn having(&self, field: Field, terms: &[Vec<u8>]) -> Result<Bits, SearchError> {
        let step = "look up a filter";
        let mut found = Bits::new(self.reader.max_doc());
        let inverted = self.reader.inverted_index(field).map_err(searching(step))?;
        for term in terms {
            if let Some(info) = inverted.terms().get(term).map_err(searching(step))? {
                each(&inverted, &info, &(0..u32::MAX), |doc| found.insert(doc))?;
            }
        }
        Ok(found)
    }

    /// Fills `sum` and `held`. Gives back every document that it has written on.
    fn score_words(
        &self,
        plan: &Plan,
        filter: Option<&Bits>,
        scratch: &mut Scratch,
    ) -> Result<Bits, (Bits, SearchError)> {
        // No longer than what is looked at: a part of a segment is small beside it.
        let end = self.range.end.min(self.reader.max_doc());
        let mut written = Bits::new(end);
        let all_needed = plan.needed == plan.words.len();
        let mut words: Vec<&[Source]> = plan
            .words
            .iter()
            .map(|meaning| meaning.get(self.ordinal).map_or(&[][..], Vec::as_slice))
            .collect();
        // The rarest first: the others then only matter where it is.
        words
            .sort_by_key(|sources| sources.iter().map(|source| u64::from(source.info.doc_freq)).sum::<u64>());
        let mut narrowed: Option<Bits> = None;
        for (at, sources) in words.into_iter().enumerate() {
            let mut touched = Bits::new(end);
            let among = narrowed.as_ref().or(filter);
            let scored = self.score_word(sources, among, (&mut touched, &mut scratch.best));
            if at == 0 || !all_needed {
                touched.iter().for_each(|doc| written.insert(doc));
            }
            if let Err(error) = scored {
                return Err((written, error));
            }
            for doc in touched.iter() {
                let doc = doc as usize;
                scratch.sum[doc] += std::mem::take(&mut scratch.best[doc]);
                scratch.held[doc] += 1;
            }
            if all_needed {
                narrowed = Some(touched);
            }
        }
        Ok(written)
    }

    fn score_word(
        &self,
        sources: &[Source],
        filter: Option<&Bits>,
        (touched, best): (&mut Bits, &mut [f32]),
    ) -> Result<(), SearchError> {
        let left = filter.map(|filter| (filter, filter.count()));
        let mut field = None;
        for source in sources {
            let (inverted, lengths) = match field.take() {
                Some((last, inverted, lengths)) if last == source.field => (inverted, lengths),
                _ => self.open(source.field)?,
            };
            let mut visit = |doc: u32| {
                let worth = match (&lengths, &source.worth) {
                    (Some(lengths), Worth::ByLength(by_length)) => {
                        by_length[usize::from(lengths.fieldnorm_id(doc))]
                    }
                    (None, Worth::ByLength(by_length)) => by_length[1],
                    (_, Worth::Flat(worth)) => *worth,
                };
                touched.insert(doc);
                let best = &mut best[doc as usize];
                *best = best.max(worth);
            };
            match left {
                Some(left) => among(&inverted, &source.info, (left, &self.range), &mut visit)?,
                None => each(&inverted, &source.info, &self.range, &mut visit)?,
            }
            field = Some((source.field, inverted, lengths));
        }
        Ok(())
    }

    /// The postings of a field, and the lengths of names.
    fn open(&self, field: Field) -> Result<(Arc<InvertedIndexReader>, Option<FieldNormReader>), SearchError> {
        let inverted = self.reader.inverted_index(field).map_err(searching("open a field"))?;
        let lengths = self.reader.fieldnorms_readers().get_field(field);
        Ok((inverted, lengths.map_err(searching("open the lengths of a field"))?))
    }
}
