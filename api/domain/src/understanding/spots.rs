use std::ops::Range;

use super::line::Line;
use super::reading::{Reading, both};
use super::understood::Kind;
use super::vocabulary::nearness;
use super::words::is_stop;

/// Words that say where and name no area: an address, a square, a station. Where that is, no lexicon knows.
impl Reading<'_> {
    /// What is left of the box for the place.
    pub(super) fn read_address(&mut self, line: &mut Line<'_>) {
        if !self.wants(Kind::Address) {
            return;
        }
        let mut at = 0;
        while at < line.words.len() {
            let end = (at..line.words.len()).find(|next| line.is_taken(*next)).unwrap_or(line.words.len());
            if end > at {
                self.take_address(line, at..end);
            }
            at = end + 1;
        }
    }

    /// `près de la gare`, where an area is known: without one, no gare is meant.
    pub(super) fn read_beside(&mut self, line: &mut Line<'_>) {
        let understood = &self.understood;
        let has_area = understood.commune.is_some()
            || understood.department.is_some()
            || understood.postal_code.is_some();
        let has_address = understood.parts.iter().any(|part| part.kind == Kind::Address);
        if !self.wants(Kind::Address) || !has_area || has_address {
            return;
        }
        let Some(words) = (0..line.words.len()).find_map(|at| beside_at(line, at)) else { return };
        self.take_address(line, words);
    }

    fn take_address(&mut self, line: &mut Line<'_>, words: Range<usize>) {
        let text = &line.source[line.words[words.start].bytes.start..line.words[words.end - 1].bytes.end];
        self.understood.parts.push(Self::part(line, Kind::Address, &words, "", both(text, text)));
        line.take(words);
    }
}

/// Words that say from here on that something is near what they name.
fn beside_at(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    let free = |at: usize| line.words.get(at).is_some_and(|_| !line.is_taken(at));
    let mut end = at;
    while free(end) && (end == at || !line.words[end].breaks) {
        end += 1;
    }
    let run: Vec<&str> = line.words[at..end].iter().map(|word| word.plain.as_str()).collect();
    let said = nearness(&run);
    let names = run[said..].iter().any(|word| !is_stop(word) && !word.is_empty());
    (said > 0 && names && !line.is_in_street(at..at + 1)).then_some(at..end)
}
