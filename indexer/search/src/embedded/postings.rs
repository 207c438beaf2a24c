//! Reading the documents of a term.

use std::ops::Range;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::bits::Bits;
use super::error::searching;
use crate::SearchError;

/// A jump in the postings costs about what reading this many of them in sequence does.
const JUMP: u64 = 32;

/// Visits every document of a range of numbers that has the term.
pub(super) fn each(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    range: &Range<u32>,
    mut visit: impl FnMut(u32),
) -> Result<(), SearchError> {
    let mut postings = open(inverted, info)?;
    let mut first = if range.start > 0 { postings.seek(range.start) } else { 0 };
    while let Some(docs) = postings.docs().get(first..).filter(|docs| !docs.is_empty()) {
        if docs.last().is_some_and(|last| *last >= range.end) {
            docs.iter().take_while(|doc| **doc < range.end).for_each(|doc| visit(*doc));
            break;
        }
        docs.iter().for_each(|doc| visit(*doc));
        postings.advance();
        first = 0;
    }
    Ok(())
}

/// Visits every document of the set, which holds `count`, and of a range of numbers that has the term.
pub(super) fn among(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    ((set, count), range): ((&Bits, u64), &Range<u32>),
    mut visit: impl FnMut(u32),
) -> Result<(), SearchError> {
    if count * JUMP >= u64::from(info.doc_freq) {
        return each(inverted, info, range, |doc| {
            if set.contains(doc) {
                visit(doc);
            }
        });
    }
    let mut postings = open(inverted, info)?;
    for doc in set.iter().filter(|doc| range.contains(doc)) {
        let at = postings.seek(doc);
        match postings.docs().get(at) {
            Some(found) if *found == doc => visit(doc),
            Some(_) => {}
            None => break,
        }
    }
    Ok(())
}

fn open(inverted: &InvertedIndexReader, info: &TermInfo) -> Result<BlockSegmentPostings, SearchError> {
    inverted
        .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
        .map_err(searching("read postings"))
}
