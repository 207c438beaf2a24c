use std::sync::Arc;

use plainpied_criteria::Text2;
use serde::Deserialize;

use super::phrases::Phrases;

const FILE: &str = include_str!("need_words.toml");

/// Why the words of the needs are not readable.
#[derive(Debug, thiserror::Error)]
#[error("need_words.toml: {0}")]
pub struct LexiconError(#[from] toml::de::Error);

/// The words by which people name needs, ask for access, or say that they mean the surroundings.
#[derive(Debug)]
pub(super) struct Needs {
    pub(super) all: Vec<Need>,
    pub(super) phrases: Phrases<Asks>,
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// A need and what the answer calls it.
#[derive(Debug)]
pub(super) struct Need {
    pub(super) key: Arc<str>,
    pub(super) label: Text2,
}

/// What a phrase asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Number of a need.
    Need(u16),
    /// Access, for whomever.
    Access,
    /// The surroundings.
    NearMe,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    need: Vec<NeedTable>,
    access: Both,
    near_me: Both,
    beside: Beside,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedTable {
    key: String,
    fr: Vec<String>,
    en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    fr: Vec<String>,
    en: Vec<String>,
}

impl Both {
    fn phrases(&self) -> impl Iterator<Item = &str> {
        self.fr.iter().chain(&self.en).map(String::as_str)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    before: Vec<String>,
    after: Vec<String>,
}

impl Needs {
    pub(super) fn compiled_in() -> Result<Self, LexiconError> {
        let file: File = toml::from_str(FILE)?;
        let of_needs = file.need.iter().zip(0_u16..).flat_map(|(need, number)| {
            need.fr.iter().chain(&need.en).map(move |phrase| (phrase.as_str(), Asks::Need(number)))
        });
        let of_access = file.access.phrases().map(|phrase| (phrase, Asks::Access));
        let of_near_me = file.near_me.phrases().map(|phrase| (phrase, Asks::NearMe));
        let phrases = Phrases::new(of_needs.chain(of_access).chain(of_near_me));
        let first = |words: &[String]| words.first().cloned().unwrap_or_default();
        let need = |table: &NeedTable| Need {
            key: table.key.as_str().into(),
            label: Text2 { fr: first(&table.fr), en: first(&table.en) },
        };
        let all = file.need.iter().map(need).collect();
        Ok(Self { all, phrases, before: file.beside.before, after: file.beside.after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understanding::words::words;

    #[test]
    fn no_phrase_names_two_needs() {
        let needs = Needs::compiled_in().unwrap();
        let file: File = toml::from_str(FILE).unwrap();
        for (number, need) in file.need.iter().enumerate() {
            for phrase in need.fr.iter().chain(&need.en) {
                let words = words(phrase).unwrap();
                assert_eq!(needs.phrases.exact(&words), [Asks::Need(number as u16)], "{phrase}");
            }
        }
    }

    #[test]
    fn the_needs_of_the_design_have_words_in_both_languages() {
        let keys: Vec<_> =
            Needs::compiled_in().unwrap().all.iter().map(|need| need.key.to_string()).collect();
        let design = [
            "manual_wheelchair",
            "electric_wheelchair",
            "walks_with_difficulty",
            "blind",
            "low_vision",
            "deaf",
            "hard_of_hearing",
            "cognitive",
            "autism",
            "assistance_dog",
            "pushchair",
            "short_stature",
        ];
        assert_eq!(keys, design);
        for need in Needs::compiled_in().unwrap().all {
            assert!(!need.label.fr.is_empty() && !need.label.en.is_empty(), "{}", need.key);
        }
    }
}
