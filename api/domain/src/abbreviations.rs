//! What short forms of French names and addresses stand for. One table for whoever compares texts: the search engines
//! and matching.

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

/// What this folded word abbreviates in any text.
pub fn long_form(word: &str) -> Option<&'static str> {
    look_up(EVERYWHERE, word)
}

/// What this folded word abbreviates in a street.
pub fn long_form_in_street(word: &str) -> Option<&'static str> {
    long_form(word).or_else(|| look_up(IN_STREETS, word))
}

/// Every abbreviation with what it stands for in a street.
pub fn abbreviations() -> impl Iterator<Item = (&'static str, &'static str)> {
    EVERYWHERE.iter().chain(IN_STREETS).copied()
}

fn look_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    // No abbreviation is longer: most words are done here.
    if word.len() > 4 {
        return None;
    }
    table.iter().find(|(short, _)| *short == word).map(|(_, long)| *long)
}
