//! Folding of French text: what makes `Saint-Étienne`, `st etienne` and `SAINT ETIENNE` the same words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Without what nobody sees: ends, and between words one space, whatever stood there.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lower case without accents, ligatures opened (`œ` is `oe`), every run of anything but letters and digits one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if !c.is_alphanumeric() {
            gap = !folded.is_empty();
            continue;
        }
        if gap {
            folded.push(' ');
            gap = false;
        }
        match c {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// [`fold`] for names of communes: `St` and `Ste` are written out, a trailing `cedex` and its number dropped.
pub fn fold_commune(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded
        .split(' ')
        .map(|word| match word {
            "st" => "saint",
            "ste" => "sainte",
            _ => word,
        })
        .collect();
    if let Some(at) = words.iter().rposition(|word| *word == "cedex")
        && at > 0
    {
        words.truncate(at);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_ligatures_case_and_punctuation_do_not_count() {
        assert_eq!(fold("  Cœur d'Étoile — L’ÉPICERIE  "), "coeur d etoile l epicerie");
        assert_eq!(fold("***"), "");
    }

    #[test]
    fn a_commune_is_recognised_however_it_is_written() {
        for name in ["Saint-Étienne", "ST ETIENNE", "St-Etienne Cedex 2", "saint etienne cedex"] {
            assert_eq!(fold_commune(name), "saint etienne", "{name}");
        }
    }
}
