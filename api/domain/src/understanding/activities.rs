use plainpied_criteria::Text2;

use super::communes::Names;
use super::phrases::Phrases;
use super::words::{Word, is_stop, stem};
use crate::text::fold;
use crate::{Activity, ActivitySlug};

/// The activities by their names, other names and search words.
#[derive(Debug)]
pub(super) struct Activities {
    all: Vec<(ActivitySlug, Text2)>,
    phrases: Phrases<Named>,
    /// Stems of all their words.
    vocabulary: Vec<Box<str>>,
    /// Phrases from each of their words on; the number is that of the activity, doubled, and one more unless the
    /// phrase is a name from its first word.
    starts: Names,
}

/// A phrase leads to an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    activity: u16,
    /// By its French name or another of its names, not by a word that people look for it with.
    by_name: bool,
}

impl Activities {
    pub(super) fn new(activities: &[Activity]) -> Self {
        let numbered = || activities.iter().zip(0_u16..);
        let phrases = Phrases::new(numbered().flat_map(|(activity, number)| {
            phrases_of(activity).map(move |(phrase, by_name)| (phrase, Named { activity: number, by_name }))
        }));
        let mut vocabulary = Vec::new();
        let mut starts = Vec::new();
        for (activity, number) in numbered() {
            for (phrase, by_name) in phrases_of(activity) {
                let folded = fold(phrase);
                vocabulary.extend(
                    folded.split(' ').filter(|word| !is_stop(word)).map(|word| stem(word).into_boxed_str()),
                );
                for (at, start) in words_on(&folded) {
                    starts.push((start.into(), 2 * u32::from(number) + u32::from(at > 0 || !by_name)));
                }
            }
        }
        vocabulary.sort_unstable();
        vocabulary.dedup();
        let label =
            |activity: &Activity| Text2 { fr: activity.name_fr.clone(), en: activity.name_en.clone() };
        let all = activities.iter().map(|activity| (activity.slug.clone(), label(activity))).collect();
        Self { all, phrases, vocabulary, starts: Names::new(starts) }
    }

    pub(super) fn get(&self, number: u16) -> (&ActivitySlug, &Text2) {
        let (slug, label) = &self.all[usize::from(number)];
        (slug, label)
    }

    /// The one activity that the words name: by a name before a search word. Where several have the same claim, none.
    pub(super) fn named(&self, words: &[Word]) -> Option<u16> {
        only(self.phrases.exact(words))
    }

    /// All activities that the words lead to.
    pub(super) fn meant(&self, words: &[Word]) -> Vec<u16> {
        let mut found: Vec<u16> = self.phrases.exact(words).iter().map(|named| named.activity).collect();
        found.dedup();
        found
    }

    /// The one activity that the words name but for one letter.
    pub(super) fn misspelt(&self, words: &[Word]) -> Option<u16> {
        only(&self.phrases.misspelt(words))
    }

    /// Whether the word is one of those that speak of activities.
    pub(super) fn knows(&self, word: &str) -> bool {
        let stem = stem(word);
        self.vocabulary.binary_search_by(|known| known.as_ref().cmp(&stem)).is_ok()
    }

    pub(super) fn phrase_reaches_over(&self, words: &[Word], inner: std::ops::Range<usize>) -> bool {
        self.phrases.reach_over(words, inner)
    }

    /// The activities with a phrase, or an end of one, that begins with a folded text; names come first.
    pub(super) fn starting(&self, prefix: &str, limit: usize) -> Vec<u16> {
        let mut found: Vec<u32> = self.starts.starting(prefix).collect();
        found.sort_unstable_by_key(|number| (number % 2, *number));
        let mut kept = Vec::new();
        for activity in found.into_iter().filter_map(|number| u16::try_from(number / 2).ok()) {
            if kept.len() == limit {
                break;
            }
            if !kept.contains(&activity) {
                kept.push(activity);
            }
        }
        kept
    }
}

fn phrases_of(activity: &Activity) -> impl Iterator<Item = (&str, bool)> {
    let names = std::iter::once(&activity.name_fr).chain(&activity.aliases);
    let names = names.map(|name| (name.as_str(), !is_acronym(name)));
    // An English name is no name in France: a `cave` sells wine.
    let others = std::iter::once(&activity.name_en).chain(&activity.search_words);
    names.chain(others.map(|word| (word.as_str(), false)))
}

/// `SPA` is one name of a refuge; who types `spa` may mean another thing.
fn is_acronym(name: &str) -> bool {
    name.len() <= 4 && name.chars().all(char::is_uppercase)
}

fn words_on(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts
        .enumerate()
        .map(|(at, start)| (at, &folded[start..]))
        .filter(|(at, rest)| *at == 0 || !rest.split(' ').next().is_some_and(is_stop))
}

fn only(named: &[Named]) -> Option<u16> {
    let by_name = named.iter().any(|named| named.by_name);
    let mut best = named.iter().filter(|named| named.by_name == by_name).map(|named| named.activity);
    let first = best.next()?;
    best.all(|other| other == first).then_some(first)
}
