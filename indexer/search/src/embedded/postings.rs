//! Reading the documents of a term.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::bits::Bits;
use super::error::searching;
use crate::SearchError;

/// A jump in the postings costs about what reading this many of them in sequence does.
const JUMP: u64 = 32;

/// Visits every document that has the term.
pub(super) fn each(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    mut visit: impl FnMut(u32),
) -> Result<(), SearchError> {
    let mut postings = open(inverted, info)?;
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|doc| visit(*doc));
        postings.advance();
    }
    Ok(())
}

/// Visits every document of the set, which holds `count`, that has the term.
pub(super) fn among(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    (set, count): (&Bits, u64),
    mut visit: impl FnMut(u32),
) -> Result<(), SearchError> {
    if count * JUMP >= u64::from(info.doc_freq) {
        return each(inverted, info, |doc| {
            if set.contains(doc) {
                visit(doc);
            }
        });
    }
    let mut postings = open(inverted, info)?;
    for doc in set.iter() {
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
