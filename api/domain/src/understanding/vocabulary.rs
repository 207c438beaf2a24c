//! Small words of French and English that tell where a place is meant.

/// Whether a name follows that belongs to a street or a square, not to a town.
pub(crate) fn is_street(word: &str) -> bool {
    STREET.contains(&word)
}

/// Whether a name goes on after this word: `rue du général de Gaulle`.
pub(super) fn is_title(word: &str) -> bool {
    TITLE.contains(&word)
}

/// Whether the word is an article, or joins as one.
pub(crate) fn is_article(word: &str) -> bool {
    matches!(word, "l" | "la" | "le" | "les" | "d" | "de" | "des" | "du")
}

/// Whether what follows is part of the name before: `Pharmacie de Lyon`.
pub(super) fn makes_a_name(word: &str) -> bool {
    matches!(word, "d" | "de" | "des" | "du" | "of")
}

/// What houses are often called after saints.
pub(super) fn is_dedicated(word: &str) -> bool {
    DEDICATED.contains(&word)
}

/// Words that begin a question and narrow nothing.
pub(super) fn is_filler(word: &str) -> bool {
    FILLER.contains(&word)
}

/// What ends before a town and says so: length in words of `a`, `pres de`, `close to`, else 0.
pub(super) fn preposition(before: &[&str]) -> usize {
    let length = before.len();
    let last = before.last().copied().unwrap_or_default();
    let second = before.get(length.wrapping_sub(2)).copied().unwrap_or_default();
    match (second, last) {
        (
            "pres" | "autour" | "proche" | "proches" | "cote" | "loin" | "alentours" | "environs",
            "de" | "d" | "du" | "des",
        ) => 2 + usize::from(length > 2 && matches!(before[length - 3], "a" | "pas" | "aux")),
        ("close" | "next" | "over", "to") | ("in" | "near", "the") => 2,
        (_, "a" | "au" | "aux" | "in" | "near" | "vers" | "around" | "sur") => 1,
        _ => 0,
    }
}

/// How many words at the beginning say that something is near what follows: `pres de`, `a cote du`; 0: they do not.
pub(crate) fn nearness(words: &[&str]) -> usize {
    match words {
        ["a", "cote", "de" | "du" | "des" | "d", ..] => 3,
        ["pres" | "proche" | "proches" | "autour" | "cote", "de" | "du" | "des" | "d", ..] => 2,
        ["close" | "next", "to", ..] => 2,
        ["near" | "around", ..] => 1,
        _ => 0,
    }
}

/// What ends before a department and says so.
pub(super) fn department_preposition(before: &[&str]) -> usize {
    let length = before.len();
    let at = |back: usize| before.get(length.wrapping_sub(back)).copied().unwrap_or_default();
    let says = |word: &str| matches!(word, "departement" | "dept" | "dpt" | "dep" | "department");
    match (at(3), at(2), at(1)) {
        (third, "departement" | "department", "de" | "du" | "des" | "d" | "of" | "l" | "la") => {
            2 + usize::from(third == "le")
        }
        ("departement" | "department", "de" | "of", "la" | "l" | "the") => 3,
        ("dans", "le", word) if says(word) => 3,
        (_, "le" | "dans", word) if says(word) => 2,
        (_, _, word) if says(word) => 1,
        (_, "dans", "le" | "la" | "les" | "l") => 2,
        (_, _, "dans" | "en" | "in") => 1,
        _ => 0,
    }
}

const STREET: &[&str] = &[
    "all",
    "allee",
    "allees",
    "av",
    "ave",
    "avenue",
    "bd",
    "bld",
    "boulevard",
    "bvd",
    "carrefour",
    "chaussee",
    "che",
    "chemin",
    "cite",
    "cours",
    "crs",
    "esplanade",
    "faubourg",
    "fbg",
    "fg",
    "imp",
    "impasse",
    "mail",
    "montee",
    "parvis",
    "passage",
    "pl",
    "place",
    "pont",
    "porte",
    "promenade",
    "quai",
    "quartier",
    "residence",
    "rocade",
    "rond",
    "route",
    "rte",
    "rue",
    "ruelle",
    "sentier",
    "sq",
    "square",
    "voie",
    "street",
    "road",
];

const TITLE: &[&str] = &[
    "abbe",
    "amiral",
    "capitaine",
    "colonel",
    "commandant",
    "comte",
    "docteur",
    "dr",
    "duc",
    "faubourg",
    "general",
    "gal",
    "jean",
    "lieutenant",
    "mal",
    "marechal",
    "mgr",
    "notre",
    "pere",
    "porte",
    "president",
    "professeur",
    "reine",
    "roi",
    "saint",
    "sainte",
    "vieille",
    "vieux",
];

const DEDICATED: &[&str] = &[
    "abbaye",
    "basilique",
    "cathedrale",
    "chapelle",
    "church",
    "clinique",
    "college",
    "ecole",
    "eglise",
    "ehpad",
    "externat",
    "fondation",
    "foyer",
    "hopital",
    "hospital",
    "institut",
    "institution",
    "lycee",
    "paroisse",
    "parish",
    "prieure",
    "school",
    "scolaire",
];

const FILLER: &[&str] = &[
    "a",
    "an",
    "avec",
    "besoin",
    "cherche",
    "de",
    "des",
    "du",
    "en",
    "est",
    "et",
    "find",
    "for",
    "i",
    "in",
    "is",
    "j",
    "ai",
    "je",
    "l",
    "la",
    "le",
    "les",
    "looking",
    "m",
    "need",
    "ou",
    "pour",
    "recherche",
    "the",
    "trouver",
    "un",
    "une",
    "with",
    "and",
    "d",
    "to",
    "where",
    "dans",
    "au",
    "aux",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prepositions_of_towns_have_their_length() {
        assert_eq!(preposition(&["bar", "a"]), 1);
        assert_eq!(preposition(&["bar", "pres", "de"]), 2);
        assert_eq!(preposition(&["a", "cote", "de"]), 3);
        assert_eq!(preposition(&["pharmacie", "de"]), 0);
        assert_eq!(preposition(&[]), 0);
    }

    #[test]
    fn what_says_that_something_is_near_has_its_length() {
        assert_eq!(nearness(&["a", "cote", "de", "la", "gare"]), 3);
        assert_eq!(nearness(&["pres", "du", "parc"]), 2);
        assert_eq!(nearness(&["near", "the", "station"]), 1);
        assert_eq!(nearness(&["pres"]), 0);
    }

    #[test]
    fn prepositions_of_departments_have_their_length() {
        assert_eq!(department_preposition(&["bar", "dans", "le"]), 2);
        assert_eq!(department_preposition(&["departement", "de", "la"]), 3);
        assert_eq!(department_preposition(&["bar", "le"]), 0);
    }
}
