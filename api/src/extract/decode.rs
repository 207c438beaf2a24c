//! Percent-decoding (RFC 3986 clause 2.1, `+` for a space) that refuses what it cannot read instead of guessing.

use crate::problem::Problem;

/// Name and value of every parameter of a query string, in the order given.
///
/// # Errors
/// A broken escape, or text that is not UTF-8; the problem names the parameter.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, Problem> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let broken =
                |reason: &str| Problem::parameter(&name.chars().take(40).collect::<String>(), reason);
            Ok((decode(name).map_err(broken)?, decode(value).map_err(broken)?))
        })
        .collect()
}

fn decode(text: &str) -> Result<String, &'static str> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next().and_then(hex), rest.next().and_then(hex)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => {
                    return Err(
                        "a percent sign is followed by two hexadecimal digits; write %25 for the sign itself",
                    );
                }
            },
            other => other,
        });
    }
    // PostgreSQL knows no NUL. Like every control character it separates words, and means nothing.
    bytes.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = b' ');
    String::from_utf8(bytes).or(Err("the value is not UTF-8 once it is percent-decoded"))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_plus_signs_are_read() {
        let read = pairs("q=caf%C3%A9+de%20paris&&bbox=1%2C2&empty").unwrap();
        let read: Vec<(&str, &str)> =
            read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("q", "café de paris"), ("bbox", "1,2"), ("empty", "")]);
    }

    #[test]
    fn a_nul_character_is_read_as_a_space() {
        assert_eq!(pairs("q=a%00b").unwrap(), [("q".to_owned(), "a b".to_owned())]);
    }

    #[test]
    fn broken_escapes_and_broken_utf_8_are_refused() {
        for wrong in ["q=%", "q=%4", "q=%zz", "q=%C3", "q=%FF%FE", "%FF=1"] {
            assert!(pairs(wrong).is_err(), "{wrong}");
        }
    }
}
