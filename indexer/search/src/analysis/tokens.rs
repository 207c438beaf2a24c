use std::borrow::Cow;

use plainpied_domain::abbreviations::{long_form, long_form_in_street};
use plainpied_domain::text::fold;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::vocabulary::is_elided;

/// Characters of a word that count.
const LONGEST: usize = 64;
/// Letters from which a word has a stem.
const STEMMED_FROM: usize = 3;

/// A word as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, no accents, ligatures opened.
    pub(crate) plain: String,
    /// Its French stem, folded after stemming; `None` for short words and words with digits.
    pub(crate) stem: Option<String>,
}

/// Where a text comes from, which decides what its abbreviations mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A name, an activity, a commune.
    Anywhere,
    /// An address.
    Street,
    /// The words of a query, whose abbreviations are kept: either meaning may be meant.
    Typed,
}

/// Cuts texts into words.
#[derive(Clone)]
pub(crate) struct Analyser {
    stemmer: TextAnalyzer,
}

impl Analyser {
    pub(crate) fn new() -> Self {
        let stemmer =
            TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::French)).build();
        Self { stemmer }
    }

    /// The words of a text in order. Anything but letters and digits separates; an elided article goes.
    pub(crate) fn words(&mut self, text: &str, place: Place) -> Vec<Word> {
        let text = composed(text);
        let mut words = Vec::new();
        let mut rest = text.as_ref();
        while let Some(start) = rest.find(char::is_alphanumeric) {
            rest = &rest[start..];
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (raw, after) = rest.split_at(end);
            rest = after;
            let lower = raw.to_lowercase();
            if !(is_elided(&lower) && apostrophe_then_letter(after)) {
                self.push(&lower, place, &mut words);
            }
        }
        words
    }

    fn push(&mut self, lower: &str, place: Place, words: &mut Vec<Word>) {
        for plain in folded(lower).split(' ').filter(|plain| !plain.is_empty()) {
            let long = match place {
                Place::Anywhere => long_form(plain),
                Place::Street => long_form_in_street(plain),
                Place::Typed => None,
            };
            if let Some(long) = long {
                words.push(self.of_folded(long));
            } else {
                let stem = self.stem(lower);
                words.push(Word { plain: shortened(plain).to_owned(), stem });
            }
        }
    }

    /// The word of a text that is one folded word already.
    pub(crate) fn of_folded(&mut self, plain: &str) -> Word {
        Word { plain: plain.to_owned(), stem: self.stem(plain) }
    }

    /// The stemmer knows endings by their accents, so folding comes after it.
    fn stem(&mut self, lower: &str) -> Option<String> {
        if lower.chars().count() < STEMMED_FROM || !lower.chars().all(char::is_alphabetic) {
            return None;
        }
        let mut stream = self.stemmer.token_stream(shortened(lower));
        let token = stream.next()?;
        Some(folded(&token.text).into_owned()).filter(|stem| !stem.is_empty())
    }
}

fn shortened(word: &str) -> &str {
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

fn folded(word: &str) -> Cow<'_, str> {
    let is_folded = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_folded { Cow::Borrowed(word) } else { Cow::Owned(fold(word)) }
}

fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

fn apostrophe_then_letter(after: &str) -> bool {
    let mut following = after.chars();
    matches!(following.next(), Some('\'' | '’' | 'ʼ' | '`' | '´'))
        && following.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, place: Place) -> Vec<String> {
        Analyser::new().words(text, place).into_iter().map(|word| word.plain).collect()
    }

    #[test]
    fn elided_articles_go_with_either_apostrophe() {
        assert_eq!(plain("L'Épicerie d’Aujourd'hui", Place::Anywhere), ["epicerie", "aujourd", "hui"]);
        assert_eq!(plain("jusqu'à l'", Place::Anywhere), ["a", "l"]);
    }

    #[test]
    fn ligatures_and_decomposed_accents_are_letters() {
        assert_eq!(plain("Cœur de Me\u{301}nilmontant", Place::Anywhere), ["coeur", "de", "menilmontant"]);
    }

    #[test]
    fn abbreviations_of_streets_are_written_out_in_streets_only() {
        assert_eq!(
            plain("12 BD EUGENE REGUILLON", Place::Street),
            ["12", "boulevard", "eugene", "reguillon"]
        );
        assert_eq!(plain("R DEDIEU", Place::Street), ["rue", "dedieu"]);
        assert_eq!(plain("Chez R", Place::Anywhere), ["chez", "r"]);
        assert_eq!(plain("Ste-Foy, St Genis", Place::Anywhere), ["sainte", "foy", "saint", "genis"]);
    }

    #[test]
    fn singular_and_plural_have_one_stem() {
        let mut analyser = Analyser::new();
        let mut stem = |text| analyser.words(text, Place::Anywhere)[0].stem.clone();
        assert_eq!(stem("boulangeries"), stem("boulangerie"));
        assert_eq!(stem("Bibliothèques"), stem("bibliothèque"));
        assert_eq!(stem("69100"), None);
    }
}
