use super::weights;
use super::words::{CommonWords, is_stop, likeness};
use crate::abbreviations::long_form;
use crate::text::fold;

/// Words of the longest name that are compared.
const MOST: usize = 16;
/// From this weight on a word tells one name from another.
const TELLING: f64 = weights::NUMBER;

/// A name cut into the words that are compared.
#[derive(Debug, Clone, Default)]
pub(super) struct NameWords {
    words: Vec<(String, f64)>,
    /// All words without spaces: `mac donald` is `macdonald`.
    joined: String,
    /// A single letter at the end, by which parts of one place are told apart: `Bâtiment A`.
    letter: Option<char>,
}

/// How far two names agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NameLikeness {
    /// The share of the words that agree by their weight, 0 to 1.
    pub share: f64,
    /// What the words that agree weigh, as a part of a name that counts in full, 0 to 1.
    pub strength: f64,
}

impl NameWords {
    pub(super) fn new(name: &str, commune: &str, common: &CommonWords) -> Self {
        let folded = fold(name);
        let commune = fold(commune);
        let all: Vec<&str> = folded
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| long_form(word).unwrap_or(word))
            .collect();
        let telling: Vec<&str> = all.iter().copied().filter(|word| !is_stop(word)).collect();
        let kept = if telling.is_empty() { all } else { telling };
        let words = kept.iter().take(MOST).map(|word| ((*word).to_owned(), common.weight(word, &commune)));
        let letter = folded.rsplit_once(' ').and_then(|(_, last)| single_letter(last));
        Self { letter, joined: kept.iter().take(MOST).copied().collect(), words: words.collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn weight(&self) -> f64 {
        self.words.iter().map(|(_, weight)| weight).sum()
    }

    /// How far the names agree, whatever the order of their words. Missing words count half as much as other words.
    pub(super) fn likeness(&self, other: &Self) -> NameLikeness {
        let parted = matches!((self.letter, other.letter), (Some(mine), Some(theirs)) if mine != theirs);
        if self.joined == other.joined && !parted {
            return NameLikeness { share: 1.0, strength: self.whole(self.weight()) };
        }
        let pairs = self.pairs(other);
        let agreed: f64 = pairs.iter().map(|pair| pair.agreed).sum();
        let (mine, theirs) = (self.weight(), other.weight());
        let dice = 2.0 * agreed / (mine + theirs);
        let contained = agreed / mine.min(theirs);
        let mut share = f64::midpoint(dice, contained).min(1.0);
        if parted || self.contradicts(other, &pairs) {
            share = share.min(0.3);
        }
        let whole = if parted { 0.0 } else { self.joined_likeness(other) };
        if whole > share {
            return NameLikeness { share: whole, strength: strength(mine.min(theirs) * whole) };
        }
        let strength = if share > 0.99 { self.whole(agreed) } else { strength(agreed) };
        NameLikeness { share, strength }
    }

    /// The strength of a name all of whose words agree: a whole name tells more than common words of it would.
    fn whole(&self, agreed: f64) -> f64 {
        strength(agreed).max(if self.words.len() > 1 { weights::WHOLE } else { weights::WHOLE_WORD })
    }

    /// Each word of this name with the word of the other that it means, the most telling first.
    fn pairs(&self, other: &Self) -> Vec<Pair> {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by(|left, right| self.words[*right].1.total_cmp(&self.words[*left].1));
        let mut free: Vec<bool> = vec![true; other.words.len()];
        let mut pairs = Vec::new();
        for mine in order {
            let (word, weight) = &self.words[mine];
            let best = (0..other.words.len())
                .filter(|theirs| free[*theirs])
                .map(|theirs| (likeness(word, &other.words[theirs].0), theirs))
                .max_by(|left, right| left.0.total_cmp(&right.0));
            if let Some((likeness, theirs)) = best.filter(|(likeness, _)| *likeness > 0.0) {
                free[theirs] = false;
                // Both know the word, perhaps with another weight: what a slip makes of a common word is no rare word.
                pairs.push(Pair { mine, theirs, agreed: likeness * weight.min(other.words[theirs].1) });
            }
        }
        pairs
    }

    /// Both have words of their own that tell, and none of those agree; or their numbers differ.
    fn contradicts(&self, other: &Self, pairs: &[Pair]) -> bool {
        let tells = |name: &Self, at: usize| name.words[at].1 >= TELLING;
        let left = |name: &Self, used: &dyn Fn(&Pair) -> usize, telling: f64| {
            (0..name.words.len())
                .any(|at| name.words[at].1 == telling && !pairs.iter().any(|pair| used(pair) == at))
        };
        let both_left = |telling: f64| {
            left(self, &|pair| pair.mine, telling) && left(other, &|pair| pair.theirs, telling)
        };
        let shared = pairs.iter().any(|pair| tells(self, pair.mine) && tells(other, pair.theirs));
        both_left(weights::NUMBER) || (!shared && both_left(weights::RARE))
    }

    /// The likeness of both names without spaces, where it is great and no digit differs; else 0.
    fn joined_likeness(&self, other: &Self) -> f64 {
        let (one, two) = (&self.joined, &other.joined);
        let longest = one.len().max(two.len());
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        if longest < 6 || one.len().abs_diff(two.len()) * 8 > longest || digits(one) != digits(two) {
            return 0.0;
        }
        let distance = strsim::osa_distance(one, two);
        if distance * 8 > longest { 0.0 } else { 1.0 - 0.75 * ratio(distance, longest) }
    }
}

/// The letter of a word that is nothing else.
fn single_letter(word: &str) -> Option<char> {
    let mut letters = word.chars();
    letters.next().filter(|letter| letter.is_alphabetic() && letters.next().is_none())
}

struct Pair {
    mine: usize,
    theirs: usize,
    agreed: f64,
}

fn strength(weight: f64) -> f64 {
    (weight / weights::FULL).min(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
