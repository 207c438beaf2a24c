use super::candidates::Candidate;
use super::departments::is_ordinary;
use super::lexicon::Lexicon;
use super::line::Line;
use super::understood::Field;
use super::vocabulary::{is_article, is_dedicated, is_street, makes_a_name};

/// What becomes of words that may name a commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// They are text and nothing else.
    None,
    /// They stay in the text; the person is asked.
    Perhaps,
    /// They name the commune, from where they stand and how large it is.
    Likely,
    /// They name the commune: a preposition or a box says so.
    Sure,
}

/// What else was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing, or one activity.
    Activity,
    /// An activity and more words.
    BeginsWithActivity,
    /// Anything.
    Other,
}

/// Where the words stand, and what stands around them.
#[derive(Debug)]
pub(super) struct Surroundings {
    rest: Rest,
    /// Nothing else was typed.
    pub(super) is_all: bool,
    /// Words of the name that are no articles.
    words: usize,
    is_saint: bool,
    /// Its words are those of activities, streets or talk.
    is_ordinary: bool,
    /// Several communes are called after this saint, and none is a city.
    is_common_saint: bool,
    at_end: bool,
}

/// Inhabitants from which everybody knows the city.
const CITY: i32 = 100_000;
/// Inhabitants from which a commune is meant rather than the saint of a house.
const KNOWN_SAINT: i32 = 120_000;
/// Inhabitants from which a commune is a known town.
const TOWN: i32 = 10_000;
/// Letters of a name that is rarely that of a person.
const LONG_NAME: usize = 9;
/// Inhabitants of a place that people look for things in.
const VILLAGE: i32 = 1_000;

impl Surroundings {
    fn rest_is_activity(&self) -> bool {
        self.rest == Rest::Activity
    }

    pub(super) fn of(lexicon: &Lexicon, line: &Line<'_>, candidate: &Candidate, rest: Rest) -> Self {
        let words = line.words[candidate.words.clone()].iter().map(|word| word.plain.as_str());
        let telling: Vec<&str> = words.filter(|word| !is_article(word)).collect();
        let population = lexicon.communes.get(candidate.numbers[0]).population;
        let is_saint = telling.len() == 2 && matches!(telling[0], "saint" | "sainte");
        let ordinary = |word: &&str| {
            lexicon.activities.knows(word) || is_street(word) || is_ordinary(word) || word.chars().count() < 2
        };
        Self {
            rest,
            is_all: line.rest(&candidate.taken).is_some_and(|rest| rest.is_empty()),
            words: telling.len(),
            is_saint,
            is_common_saint: is_saint
                && population < KNOWN_SAINT
                && is_one_of_many(lexicon, &candidate.numbers),
            is_ordinary: population < CITY && telling.iter().all(ordinary),
            at_end: line.is_at_end(candidate.taken.end),
        }
    }
}

/// Whether several communes have the name, and none stands out: Saint-Nazaire does. Overseas, towns are called after the
/// saints after whom houses are called elsewhere.
fn is_one_of_many(lexicon: &Lexicon, numbers: &[u32]) -> bool {
    const TIMES: i32 = 10;
    let population = |at: usize| numbers.get(at).map_or(0, |number| lexicon.communes.get(*number).population);
    let overseas = lexicon.communes.get(numbers[0]).department.len() > 2;
    numbers.len() > 2 && (overseas || population(0) < 3 * TOWN || population(0) / TIMES < population(1))
}

/// How sure it is that the words name a commune.
pub(super) fn weigh(
    lexicon: &Lexicon,
    line: &Line<'_>,
    candidate: &Candidate,
    around: &Surroundings,
) -> Weight {
    let population = lexicon.communes.get(candidate.numbers[0]).population;
    if candidate.is_arrondissement || (candidate.department.is_some() && !around.is_ordinary) {
        return Weight::Sure;
    }
    if lexicon.activities.phrase_reaches_over(&line.words, candidate.taken.clone()) {
        return Weight::None;
    }
    let is_short_for_larger = is_short_for_larger(lexicon, candidate, population);
    if line.field == Field::Place {
        let alone = around.is_all || around.at_end || line.is_set_apart(&candidate.taken);
        return if alone { Weight::Sure } else { at_least(population >= TOWN, Weight::Perhaps) };
    }
    if candidate.is_unfinished {
        return Weight::Perhaps;
    }
    if candidate.has_preposition() {
        return after_preposition(candidate, around, population, is_short_for_larger);
    }
    let before = line.before(candidate.words.start);
    let (named, least) = match before[..] {
        [.., word, article] if is_article(article) && makes_a_name(word) => (true, TOWN),
        [.., word] if makes_a_name(word) => (true, VILLAGE),
        // An article that is not part of the name: `les Cerisiers` is not Cerisiers.
        [.., word] => (is_article(word) || matches!(word, "au" | "aux"), TOWN),
        [] => (false, 0),
    };
    if named {
        return at_least(around.at_end && population >= least, Weight::Perhaps);
    }
    if is_short_for_larger {
        return at_least(around.at_end || around.is_all, Weight::Perhaps);
    }
    if around.is_all && !candidate.is_misspelt && !candidate.is_bare {
        return alone(around, population);
    }
    if line.is_set_apart(&candidate.taken) && population >= VILLAGE && !around.is_ordinary {
        return Weight::Likely;
    }
    if around.at_end {
        let dedicated = around.is_saint && before.last().is_some_and(|word| is_dedicated(word));
        return if dedicated { Weight::Perhaps } else { at_end(line, candidate, around, population) };
    }
    let opens = line.is_at_start(candidate.words.start);
    match opens && around.rest_is_activity() && population >= TOWN && !around.is_ordinary {
        true => Weight::Likely,
        false => at_least(population >= 2 * TOWN && !around.is_ordinary, Weight::Perhaps),
    }
}

fn at_least(holds: bool, weight: Weight) -> Weight {
    if holds { weight } else { Weight::None }
}

/// `Aix` has 352 inhabitants: who types it means Aix-en-Provence.
fn is_short_for_larger(lexicon: &Lexicon, candidate: &Candidate, population: i32) -> bool {
    let longer = lexicon.communes.longer(&candidate.key, 1);
    longer.first().is_some_and(|number| {
        let larger = lexicon.communes.get(*number).population;
        larger >= TOWN && larger / 10 >= population
    })
}

fn after_preposition(candidate: &Candidate, around: &Surroundings, population: i32, short: bool) -> Weight {
    if short || (candidate.is_misspelt && population < VILLAGE) {
        return Weight::Perhaps;
    }
    let is_meant = match around.at_end {
        true => !around.is_ordinary || population >= VILLAGE,
        false => !around.is_ordinary && population >= VILLAGE,
    };
    if is_meant { Weight::Sure } else { Weight::Perhaps }
}

/// Nothing else was typed.
fn alone(around: &Surroundings, population: i32) -> Weight {
    if around.is_ordinary && population < TOWN { Weight::Perhaps } else { Weight::Likely }
}

/// The last words: the larger the commune and the plainer the rest, the surer.
fn at_end(line: &Line<'_>, candidate: &Candidate, around: &Surroundings, population: i32) -> Weight {
    if candidate.is_misspelt || (candidate.is_bare && around.words == 1) {
        let least = if candidate.is_bare { 3 * TOWN } else { TOWN };
        let known = population >= least && around.rest_is_activity() && !around.is_ordinary;
        let believed = candidate.is_bare || candidate.key.len() >= 7;
        return at_least(known, if believed { Weight::Likely } else { Weight::Perhaps });
    }
    let begins = around.rest == Rest::BeginsWithActivity;
    let from = match (around.rest_is_activity(), around.words) {
        _ if around.is_ordinary => TOWN,
        (true, _) if around.is_saint && candidate.numbers.len() == 1 => VILLAGE / 2,
        (true, _) if around.is_saint => 2 * VILLAGE,
        // A village is called as people are: `Coiffure Léon`.
        (true, 1) if candidate.key.len() < LONG_NAME => TOWN / 2,
        (true, 1) => VILLAGE,
        (true, _) => 0,
        (false, _) if around.is_saint => 2 * TOWN,
        (false, 1) if line.has_street() => 2 * VILLAGE,
        (false, 1) if begins => TOWN,
        (false, 1) => 3 * TOWN,
        (false, _) => VILLAGE,
    };
    if population >= from && !around.is_common_saint {
        return Weight::Likely;
    }
    at_least(!around.is_ordinary || around.rest_is_activity(), Weight::Perhaps)
}
