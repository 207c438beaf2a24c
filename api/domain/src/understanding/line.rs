use std::ops::Range;

use super::communes::Communes;
use super::understood::Field;
use super::vocabulary::{is_article, is_street, is_title};
use super::words::{Word, words};

/// The words of one box, and which of them have been understood.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) field: Field,
    pub(super) source: &'a str,
    pub(super) words: Vec<Word>,
    taken: Vec<bool>,
    street: Vec<bool>,
}

/// Words of the longest name of a commune; one more costs nothing.
pub(super) const LONGEST_NAME: usize = 9;

impl<'a> Line<'a> {
    pub(super) fn new(field: Field, source: &'a str, communes: &Communes) -> Self {
        // What is too long to be read is text.
        let words = words(source).unwrap_or_default();
        let (taken, street) = (vec![false; words.len()], vec![false; words.len()]);
        let mut line = Self { field, source, words, taken, street };
        line.mark_streets(communes);
        line
    }

    /// A town right after a word for a street belongs to the street: `rue de Lyon`.
    fn mark_streets(&mut self, communes: &Communes) {
        for at in 0..self.words.len() {
            if self.street[at] || !is_street(&self.words[at].plain) || self.is_in_name(at, communes) {
                continue;
            }
            let mut from = at + 1;
            while self.words.get(from).is_some_and(|word| !word.breaks && is_article(&word.plain)) {
                from += 1;
            }
            let mut until = self.longest_name(from, communes).max(from + 1).min(self.words.len());
            while until < self.words.len() && is_title(&self.words[until - 1].plain) {
                until += 1;
            }
            self.street[(at + 1).min(until)..until].fill(true);
        }
    }

    /// Whether the word and the next are part of one name of a commune: Le Pont-de-Claix.
    fn is_in_name(&self, at: usize, communes: &Communes) -> bool {
        (at.saturating_sub(2)..=at).any(|from| self.longest_name(from, communes) > at + 1)
    }

    /// Where the longest name of a commune that begins at a word ends.
    fn longest_name(&self, from: usize, communes: &Communes) -> usize {
        let mut end = from;
        let mut key = String::new();
        for until in from + 1..=self.words.len().min(from + LONGEST_NAME) {
            if !self.is_run(from..until) {
                break;
            }
            push(&mut key, &self.words[until - 1].plain);
            if !communes.named(&key).is_empty() {
                end = until;
            }
            if !communes.goes_on(&key) {
                break;
            }
        }
        end
    }

    /// Whether these words are free and nothing parts them.
    pub(super) fn is_run(&self, range: Range<usize>) -> bool {
        !self.taken[range.clone()].contains(&true)
            && self.words[range].iter().skip(1).all(|word| !word.breaks)
    }

    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken[at]
    }

    /// Whether a word of these is part of the name of a street.
    pub(super) fn is_in_street(&self, range: Range<usize>) -> bool {
        self.street[range].contains(&true)
    }

    /// Whether the words that end here stand before the word for a street: `12 cours`.
    pub(super) fn is_before_street(&self, end: usize) -> bool {
        self.words.get(end).is_some_and(|word| is_street(&word.plain))
    }

    pub(super) fn has_street(&self) -> bool {
        self.street.contains(&true)
    }

    /// Whether nothing that is not understood follows.
    pub(super) fn is_at_end(&self, end: usize) -> bool {
        !self.taken[end..].contains(&false)
    }

    pub(super) fn is_at_start(&self, start: usize) -> bool {
        !self.taken[..start].contains(&false)
    }

    /// Whether commas or brackets set these words apart.
    pub(super) fn is_set_apart(&self, range: &Range<usize>) -> bool {
        let before = self.words[range.start].breaks || self.is_at_start(range.start);
        let after = self.words.get(range.end).is_none_or(|next| next.breaks || self.is_at_end(range.end));
        before && after && (self.words[range.start].breaks || range.end < self.words.len())
    }

    /// The free words but for `without`, if they stand together.
    pub(super) fn rest(&self, without: &Range<usize>) -> Option<Range<usize>> {
        let free = |at: &usize| !self.taken[*at] && !without.contains(at);
        let Some(first) = (0..self.words.len()).find(free) else { return Some(0..0) };
        let end = (first..self.words.len()).rfind(free).map_or(first, |last| last + 1);
        (first..end).all(|at| free(&at)).then_some(first..end)
    }

    pub(super) fn take(&mut self, range: Range<usize>) {
        self.taken[range].fill(true);
    }

    /// The words from `from` to `at` as they are compared, back to the last comma.
    pub(super) fn before(&self, at: usize) -> Vec<&str> {
        let mut from = at;
        while from > 0 && at - from < 3 && !self.taken[from - 1] && (from == at || !self.words[from].breaks) {
            from -= 1;
        }
        self.words[from..at].iter().map(|word| word.plain.as_str()).collect()
    }

    /// Characters of the text from the first to the last of these words.
    pub(super) fn chars(&self, range: &Range<usize>) -> Range<usize> {
        self.words[range.start].chars.start..self.words[range.end - 1].chars.end
    }

    /// What was not understood, as it was typed; control characters and runs of white space are one space.
    pub(super) fn left(&self) -> String {
        let mut left = String::new();
        if self.words.is_empty() {
            push_pieces(&mut left, self.source);
        }
        let mut at = 0;
        while at < self.words.len() {
            let end = (at..self.words.len()).find(|next| self.taken[*next]).unwrap_or(self.words.len());
            if end > at {
                push_pieces(
                    &mut left,
                    &self.source[self.words[at].bytes.start..self.words[end - 1].bytes.end],
                );
            }
            at = end + 1;
        }
        left
    }
}

fn push_pieces(text: &mut String, words: &str) {
    let pieces = words.split(|c: char| c.is_whitespace() || c.is_control());
    pieces.filter(|piece| !piece.is_empty()).for_each(|piece| push(text, piece));
}

pub(super) fn push(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}
