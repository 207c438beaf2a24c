use std::collections::HashSet;

use super::weights;
use crate::Activity;
use crate::text::fold;

/// Words that many names have, which therefore tell little.
#[derive(Debug, Clone, Default)]
pub struct CommonWords(HashSet<String>);

/// Usual in names of places, whatever is done there.
const USUAL: &[&str] = &[
    "accueil",
    "agence",
    "antenne",
    "association",
    "atelier",
    "bureau",
    "cabinet",
    "centre",
    "chez",
    "cite",
    "clinique",
    "club",
    "communal",
    "communale",
    "docteur",
    "domaine",
    "ecole",
    "espace",
    "etablissement",
    "etablissements",
    "france",
    "grand",
    "grande",
    "groupe",
    "hotel",
    "intercommunal",
    "institut",
    "local",
    "madame",
    "magasin",
    "maison",
    "medical",
    "medicale",
    "monsieur",
    "municipal",
    "municipale",
    "nouveau",
    "nouvelle",
    "office",
    "petit",
    "petite",
    "place",
    "pole",
    "professionnel",
    "public",
    "publique",
    "relais",
    "residence",
    "restaurant",
    "rue",
    "saint",
    "sainte",
    "salle",
    "salon",
    "sante",
    "scolaire",
    "service",
    "services",
    "site",
    "societe",
    "station",
    "syndicat",
    "ville",
    "village",
];

const LEGAL: &[&str] = &[
    "asso", "earl", "eirl", "ei", "eurl", "gie", "sa", "sarl", "sas", "sasu", "sci", "scm", "scp", "selarl",
    "selas", "snc", "spa",
];

impl CommonWords {
    /// Those of these activities, and those usual in any name.
    pub fn new(activities: &[Activity]) -> Self {
        let of_activities = activities.iter().flat_map(|activity| {
            let names = [&activity.name_fr, &activity.name_en].into_iter();
            names.chain(&activity.search_words).chain(&activity.aliases)
        });
        let mut words: HashSet<String> = USUAL.iter().map(|word| (*word).to_owned()).collect();
        for text in of_activities {
            words.extend(fold(text).split(' ').filter(|word| word.len() > 2).map(str::to_owned));
        }
        Self(words)
    }

    /// How much it tells that two names share this folded word; `commune` is the folded name of the commune.
    pub(super) fn weight(&self, word: &str, commune: &str) -> f64 {
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            weights::NUMBER
        } else if LEGAL.contains(&word) {
            weights::LEGAL
        } else if word.chars().count() <= 2 {
            weights::SHORT
        } else if self.is_common(word) || commune.split(' ').any(|part| part == word) {
            weights::COMMON
        } else {
            weights::RARE
        }
    }

    fn is_common(&self, word: &str) -> bool {
        self.0.contains(word) || word.strip_suffix('s').is_some_and(|singular| self.0.contains(singular))
    }
}

/// Words without a sense of their own.
pub(super) fn is_stop(word: &str) -> bool {
    const STOP: &[&str] = &[
        "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "un", "une",
        "the", "of", "and",
    ];
    STOP.contains(&word)
}

/// How alike two folded words are, 0 to 1: slips, short forms and initials are forgiven; digits never are.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0.0;
    }
    if long.starts_with(short) {
        return match short.len() {
            1 => 0.5,
            2 => 0.0,
            _ => 0.85,
        };
    }
    let allowed = match long.len() {
        0..=3 => return 0.0,
        4..=7 => 1,
        _ => 2,
    };
    // Each slip changes the length by one at most.
    if long.len() - short.len() > allowed {
        return 0.0;
    }
    match strsim::osa_distance(one, other) {
        1 => 0.92,
        2 if allowed == 2 => 0.85,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_short_forms_are_alike_and_numbers_never() {
        assert!(likeness("boulangerie", "boulnagerie") > 0.9);
        assert!(likeness("pharm", "pharmacie") > 0.8);
        assert!(likeness("j", "jean") > 0.0);
        assert_eq!(likeness("12", "13"), 0.0);
        assert_eq!(likeness("bar", "bat"), 0.0);
        assert_eq!(likeness("martin", "durand"), 0.0);
    }

    #[test]
    fn words_of_activities_and_of_the_commune_tell_little() {
        let activity = Activity {
            slug: "boulangerie".into(),
            name_fr: "Boulangerie Pâtisserie".into(),
            name_en: "Bakery".into(),
            search_words: vec![],
            aliases: vec![],
            groups: vec![],
            osm: vec![],
        };
        let words = CommonWords::new(&[activity]);
        assert_eq!(words.weight("patisserie", ""), weights::COMMON);
        assert_eq!(words.weight("patisseries", ""), weights::COMMON);
        assert_eq!(words.weight("lyon", "lyon"), weights::COMMON);
        assert_eq!(words.weight("martin", "lyon"), weights::RARE);
        assert_eq!(words.weight("sarl", "lyon"), weights::LEGAL);
    }
}
