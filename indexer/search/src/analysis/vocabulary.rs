//! Word lists of French addresses and questions.

/// What an apostrophe may follow to be dropped with it.
const ELIDED: &[&str] =
    &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"];

/// Words that narrow nothing while others are there.
const STOP: &[&str] = &[
    "a", "au", "aux", "chez", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou",
    "par", "pour", "pres", "sous", "sur", "un", "une", "and", "at", "by", "for", "in", "near", "of", "on",
    "the", "to", "with",
];

/// Abbreviations that mean one thing wherever they stand.
const EVERYWHERE: &[(&str, &str)] = &[
    ("ave", "avenue"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("bvd", "boulevard"),
    ("crs", "cours"),
    ("dr", "docteur"),
    ("fbg", "faubourg"),
    ("rte", "route"),
    ("st", "saint"),
    ("ste", "sainte"),
];

/// Abbreviations of the address files, which mean something else in a name.
const IN_STREETS: &[(&str, &str)] = &[
    ("all", "allee"),
    ("av", "avenue"),
    ("che", "chemin"),
    ("chem", "chemin"),
    ("fg", "faubourg"),
    ("gal", "general"),
    ("imp", "impasse"),
    ("mal", "marechal"),
    ("pas", "passage"),
    ("pl", "place"),
    ("pte", "porte"),
    ("prof", "professeur"),
    ("qu", "quai"),
    ("r", "rue"),
    ("sq", "square"),
];

/// Whether an apostrophe after this word makes it part of the next.
pub(super) fn is_elided(word: &str) -> bool {
    ELIDED.contains(&word)
}

/// Whether this word may be missing from what is found.
pub(super) fn is_stop(word: &str) -> bool {
    STOP.contains(&word)
}

/// What this word abbreviates in any text.
pub(super) fn long_form(word: &str) -> Option<&'static str> {
    look_up(EVERYWHERE, word)
}

/// Every abbreviation with what it stands for in a street.
pub(crate) fn abbreviations() -> impl Iterator<Item = (&'static str, &'static str)> {
    EVERYWHERE.iter().chain(IN_STREETS).copied()
}

/// What this word abbreviates in a street.
pub(super) fn long_form_in_street(word: &str) -> Option<&'static str> {
    long_form(word).or_else(|| look_up(IN_STREETS, word))
}

fn look_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    // No abbreviation is longer: most words are done here.
    if word.len() > 4 {
        return None;
    }
    table.iter().find(|(short, _)| *short == word).map(|(_, long)| *long)
}
