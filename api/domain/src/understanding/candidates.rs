use std::ops::Range;

use super::communes::ordinal;
use super::lexicon::Lexicon;
use super::line::{LONGEST_NAME, Line, push};
use super::understood::Department;
use super::vocabulary::{is_article, is_street, makes_a_name, preposition};
use super::words::Word;

/// Words that may name a commune.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The name, with the number of an arrondissement.
    pub(super) words: Range<usize>,
    /// And with the preposition before it.
    pub(super) taken: Range<usize>,
    /// The name as the communes are known by it.
    pub(super) key: String,
    /// Communes of this name, the largest first; never empty.
    pub(super) numbers: Vec<u32>,
    /// An arrondissement was named by its number.
    pub(super) is_arrondissement: bool,
    /// A letter or two were wrong.
    pub(super) is_misspelt: bool,
    /// Only the beginning of the name was typed.
    pub(super) is_unfinished: bool,
    /// The article of the name is missing.
    pub(super) is_bare: bool,
    /// A department right after the name, which tells communes of one name apart.
    pub(super) department: Option<Beside>,
}

/// A department and the words that name it.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    pub(super) words: Range<usize>,
    pub(super) department: Department,
}

impl Candidate {
    pub(super) fn has_preposition(&self) -> bool {
        self.taken.start < self.words.start
    }
}

/// The longest name of a commune at each word, streets left out.
pub(super) fn candidates(lexicon: &Lexicon, line: &Line<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.words.len() {
        let candidate =
            named_at(lexicon, line, at).filter(|candidate| !line.is_in_street(candidate.words.clone()));
        at = candidate.as_ref().map_or(at + 1, |candidate| candidate.words.end);
        found.extend(candidate);
    }
    found
}

fn named_at(lexicon: &Lexicon, line: &Line<'_>, at: usize) -> Option<Candidate> {
    let article = match line.before(at).last() {
        Some(&("au" | "du")) => Some("le"),
        Some(&("aux" | "des")) => Some("les"),
        _ => None,
    };
    let contracted = article.and_then(|article| longest(lexicon, line, at, article));
    if contracted.is_some() {
        return contracted;
    }
    let named = longest(lexicon, line, at, "");
    let end = named.as_ref().map_or(at, |candidate| candidate.words.end);
    let bare = (end + 1..=line.words.len()).rev().find_map(|end| without_article(lexicon, line, at..end));
    let named = bare.or(named)?;
    // One goes « au Havre », but never « au Bonnes »: without the article of a name it is no preposition.
    let taken = if article.is_some() { named.words.clone() } else { named.taken };
    Some(Candidate { taken, ..named })
}

fn longest(lexicon: &Lexicon, line: &Line<'_>, at: usize, article: &str) -> Option<Candidate> {
    let mut key = article.to_owned();
    let mut found = None;
    for end in at + 1..=line.words.len().min(at + LONGEST_NAME) {
        let word = line.words[end - 1].plain.as_str();
        if !line.is_run(at..end) || word.is_empty() {
            break;
        }
        // Chalon s/ Saône.
        push(&mut key, if word == "s" && end > at + 1 { "sur" } else { word });
        let numbers = lexicon.communes.named(&key);
        if !numbers.is_empty() {
            found = Some((end, key.clone(), numbers));
        }
        if !lexicon.communes.goes_on(&key) {
            break;
        }
    }
    found.map(|(end, key, numbers)| whole(lexicon, line, at..end, key, numbers))
}

fn without_article(lexicon: &Lexicon, line: &Line<'_>, words: Range<usize>) -> Option<Candidate> {
    if words.len() > LONGEST_NAME || !line.is_run(words.clone()) {
        return None;
    }
    let key = joined(line, &words);
    let numbers = lexicon.communes.named_without_article(&key);
    let is_named = !numbers.is_empty();
    is_named.then(|| Candidate { is_bare: true, ..whole(lexicon, line, words, key, numbers) })
}

pub(super) fn joined(line: &Line<'_>, words: &Range<usize>) -> String {
    let mut key = String::new();
    for word in &line.words[words.clone()] {
        push(&mut key, &word.plain);
    }
    key
}

/// A candidate with what belongs to the name: arrondissement, `cedex`, preposition.
pub(super) fn whole(
    lexicon: &Lexicon,
    line: &Line<'_>,
    name: Range<usize>,
    key: String,
    numbers: Vec<u32>,
) -> Candidate {
    let mut candidate = Candidate {
        words: name.clone(),
        taken: name,
        key,
        numbers,
        is_arrondissement: false,
        is_misspelt: false,
        is_unfinished: false,
        is_bare: false,
        department: None,
    };
    add_arrondissement(lexicon, line, &mut candidate);
    add_cedex(line, &mut candidate);
    candidate.taken = candidate.words.clone();
    let before = line.before(candidate.words.start);
    candidate.taken.start -= match preposition(&before) {
        0 if candidate.is_arrondissement => usize::from(before.last().is_some_and(|word| makes_a_name(word))),
        length => length,
    };
    candidate
}

fn add_arrondissement(lexicon: &Lexicon, line: &Line<'_>, candidate: &mut Candidate) {
    let city = candidate.numbers[0];
    let free = |at: usize| line.words.get(at).filter(|_| !line.is_taken(at)).map(|word| word.plain.as_str());
    let of = |word: &str| ordinal(word).and_then(|number| lexicon.communes.arrondissement(city, number));
    let Range { start, end } = candidate.words;
    let says = |word: &str| matches!(word, "arrondissement" | "arrt" | "arrdt" | "arr");
    // A bare number before the word for a street is that of a house.
    let is_house = |at: usize| line.words[at].is_number() && free(at + 1).is_some_and(is_street);
    if let Some(number) = free(end).and_then(of).filter(|_| !is_house(end)) {
        candidate.numbers = vec![number];
        candidate.words.end = end + 1 + usize::from(free(end + 1).is_some_and(says));
        candidate.is_arrondissement = true;
        return;
    }
    let mut at = start;
    while at > 0 && free(at - 1).is_some_and(|word| says(word) || makes_a_name(word)) {
        at -= 1;
    }
    let has_ending = |word: &&str| !word.bytes().all(|byte| byte.is_ascii_digit());
    let before = at.checked_sub(1).and_then(free).filter(has_ending).and_then(of);
    let is_said = at == start || line.words[at..start].iter().any(|word| says(&word.plain));
    if let Some(number) = before.filter(|_| is_said) {
        candidate.numbers = vec![number];
        candidate.words.start = at - 1;
        candidate.is_arrondissement = true;
    }
}

fn add_cedex(line: &Line<'_>, candidate: &mut Candidate) {
    let end = candidate.words.end;
    let free = |at: usize| line.words.get(at).filter(|_| !line.is_taken(at));
    if free(end).is_some_and(|word| word.plain == "cedex") {
        let numbered = free(end + 1).is_some_and(|word| word.is_number() && word.plain.len() <= 2);
        candidate.words.end = end + 1 + usize::from(numbered);
    }
}

/// Inhabitants from which the beginning of a name is enough to think of a commune.
const KNOWN: i32 = 10_000;

/// The beginning of a name, or a misspelt one, that ends the text. After a preposition it is looked for first.
pub(super) fn misspelt(lexicon: &Lexicon, line: &Line<'_>) -> Option<Candidate> {
    const MOST_WORDS: usize = 5;
    let end = (0..line.words.len()).rfind(|at| !line.is_taken(*at))? + 1;
    if !line.is_at_end(end) {
        return None;
    }
    let has_preposition = |start: &usize| preposition(&line.before(*start)) > 0;
    let (after, other): (Vec<usize>, Vec<usize>) =
        (end.saturating_sub(MOST_WORDS)..end).partition(has_preposition);
    after.into_iter().chain(other).find_map(|start| {
        let name = start..end;
        let words = &line.words[name.clone()];
        let is_readable = |word: &Word| !word.is_number() && !word.plain.is_empty();
        let is_ordinary =
            words.iter().all(|word| is_article(&word.plain) || lexicon.activities.knows(&word.plain));
        if !line.is_run(name.clone())
            || line.is_in_street(name.clone())
            || is_ordinary
            || !words.iter().all(is_readable)
        {
            return None;
        }
        let is_activity = lexicon.activities.misspelt(words).is_some();
        if is_activity { None } else { misspelt_in(lexicon, line, name) }
    })
}

fn misspelt_in(lexicon: &Lexicon, line: &Line<'_>, name: Range<usize>) -> Option<Candidate> {
    let key = joined(line, &name);
    if lexicon.departments.named(&key).is_some() || matches!(key.as_str(), "saint" | "sainte") {
        return None;
    }
    let is_placed = preposition(&line.before(name.start)) > 0;
    let mut longer = lexicon.communes.longer(&key, 2);
    longer.retain(|number| is_placed || lexicon.communes.get(*number).population >= KNOWN);
    if !longer.is_empty() {
        return Some(Candidate { is_unfinished: true, ..whole(lexicon, line, name, key, longer) });
    }
    let near = lexicon.communes.misspelt(&key);
    let found = !near.is_empty();
    found.then(|| Candidate { is_misspelt: true, ..whole(lexicon, line, name, key, near) })
}
