use std::collections::HashMap;

use super::spelling::Spellings;
use crate::Commune;
use crate::text::{fold, fold_commune};

/// The communes by name, code and postal code. They are numbered by population, the largest first.
#[derive(Debug)]
pub(super) struct Communes {
    all: Vec<Commune>,
    names: Names,
    /// Names without their article: `havre`.
    bare_names: Names,
    /// INSEE and postal codes.
    codes: Names,
    arrondissements: HashMap<(u32, u8), u32>,
    spellings: Spellings,
}

/// Keys in order, with the number of what has them.
#[derive(Debug)]
pub(super) struct Names(Vec<(Box<str>, u32)>);

impl Names {
    pub(super) fn new(mut names: Vec<(Box<str>, u32)>) -> Self {
        names.sort_unstable();
        names.dedup();
        names.shrink_to_fit();
        Self(names)
    }

    fn from(&self, key: &str) -> &[(Box<str>, u32)] {
        &self.0[self.0.partition_point(|(name, _)| name.as_ref() < key)..]
    }

    /// The numbers under a key.
    pub(super) fn exact<'a>(&'a self, key: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.from(key).iter().take_while(move |(name, _)| name.as_ref() == key).map(|(_, number)| *number)
    }

    /// The numbers under all keys that begin so; one may come several times.
    pub(super) fn starting<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.from(prefix)
            .iter()
            .take_while(move |(name, _)| name.starts_with(prefix))
            .map(|(_, number)| *number)
    }

    fn has_longer(&self, key: &str) -> bool {
        self.from(key)
            .iter()
            .take_while(|(name, _)| name.starts_with(key))
            .any(|(name, _)| name.as_bytes().get(key.len()) == Some(&b' '))
    }
}

/// The smallest numbers, in order, each once: the largest communes.
pub(super) fn smallest(numbers: impl Iterator<Item = u32>, limit: usize) -> Vec<u32> {
    let mut kept: Vec<u32> = Vec::with_capacity(limit + 1);
    for number in numbers {
        let at = kept.partition_point(|other| *other < number);
        if at < limit && kept.get(at) != Some(&number) {
            kept.insert(at, number);
            kept.truncate(limit);
        }
    }
    kept
}

impl Communes {
    /// The one with this INSEE code.
    pub(super) fn of_insee(&self, code: &str) -> Option<&Commune> {
        let folded = code.to_lowercase();
        let mut coded = self.codes.exact(&folded).map(|number| self.get(number));
        coded.find(|commune| commune.code.as_str() == code)
    }

    pub(super) fn new(mut all: Vec<Commune>) -> Self {
        all.sort_by(|left, right| {
            right.population.cmp(&left.population).then_with(|| left.code.cmp(&right.code))
        });
        let numbered = || all.iter().zip(0_u32..);
        let mut names = Vec::with_capacity(all.len());
        let mut bare_names = Vec::new();
        let mut codes = Vec::with_capacity(2 * all.len());
        for (commune, number) in numbered() {
            let name = fold_commune(&commune.name);
            if let Some(bare) = without_article(&name) {
                bare_names.push((bare.into(), number));
            }
            names.push((name.into_boxed_str(), number));
            codes.push((commune.code.as_str().to_lowercase().into_boxed_str(), number));
            codes.extend(commune.postal_codes.iter().map(|code| (code.as_str().into(), number)));
        }
        let names = Names::new(names);
        let spelled = names.0.iter().zip(0_u32..).map(|((name, _), at)| (at, name.as_ref()));
        let spellings = Spellings::new(spelled);
        let arrondissements = arrondissements(&all);
        Self {
            names,
            bare_names: Names::new(bare_names),
            codes: Names::new(codes),
            arrondissements,
            spellings,
            all,
        }
    }

    pub(super) fn get(&self, number: u32) -> &Commune {
        &self.all[number as usize]
    }

    /// Those with this name, the largest first.
    pub(super) fn named(&self, key: &str) -> Vec<u32> {
        let mut found: Vec<u32> = self.names.exact(key).collect();
        found.sort_unstable();
        found
    }

    /// Those whose name without its article is this.
    pub(super) fn named_without_article(&self, key: &str) -> Vec<u32> {
        let mut found: Vec<u32> = self.bare_names.exact(key).collect();
        found.sort_unstable();
        found
    }

    /// Whether names begin with these words and go on.
    pub(super) fn goes_on(&self, key: &str) -> bool {
        self.names.has_longer(key)
    }

    /// The largest of those whose names begin with these words and go on.
    pub(super) fn longer(&self, key: &str, limit: usize) -> Vec<u32> {
        let prefix = format!("{key} ");
        let longer = self.names.starting(&prefix).filter(|number| self.get(*number).parent.is_none());
        smallest(longer, limit)
    }

    /// Those whose name is nearest to a misspelt one.
    pub(super) fn misspelt(&self, name: &str) -> Vec<u32> {
        let most = super::spelling::allowed(name.chars().count());
        let near = self.spellings.nearest(name, most, |at| &self.names.0[at as usize].0);
        let mut found: Vec<u32> = near.into_iter().map(|at| self.names.0[at as usize].1).collect();
        found.sort_unstable();
        found
    }

    /// An arrondissement of a city by its number.
    pub(super) fn arrondissement(&self, city: u32, number: u8) -> Option<u32> {
        self.arrondissements.get(&(city, number)).copied()
    }

    /// Whether a commune has this postal code.
    pub(super) fn has_postal_code(&self, code: &str) -> bool {
        let mut found = self.codes.exact(code);
        found.any(|number| self.get(number).postal_codes.iter().any(|postal_code| postal_code == code))
    }

    /// The largest whose name, postal code or INSEE code begins with a folded text.
    /// Arrondissements only where a digit asks for them.
    pub(super) fn starting(&self, prefix: &str, limit: usize) -> Vec<u32> {
        let has_digit = prefix.bytes().any(|byte| byte.is_ascii_digit());
        let named = self.names.starting(prefix).chain(self.bare_names.starting(prefix));
        let coded = self.codes.starting(prefix).filter(|_| has_digit);
        let wanted = named.chain(coded).filter(|number| has_digit || self.get(*number).parent.is_none());
        smallest(wanted, limit)
    }
}

/// `le havre` is also found as `havre`.
fn without_article(name: &str) -> Option<&str> {
    let (article, rest) = name.split_once(' ')?;
    matches!(article, "le" | "la" | "les" | "l").then_some(rest)
}

fn arrondissements(all: &[Commune]) -> HashMap<(u32, u8), u32> {
    let cities: HashMap<_, _> =
        all.iter().zip(0_u32..).map(|(commune, number)| (&commune.code, number)).collect();
    let children = all.iter().zip(0_u32..).filter_map(|(commune, number)| {
        let city = cities.get(commune.parent.as_ref()?)?;
        let ordinal = fold(&commune.name).split(' ').find_map(ordinal)?;
        Some(((*city, ordinal), number))
    });
    children.collect()
}

/// The number of `3e`, `3eme`, `1er`, `2nd`, and of `3` alone.
pub(super) fn ordinal(word: &str) -> Option<u8> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, ending) = word.split_at(digits);
    let known = matches!(ending, "" | "e" | "er" | "ere" | "eme" | "ieme" | "nd" | "rd" | "st" | "th");
    number.parse().ok().filter(|_| known && digits <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_read_in_both_languages() {
        for (word, number) in [("3e", 3), ("12eme", 12), ("1er", 1), ("3rd", 3), ("12", 12), ("08", 8)] {
            assert_eq!(ordinal(word), Some(number), "{word}");
        }
        for word in ["e", "3bis", "123", "69003", ""] {
            assert_eq!(ordinal(word), None, "{word}");
        }
    }

    #[test]
    fn the_smallest_numbers_come_in_order_and_once() {
        assert_eq!(smallest([9, 2, 7, 2, 1, 8].into_iter(), 3), [1, 2, 7]);
        assert_eq!(smallest([1, 2].into_iter(), 0), [0; 0]);
    }
}
