use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::fold;

/// A word of a text as it is compared, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Folded; `st` and `ste` written out. Empty for a word too long to mean anything here.
    pub(super) plain: String,
    /// Characters of the text.
    pub(super) chars: Range<usize>,
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// A comma, a bracket or a dash with spaces stands between the word before and this one.
    pub(super) breaks: bool,
}

impl Word {
    pub(super) fn is_number(&self) -> bool {
        !self.plain.is_empty() && self.plain.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Words of the longest text that is read. A longer one is no question for a place.
const MOST_WORDS: usize = 32;
/// Characters of the longest word that is read.
const LONGEST: usize = 48;

/// The words of a text; `None` for a text of too many.
pub(super) fn words(text: &str) -> Option<Vec<Word>> {
    let mut found: Vec<Word> = Vec::new();
    let mut gap_from = 0;
    let mut chars = text.char_indices().enumerate().peekable();
    while let Some((at, (byte, c))) = chars.next() {
        if !begins_word(c) {
            continue;
        }
        if found.len() == MOST_WORDS {
            return None;
        }
        let (mut end, mut end_byte) = (at + 1, byte + c.len_utf8());
        while let Some((next, (next_byte, c))) =
            chars.next_if(|(_, (_, c))| begins_word(*c) || is_combining_mark(*c))
        {
            (end, end_byte) = (next + 1, next_byte + c.len_utf8());
        }
        let plain = if end - at > LONGEST { String::new() } else { written_out(fold(&text[byte..end_byte])) };
        let breaks = breaks(&text[gap_from..byte]);
        found.push(Word { plain, chars: at..end, bytes: byte..end_byte, breaks });
        gap_from = end_byte;
    }
    Some(found)
}

/// Letters and digits, and signs that stand for some: `㎏`.
fn begins_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && std::iter::once(c).nfkd().any(char::is_alphanumeric))
}

fn written_out(plain: String) -> String {
    match plain.as_str() {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => plain,
    }
}

fn breaks(gap: &str) -> bool {
    gap.contains([',', ';', '\n', '(', ')', '|', '–', '—']) || gap.contains(" - ")
}

/// What singular and plural, masculine and feminine of a folded word have in common. Not a word of any language.
pub(super) fn stem(word: &str) -> String {
    if word.len() < 4 || !word.is_ascii() {
        return word.to_owned();
    }
    let number = match word.strip_suffix("aux") {
        Some(rest) if rest.ends_with('e') => format!("{rest}au"),
        Some(rest) => format!("{rest}al"),
        None => word.strip_suffix(['s', 'x']).unwrap_or(word).to_owned(),
    };
    // Short words have no ending to spare: `café` is not `CAF`.
    let gender = number.strip_suffix('e').filter(|rest| rest.len() >= 4).unwrap_or(&number);
    gender.strip_suffix('y').map_or_else(|| gender.to_owned(), |rest| format!("{rest}i"))
}

/// The stems of the words that carry the sense, as one key: `Salons de thé` and `salon thé` have the same.
pub(super) fn key<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut key = String::new();
    for word in words.filter(|word| !is_stop(word) && !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&stem(word));
    }
    key
}

/// Words without a sense of their own.
pub(super) fn is_stop(word: &str) -> bool {
    const STOP: &[&str] = &[
        "a", "an", "and", "au", "aux", "d", "de", "des", "du", "en", "et", "for", "l", "la", "le", "les",
        "of", "the", "un", "une",
    ];
    STOP.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_decomposed_accents_belong_to_their_word() {
        let found = words("🦽 e\u{301}cole, Cœur").unwrap();
        let seen: Vec<_> = found.iter().map(|word| (word.plain.as_str(), word.chars.clone())).collect();
        assert_eq!(seen, [("ecole", 2..8), ("coeur", 10..14)]);
        assert!(found[1].breaks && !found[0].breaks);
    }

    #[test]
    fn signs_that_stand_for_letters_are_words_and_long_texts_are_not_read() {
        assert_eq!(words("⼀ ㎏ ♿").unwrap().len(), 2);
        assert!(words(&"mot ".repeat(33)).is_none());
    }

    #[test]
    fn plurals_have_the_stem_of_their_singular() {
        for (one, many) in [
            ("boulangerie", "boulangeries"),
            ("bakery", "bakeries"),
            ("hopital", "hopitaux"),
            ("bureau", "bureaux"),
            ("church", "churches"),
            ("avocat", "avocate"),
        ] {
            assert_eq!(stem(one), stem(many), "{many}");
        }
        assert_ne!(stem("bar"), stem("bas"));
    }

    #[test]
    fn the_key_of_a_phrase_does_not_hold_its_articles() {
        assert_eq!(key("salons de the".split(' ')), key("salon the".split(' ')));
        assert_eq!(key("de la".split(' ')), "");
    }
}
