use plainpied_domain::understanding::{Asked, Kind};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::{LEXICON, words};

/// The words of a text in their order, as they are compared.
fn plain(text: &str) -> Vec<String> {
    plainpied_domain::text::fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Every word of the boxes is in the text that is left or in a part; the parts do not overlap.
fn check(asked: &Asked<'_>) -> Result<(), TestCaseError> {
    let understood = LEXICON.read(asked);
    let mut kept: Vec<String> = plain(understood.text.as_deref().unwrap_or_default());
    for part in &understood.parts {
        kept.extend(plain(words(part, asked)));
    }
    for part in &understood.perhaps {
        words(part, asked);
    }
    let mut typed = plain(asked.what);
    typed.extend(plain(asked.place.unwrap_or_default()));
    kept.sort();
    typed.sort();
    prop_assert_eq!(kept, typed);
    for (at, part) in understood.parts.iter().enumerate() {
        prop_assert!(!asked.without.contains(&part.kind), "{:?}", part);
        for other in &understood.parts[..at] {
            let apart = part.field != other.field || part.range.start >= other.range.end;
            prop_assert!(apart, "{:?} and {:?}", other, part);
        }
    }
    Ok(())
}

/// Pieces of which texts are made that come near to everything that is read.
const PIECES: [&str; 56] = [
    "boulangerie",
    "restaurant",
    "bar à vins",
    "médecin",
    "école",
    "mairie",
    "lyon",
    "Paris",
    "Saint-Étienne",
    "st denis",
    "bar",
    "Y",
    "le havre",
    "havre",
    "villefranche",
    "marseile",
    "grenbole",
    "69",
    "69003",
    "2A",
    "974",
    "3e",
    "12",
    "arrondissement",
    "cedex",
    "rue",
    "avenue",
    "place",
    "de",
    "du",
    "de la",
    "d'",
    "à",
    "au",
    "aux",
    "in",
    "près de",
    "near",
    "dans le",
    "Rhône",
    "val de marne",
    "réunion",
    "fauteuil",
    "wheelchair",
    "accessible",
    "pour",
    "aveugles",
    "près de moi",
    "near me",
    "à proximité",
    ",",
    "(",
    ")",
    " - ",
    "🦽",
    "victor hugo",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&PIECES[..]), 0..9).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_word_is_lost_whatever_is_typed(what in any::<String>(), place in prop::option::of(any::<String>())) {
        check(&Asked { what: &what, place: place.as_deref(), ..Asked::default() })?;
    }

    #[test]
    fn no_word_is_lost_of_what_is_nearly_understood(
        what in pieces(),
        place in prop::option::of(pieces()),
        without in subsequence(Kind::ALL.to_vec(), 0..=3),
    ) {
        check(&Asked { what: &what, place: place.as_deref(), without: &without, meant: None, near: None })?;
    }

    #[test]
    fn without_every_kind_the_text_is_what_was_typed(what in pieces()) {
        let understood = LEXICON.read(&Asked { what: &what, without: &Kind::ALL, ..Asked::default() });
        prop_assert_eq!(plain(understood.text.as_deref().unwrap_or_default()), plain(&what));
        prop_assert!(understood.parts.is_empty());
    }

    #[test]
    fn suggestions_are_never_more_than_asked_for(prefix in any::<String>(), limit in 0_usize..20) {
        prop_assert!(LEXICON.suggest(&prefix, limit).len() <= limit);
    }
}

#[test]
fn texts_of_ten_thousand_characters_are_text() {
    for piece in ["x", "lyon ", "🦽", "ب", "\u{7}", "\"*:( ", "à lyon ", "e\u{301}", "½ "] {
        let what = piece.repeat(10_000 / piece.chars().count());
        check(&Asked { what: &what, place: Some(&what), ..Asked::default() }).unwrap();
        LEXICON.suggest(&what, 10);
    }
}

#[test]
fn what_other_programs_take_for_syntax_is_plain_text() {
    for what in [
        "lyon OR 1=1",
        "\"restaurant\" AND lyon",
        "name:* lyon",
        "-lyon +bar",
        "'; drop table commune;",
        "%00",
        "a\0b",
    ] {
        check(&Asked { what, ..Asked::default() }).unwrap();
    }
}
