//! Texts from outside: plain, of a sensible length, in one line.

use plainpied_criteria::plain;

/// A line of text of at most this many characters. What is not seen is not kept.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn line(text: &str, most: usize) -> Result<String, String> {
    let text = plain(text);
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > most {
        return Err(format!("must have at most {most} characters"));
    }
    if text.chars().any(char::is_control) {
        return Err("must not hold control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// An absolute http or https URL.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn url(text: &str) -> Result<String, String> {
    let text = line(text, 500)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let valid = host.is_some_and(|host| host.contains('.') && !host.starts_with('.'));
    // What a URL must escape (RFC 3986).
    let odd = |c: char| c.is_whitespace() || "\"<>`{}|\\^".contains(c);
    if valid && !text.contains(odd) {
        Ok(text)
    } else {
        Err("must be an absolute http or https URL".to_owned())
    }
}

/// An e-mail address, as far as its form tells.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn email(text: &str) -> Result<String, String> {
    let text = line(text, 254)?;
    let valid = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@') && !domain.starts_with('.')
    });
    if valid && !text.contains(char::is_whitespace) {
        Ok(text)
    } else {
        Err("must be an e-mail address".to_owned())
    }
}

/// A telephone number: digits, with the signs that people put between them.
///
/// # Errors
/// What is wrong with it.
pub(super) fn phone(text: &str) -> Result<String, String> {
    let text = line(text, 30)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only = text.chars().all(|c| c.is_ascii_digit() || " +.-()/".contains(c));
    if only && (3..=15).contains(&digits) {
        Ok(text)
    } else {
        Err("must be a telephone number of 3 to 15 digits".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_one_line_of_a_length() {
        assert_eq!(line("  Le Petit  ", 20).unwrap(), "Le Petit");
        for wrong in ["", "   ", "a\nb", "a\u{0}b", &"x".repeat(21)] {
            assert!(line(wrong, 20).is_err(), "{wrong:?}");
        }
        assert!(line(&"é".repeat(20), 20).is_ok(), "characters, not bytes");
        assert_eq!(line("\u{202e}Le\u{200b} Petit\u{feff} ", 20).unwrap(), "Le Petit");
        assert!(line("\u{200b}\u{202e}", 20).is_err(), "nothing is left of it");
    }

    #[test]
    fn addresses_and_numbers_have_their_form() {
        for right in ["https://example.org", "http://a.fr/x?y#z"] {
            assert!(url(right).is_ok(), "{right}");
        }
        for wrong in [
            "javascript:alert(1)",
            "example.org",
            "https://",
            "https://a b.fr",
            "https://nohost",
            "https://a.fr/\"x",
        ] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
        assert!(email("a@b.fr").is_ok());
        for wrong in ["a", "@b.fr", "a@b", "a@@b.fr", "a b@c.fr"] {
            assert!(email(wrong).is_err(), "{wrong}");
        }
        assert!(phone("+33 (0)4 78-00.00.00").is_ok());
        for wrong in ["12", "call me", "0478000000 ext 5"] {
            assert!(phone(wrong).is_err(), "{wrong}");
        }
    }
}
