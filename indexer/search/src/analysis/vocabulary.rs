//! Word lists of French questions.

/// What an apostrophe may follow to be dropped with it.
const ELIDED: &[&str] =
    &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"];

/// Words that narrow nothing while others are there.
const STOP: &[&str] = &[
    "a", "au", "aux", "chez", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou",
    "par", "pour", "pres", "sous", "sur", "un", "une", "and", "at", "by", "for", "in", "near", "of", "on",
    "the", "to", "with",
];

/// Whether an apostrophe after this word makes it part of the next.
pub(super) fn is_elided(word: &str) -> bool {
    ELIDED.contains(&word)
}

/// Whether this word may be missing from what is found.
pub(super) fn is_stop(word: &str) -> bool {
    STOP.contains(&word)
}
