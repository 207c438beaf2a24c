//! Where no place has all words: which of them to do without.

use super::Server;
use super::asking::{Question, total};
use crate::SearchError;
use crate::analysis::Typed;

/// [`words`] of a whole text; nothing where it has none.
pub(super) fn all_words(typed: &Typed) -> String {
    let all: Vec<usize> = (0..typed.words.len()).collect();
    if all.is_empty() { String::new() } else { words(typed, &all) }
}

/// The words of a text as the server is asked for them: nothing in them is syntax, and a space at the end says that the
/// last is finished.
fn words(typed: &Typed, kept: &[usize]) -> String {
    let chosen: Vec<_> = kept.iter().filter_map(|at| typed.words.get(*at)).collect();
    let mut words: Vec<&str> =
        chosen.iter().filter_map(|word| Some(word.forms.first()?.plain.as_str())).collect();
    if !chosen.last().is_some_and(|word| word.last) {
        words.push("");
    }
    words.join(" ")
}

impl Server {
    /// At least half of the words, rounded up, which some place has all of; `None` where there are no such words. Words
    /// that no place has go first, then the most frequent: the rare ones tell more.
    pub(super) async fn relaxed(
        &self,
        typed: &Typed,
        among: &Question,
    ) -> Result<Option<String>, SearchError> {
        let needed = typed.words.len().div_ceil(2);
        let of = |words: String| Question { words, ..among.clone() };
        let alone: Vec<Question> = (0..typed.words.len()).map(|at| of(words(typed, &[at]))).collect();
        let (counts, _) = self.ask(&alone).await?;
        let mut kept: Vec<(u64, usize)> =
            counts.iter().map(total).zip(0..).filter(|(count, _)| *count > 0).collect();
        kept.sort_unstable();
        let mut tries = Vec::new();
        while kept.len() >= needed.max(1) {
            let mut at: Vec<usize> = kept.iter().map(|(_, at)| *at).collect();
            at.sort_unstable();
            tries.push(of(words(typed, &at)));
            kept.pop();
        }
        let (found, _) = self.ask(&tries).await?;
        let best = tries.into_iter().zip(&found).find(|(_, answer)| total(answer) > 0);
        Ok(best.map(|(question, _)| question.words))
    }
}
