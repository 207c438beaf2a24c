use std::ops::Range;

use plainpied_criteria::Text2;

use super::lexicon::Lexicon;
use super::line::{Line, push};
use super::needs::Asks;
use super::understood::{Asked, Field, Kind, Part, Understood};
use super::vocabulary::{is_filler, makes_a_name};
use super::words::is_stop;
use crate::text::fold;

/// One text being read: what is sure goes first, and takes its words away from what is less sure.
pub(super) struct Reading<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) asked: &'a Asked<'a>,
    pub(super) understood: Understood,
}

/// Words of the longest misspelt need.
const MISSPELT_WORDS: usize = 3;
/// Things that a text may also mean: more is no help.
const MOST_PERHAPS: usize = 4;

impl<'a> Reading<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, asked: &'a Asked<'a>) -> Self {
        Self { lexicon, asked, understood: Understood::default() }
    }

    pub(super) fn read(mut self) -> Understood {
        let mut what = Line::new(Field::What, self.asked.what, &self.lexicon.communes);
        let place = self.asked.place.map(|text| Line::new(Field::Place, text, &self.lexicon.communes));
        let mut text_of_place = String::new();
        // What the box for the place says goes before what the other says.
        if let Some(mut place) = place {
            self.read_words(&mut place);
            self.read_places(&mut place);
            self.read_fillers(&mut place);
            self.read_address(&mut place);
            text_of_place = place.left();
        }
        self.read_words(&mut what);
        if !self.has_place() {
            self.read_places(&mut what);
        }
        self.read_beside(&mut what);
        self.read_activity(&mut what);
        self.read_fillers(&mut what);
        let mut text = what.left();
        if !text_of_place.is_empty() {
            push(&mut text, &text_of_place);
        }
        self.understood.text = Some(text).filter(|text| !text.is_empty());
        self.finish()
    }

    fn finish(mut self) -> Understood {
        let order = |part: &Part| (part.field == Field::Place, part.range.start);
        let Understood { parts, perhaps, .. } = &mut self.understood;
        parts.sort_by_key(order);
        // La Marne is not meant by the last word of Val-de-Marne.
        perhaps.retain(|other| {
            let says_more = |part: &&Part| {
                part.kind == Kind::Department
                    && part.field == other.field
                    && part.range.contains(&other.range.start)
                    && !fold(&other.label.fr).starts_with(&fold(&part.label.fr))
            };
            !parts.iter().any(|part| says_more(&part))
        });
        perhaps.truncate(MOST_PERHAPS);
        perhaps.sort_by_key(order);
        self.understood
    }

    /// Whether one of the boxes said where.
    pub(super) fn has_place(&self) -> bool {
        let understood = &self.understood;
        let placed = [Kind::Commune, Kind::Department, Kind::PostalCode];
        understood.parts.iter().any(|part| part.field == Field::Place && placed.contains(&part.kind))
    }

    pub(super) fn wants(&self, kind: Kind) -> bool {
        !self.asked.without.contains(&kind)
    }

    pub(super) fn part(line: &Line<'_>, kind: Kind, words: &Range<usize>, code: &str, label: Text2) -> Part {
        Part { kind, field: line.field, range: line.chars(words), code: code.to_owned(), label }
    }

    /// What does not depend on where it stands: needs, the surroundings, postal codes. Access comes after the needs,
    /// to which the word `accessible` belongs where it stands beside one.
    fn read_words(&mut self, line: &mut Line<'_>) {
        for general in [false, true] {
            let mut at = 0;
            while at < line.words.len() {
                let found = self.phrase_at(line, at).filter(|(_, asks)| (*asks == Asks::Access) == general);
                at = found.map_or(at + 1, |(end, asks)| self.take_phrase(line, at..end, asks));
            }
        }
        if self.wants(Kind::PostalCode) && self.understood.postal_code.is_none() {
            self.read_postal_code(line);
        }
    }

    /// The longest phrase of a need at a word.
    fn phrase_at(&self, line: &Line<'_>, at: usize) -> Option<(usize, Asks)> {
        let needs = &self.lexicon.needs;
        if is_stop(&line.words[at].plain) || line.is_in_street(at..at + 1) {
            return None;
        }
        let longest = line.words.len().min(at + needs.phrases.longest());
        let ends = || {
            (at + 1..=longest)
                .rev()
                .filter(|end| !is_stop(&line.words[end - 1].plain) && line.is_run(at..*end))
        };
        let exact = ends().find_map(|end| Some((end, *needs.phrases.exact(&line.words[at..end]).first()?)));
        let found = exact.or_else(|| {
            let near = ends().filter(|end| {
                end - at <= MISSPELT_WORDS
                    && (end - at > 1 || !self.lexicon.activities.knows(&line.words[at].plain))
            });
            near.into_iter().find_map(|end| match needs.phrases.misspelt(&line.words[at..end])[..] {
                [Asks::Need(number)] => Some((end, Asks::Need(number))),
                _ => None,
            })
        });
        found.filter(|(end, asks)| match asks {
            // In the box for the place, Le Sourd is a commune.
            Asks::Need(_) => self.wants(Kind::Need) && line.field == Field::What,
            Asks::Access => self.wants(Kind::Access) && line.field == Field::What,
            // « Épicerie de proximité » does not ask for the surroundings of the person.
            Asks::NearMe => {
                self.wants(Kind::NearMe)
                    && (line.words[at].plain != "proximite"
                        || *end > at + 1
                        || line.before(at).last() == Some(&"a"))
            }
        })
    }

    /// Takes a phrase, and answers where to read on.
    fn take_phrase(&mut self, line: &mut Line<'_>, words: Range<usize>, asks: Asks) -> usize {
        let end = words.end;
        let (kind, code, label) = match asks {
            Asks::Need(number) => {
                let need = &self.lexicon.needs.all[usize::from(number)];
                (Kind::Need, need.key.to_string(), need.label.clone())
            }
            Asks::Access => (Kind::Access, String::new(), both("accessible", "accessible")),
            Asks::NearMe => (Kind::NearMe, String::new(), both("près de moi", "near me")),
        };
        if kind == Kind::Need && self.is_of_a_name(line, words.clone()) {
            self.understood.perhaps.push(Self::part(line, kind, &words, &code, label));
            return end;
        }
        let words = self.with_small_words(line, words, kind);
        let end = words.end;
        self.understood.parts.push(Self::part(line, kind, &words, &code, label));
        match asks {
            Asks::Need(number) => {
                let key = &self.lexicon.needs.all[usize::from(number)].key;
                if !self.understood.needs.contains(key) {
                    self.understood.needs.push(key.clone());
                }
            }
            Asks::Access => self.understood.asks_access = true,
            Asks::NearMe => self.understood.near_me = true,
        }
        line.take(words);
        end
    }

    /// `Institut des jeunes aveugles`, `location de fauteuil roulant`: what somebody is called or sells.
    fn is_of_a_name(&self, line: &Line<'_>, words: Range<usize>) -> bool {
        let before = line.before(words.start);
        let named = match before[..] {
            [.., word] if makes_a_name(word) => true,
            [.., "des" | "du", _] => true,
            _ => false,
        };
        named || self.lexicon.activities.phrase_reaches_over(&line.words, words)
    }

    fn with_small_words(&self, line: &Line<'_>, words: Range<usize>, kind: Kind) -> Range<usize> {
        let Range { mut start, mut end } = words;
        let belongs = |at: usize, list: &[String]| !line.is_taken(at) && list.contains(&line.words[at].plain);
        let needs = &self.lexicon.needs;
        if kind == Kind::NearMe {
            if start > 0 && !line.is_taken(start - 1) && line.words[start - 1].plain == "a" {
                start -= 1;
            }
            return start..end;
        }
        while start > 0 && belongs(start - 1, &needs.before) {
            start -= 1;
        }
        while end < line.words.len() && !line.words[end].breaks && belongs(end, &needs.after) {
            end += 1;
        }
        start..end
    }

    fn read_postal_code(&mut self, line: &mut Line<'_>) {
        for at in 0..line.words.len() {
            let word = line.words[at].plain.clone();
            let is_code = word.len() == 5 && line.words[at].is_number() && !line.is_taken(at);
            if !is_code || !self.lexicon.communes.has_postal_code(&word) {
                continue;
            }
            let Ok(code) = word.parse() else { continue };
            self.understood.postal_code = Some(code);
            let words = Self::from_preposition(line, at..at + 1);
            self.understood.parts.push(Self::part(line, Kind::PostalCode, &words, &word, both(&word, &word)));
            line.take(words);
            return;
        }
    }

    /// The words with the preposition before them.
    pub(super) fn from_preposition(line: &Line<'_>, words: Range<usize>) -> Range<usize> {
        let before = line.before(words.start);
        let length =
            super::vocabulary::preposition(&before).max(super::vocabulary::department_preposition(&before));
        words.start - length..words.end
    }

    /// The activity that these words name, if they name one and nothing else. True: as it is written.
    pub(super) fn activity_of(&self, line: &Line<'_>, words: Range<usize>) -> Option<u16> {
        let words = without_fillers(line, words);
        if !line.is_run(words.clone()) || line.is_in_street(words.clone()) {
            return None;
        }
        let words = &line.words[words];
        self.lexicon.activities.named(words).or_else(|| {
            self.lexicon
                .activities
                .meant(words)
                .is_empty()
                .then(|| self.lexicon.activities.misspelt(words))?
        })
    }

    fn read_activity(&mut self, line: &mut Line<'_>) {
        let Some(rest) = line.rest(&(0..0)).filter(|rest| !rest.is_empty()) else { return };
        let words = without_fillers(line, rest.clone());
        if words.is_empty() || !self.wants(Kind::Activity) {
            return;
        }
        let activities = &self.lexicon.activities;
        if let Some(number) = self.activity_of(line, rest.clone()) {
            let (slug, label) = activities.get(number);
            self.understood.activity = Some(slug.clone());
            self.understood.parts.push(Self::part(line, Kind::Activity, &rest, slug.as_str(), label.clone()));
            line.take(rest);
        } else {
            for number in activities.meant(&line.words[words.clone()]) {
                let (slug, label) = activities.get(number);
                let part = Self::part(line, Kind::Activity, &words, slug.as_str(), label.clone());
                self.understood.perhaps.push(part);
            }
        }
    }

    /// Small words that are left beside something understood belong to it: `un` and `avec` of "un restaurant avec ...".
    fn read_fillers(&mut self, line: &mut Line<'_>) {
        let left: Vec<usize> = (0..line.words.len()).filter(|at| !line.is_taken(*at)).collect();
        let means_nothing = |at: &usize| is_filler(&line.words[*at].plain);
        if !line.is_at_end(line.words.len()) || !left.iter().all(means_nothing) {
            return;
        }
        for at in left {
            let chars = line.words[at].chars.clone();
            let parts = self.understood.parts.iter_mut().filter(|part| part.field == line.field);
            let nearest = parts.min_by_key(|part| {
                part.range.start.abs_diff(chars.start).min(part.range.end.abs_diff(chars.end))
            });
            let Some(part) = nearest else { return };
            part.range = part.range.start.min(chars.start)..part.range.end.max(chars.end);
            line.take(at..at + 1);
        }
    }
}

/// The range without the words at its ends that narrow nothing.
pub(super) fn without_fillers(line: &Line<'_>, words: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = words;
    while start < end && is_filler(&line.words[start].plain) {
        start += 1;
    }
    while end > start && is_filler(&line.words[end - 1].plain) {
        end -= 1;
    }
    start..end
}

pub(super) fn both(fr: &str, en: &str) -> Text2 {
    Text2 { fr: fr.to_owned(), en: en.to_owned() }
}
