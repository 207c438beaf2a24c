//! What keeps a filter from costing more than it may: bytes, nesting, and steps of the parser, which tries a bracket in
//! several ways and would take twice the time for each more that is left open.

use std::num::NonZeroUsize;
use std::sync::Once;

use super::{Cql2Error, Cql2Language};

/// Bytes of a filter.
pub(super) const LONGEST: usize = 16 * 1024;
/// Brackets in brackets: an operation of the JSON encoding has two, a shape up to four.
const DEEPEST_TEXT: usize = 16;
const DEEPEST_JSON: usize = 40;
/// Steps of the parser.
const STEPS: usize = 2_000_000;
/// Words and signs beside given values.
const MOST_WORDS: usize = 1_500;
/// The parser and the trees that it makes are as deep as a chain of signs is long: so much is enough for all words.
const STACK: usize = 64 << 20;

/// Refuses what is too long or too deep, before anything is parsed.
pub(super) fn check(text: &str, language: Cql2Language) -> Result<(), Cql2Error> {
    static STEPS_SET: Once = Once::new();
    STEPS_SET.call_once(|| pest::set_call_limit(NonZeroUsize::new(STEPS)));
    if text.len() > LONGEST {
        let message = format!("the filter is longer than {LONGEST} bytes");
        let position = text.char_indices().take_while(|(byte, _)| *byte < LONGEST).count();
        return Err(Cql2Error::new(message).character(position));
    }
    let (deepest, quotes): (_, &[char]) = match language {
        Cql2Language::Text => (DEEPEST_TEXT, &['\'', '"']),
        Cql2Language::Json => (DEEPEST_JSON, &['"']),
    };
    let (mut depth, mut quoted, mut escaped) = (0_usize, None, false);
    let (mut words, mut before) = (0_usize, ' ');
    for (place, (byte, letter)) in text.char_indices().enumerate() {
        match quoted {
            Some(_) if escaped => escaped = false,
            Some(_) if letter == '\\' && language == Cql2Language::Json => escaped = true,
            Some(quote) if letter == quote => quoted = None,
            Some(_) => {}
            None if quotes.contains(&letter) => quoted = Some(letter),
            None if matches!(letter, '(' | '[' | '{') => depth += 1,
            None if matches!(letter, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            None => {}
        }
        if quoted.is_none() && begins_a_word(before, letter, text.get(byte + 1..)) {
            words += 1;
        }
        before = letter;
        if words > MOST_WORDS {
            let message = format!("the filter has more than {MOST_WORDS} words and signs");
            return Err(Cql2Error::new(message).character(place + 1));
        }
        if depth > deepest {
            let message = format!("the filter is nested deeper than {deepest} brackets");
            return Err(Cql2Error::new(message).character(place + 1));
        }
    }
    Ok(())
}

/// A sign, or the first letter of a word; numbers and brackets are neither.
fn begins_a_word(before: char, letter: char, rest: Option<&str>) -> bool {
    let of_a_number =
        letter == '-' && rest.is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    "=<>+-*/%^".contains(letter) && !of_a_number
        || letter.is_alphabetic() && !before.is_alphanumeric() && before != '_'
}

/// Runs the parser where its depth harms nobody; whatever it stumbles over is a filter that cannot be read.
pub(super) fn on_a_stack_of_its_own<T: Send>(
    work: impl FnOnce() -> Result<T, Cql2Error> + Send,
) -> Result<T, Cql2Error> {
    let unreadable = || Cql2Error::new("the filter cannot be read").first();
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        worker
            .map_or_else(|_| Err(unreadable()), |worker| worker.join().unwrap_or_else(|_| Err(unreadable())))
    })
}
