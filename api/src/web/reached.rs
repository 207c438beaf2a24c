//! Addresses by which somebody is called or written to.

/// The address that calls a number (RFC 3966): digits, after the `+` of a number that counts everywhere. What people put
/// between them is left out, and so is the zero in brackets that is dialled within the country only.
pub(crate) fn tel(phone: &str) -> String {
    let phone = phone.trim();
    let (plus, rest) = match phone.strip_prefix('+') {
        Some(rest) => ("+", rest.replace("(0)", "")),
        None => ("", phone.to_owned()),
    };
    let digits = rest.chars().filter(char::is_ascii_digit);
    format!("tel:{plus}{}", digits.collect::<String>())
}

/// The address that writes to a mailbox (RFC 6068).
pub(crate) fn mailto(address: &str) -> String {
    let mut written = "mailto:".to_owned();
    for byte in address.bytes() {
        match byte {
            b'@' | b'.' | b'-' | b'_' | b'~' | b'+' | b'!' | b'$' | b'\'' | b'*' => {
                written.push(byte as char)
            }
            byte if byte.is_ascii_alphanumeric() => written.push(byte as char),
            byte => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_plus_and_loses_what_people_put_between_the_digits() {
        assert_eq!(tel("+33 4 78 00 00 00"), "tel:+33478000000");
        assert_eq!(tel("+33 (0)4 78-00.00.00"), "tel:+33478000000");
        assert_eq!(tel(" 04 78 00 00 00"), "tel:0478000000");
    }

    #[test]
    fn a_mailbox_keeps_its_at_sign() {
        assert_eq!(mailto("acces+lieu@exemple.fr"), "mailto:acces+lieu@exemple.fr");
        assert_eq!(mailto("a?b&c@exemple.fr"), "mailto:a%3Fb%26c@exemple.fr");
    }
}
