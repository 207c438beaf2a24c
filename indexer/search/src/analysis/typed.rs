use plainpied_domain::abbreviations::long_form_in_street;

use super::tokens::{Analyser, Place, Word};
use super::vocabulary::is_stop;
use crate::Query;

/// The text of a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Typed {
    /// The words that count. Empty: no text.
    pub(crate) words: Vec<TypedWord>,
    /// The text had more than what counts.
    pub(crate) truncated: bool,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedWord {
    /// What it may mean: as typed, then the word that it abbreviates.
    pub(crate) forms: Vec<Word>,
    /// The last of the text: perhaps only its beginning has been typed.
    pub(crate) last: bool,
}

impl Typed {
    /// Reads a text: nothing in it is syntax. Stop words go where other words are.
    pub(crate) fn read(text: &str, analyser: &mut Analyser) -> Self {
        let counted = text.char_indices().nth(Query::MAX_CHARS).map_or(text, |(end, _)| &text[..end]);
        let words = analyser.words(counted, Place::Typed);
        let truncated = counted.len() < text.len() || words.len() > Query::MAX_WORDS;
        let end = words.len().min(Query::MAX_WORDS);
        let narrowing = words[..end].iter().any(|word| !is_stop(&word.plain));
        let words =
            words.into_iter().take(end).enumerate().filter(|(_, word)| !narrowing || !is_stop(&word.plain));
        let words = words
            .map(|(at, word)| {
                let long = long_form_in_street(&word.plain).map(|long| analyser.of_folded(long));
                TypedWord { last: at + 1 == end, forms: std::iter::once(word).chain(long).collect() }
            })
            .collect();
        Self { words, truncated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Typed {
        Typed::read(text, &mut Analyser::new())
    }

    fn plain(typed: &Typed) -> Vec<&str> {
        typed.words.iter().map(|word| word.forms[0].plain.as_str()).collect()
    }

    #[test]
    fn stop_words_go_unless_they_are_all_there_is() {
        assert_eq!(plain(&read("la boulangerie de Lyon")), ["boulangerie", "lyon"]);
        assert_eq!(plain(&read("de la")), ["de", "la"]);
    }

    #[test]
    fn the_last_word_is_last_only_where_it_was_typed_last() {
        assert!(read("boulang").words[0].last);
        assert!(!read("boulangerie la").words[0].last);
    }

    #[test]
    fn an_abbreviation_keeps_both_meanings() {
        let typed = read("r dedieu");
        let forms: Vec<&str> = typed.words[0].forms.iter().map(|form| form.plain.as_str()).collect();
        assert_eq!(forms, ["r", "rue"]);
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        assert!(read(&"mot ".repeat(13)).truncated);
        assert!(read(&"x".repeat(10_000)).truncated);
        assert_eq!(read(&"mot ".repeat(13)).words.len(), 12);
        assert_eq!(read("🦽 !? \u{7}"), Typed::default());
    }
}
