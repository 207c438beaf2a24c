use super::words::{is_stop, likeness};
use crate::abbreviations::long_form_in_street;
use crate::text::fold;
use crate::understanding::is_street;

/// An address cut into what is compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct AddressWords {
    /// `12` of `12 bis`; both of `12-14`.
    pub(crate) numbers: Vec<u32>,
    /// `bis`, `b`.
    suffix: String,
    /// `rue`, `avenue`; empty where unknown.
    pub(crate) kind: String,
    /// The words of the name of the street.
    pub(crate) street: Vec<String>,
}

/// What two addresses have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AddressLikeness {
    Same,
    /// The street; one of the numbers is not known.
    Street,
    OtherNumber,
    OtherStreet,
    /// One of them has no street.
    Unknown,
}

impl AddressWords {
    /// Of a house number and a street, which may begin with the number itself; the postal code and what follows it are
    /// no part of it.
    pub(crate) fn new(house_number: &str, street: &str) -> Self {
        let text = fold(&format!("{house_number} {street}"));
        let end = |word: &&str| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit());
        let words: Vec<&str> =
            text.split(' ').take_while(|word| !end(word)).filter(|word| !word.is_empty()).collect();
        let mut address = Self::default();
        let mut rest = words.as_slice();
        while let [first, others @ ..] = rest
            && address.takes_number(first)
        {
            rest = others;
        }
        let long = |word: &&str| long_form_in_street(word).unwrap_or(word).to_owned();
        let mut street: Vec<String> = rest.iter().map(long).filter(|word| !is_stop(word)).collect();
        if street.len() > 1 && is_street(&street[0]) {
            address.kind = street.remove(0);
        }
        address.street = street;
        address
    }

    /// Whether the word still belongs to the house number.
    fn takes_number(&mut self, word: &str) -> bool {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Ok(number) = word[..digits].parse::<u32>() {
            // `8 mai 1945` after a number is a street.
            if self.numbers.len() > 1 || !self.suffix.is_empty() {
                return false;
            }
            self.numbers.push(number);
            self.suffix = word[digits..].to_owned();
            return word.len() - digits <= 6;
        }
        let is_suffix = matches!(word, "bis" | "ter" | "quater" | "a" | "b" | "c" | "t" | "q");
        if is_suffix && !self.numbers.is_empty() && self.suffix.is_empty() {
            self.suffix = word.to_owned();
            return true;
        }
        false
    }

    pub(super) fn likeness(&self, other: &Self) -> AddressLikeness {
        if self.street.is_empty() || other.street.is_empty() {
            return AddressLikeness::Unknown;
        }
        if !self.is_same_street(other) {
            return AddressLikeness::OtherStreet;
        }
        if self.numbers.is_empty() || other.numbers.is_empty() {
            return AddressLikeness::Street;
        }
        if !self.numbers.iter().any(|number| other.numbers.contains(number)) {
            return AddressLikeness::OtherNumber;
        }
        AddressLikeness::Same
    }

    /// Whether both are one street, however it is written.
    pub(crate) fn is_same_street(&self, other: &Self) -> bool {
        if !self.kind.is_empty() && !other.kind.is_empty() && likeness(&self.kind, &other.kind) == 0.0 {
            return false;
        }
        let (short, long) =
            if self.street.len() <= other.street.len() { (self, other) } else { (other, self) };
        let found = |word: &&String| long.street.iter().any(|known| likeness(word, known) >= 0.5);
        let agreeing = short.street.iter().filter(found).count();
        // `rue Hugo` is `rue Victor Hugo`; of more words one may be wrong.
        agreeing == short.street.len() || (agreeing >= 2 && agreeing + 1 == short.street.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(one: (&str, &str), other: (&str, &str)) -> AddressLikeness {
        AddressWords::new(one.0, one.1).likeness(&AddressWords::new(other.0, other.1))
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        let known = ("12 bis", "avenue du Général de Gaulle");
        for other in [
            ("12bis", "AV GAL DE GAULLE"),
            ("", "12 bis, av. du Gal de Gaulle, 69100 Villeurbanne"),
            ("12", "Avenue General de Gaule"),
            ("12-14", "avenue de Gaulle"),
        ] {
            assert_eq!(compare(known, other), AddressLikeness::Same, "{other:?}");
        }
        assert_eq!(compare(("3", "Bd St Germain"), ("3", "boulevard Saint-Germain")), AddressLikeness::Same);
        assert_eq!(compare(("5", "rue du 8 mai 1945"), ("5", "R DU 8 MAI 1945")), AddressLikeness::Same);
    }

    #[test]
    fn another_number_street_or_kind_of_street_is_another_address() {
        assert_eq!(compare(("3", "rue Victor Hugo"), ("5", "rue Victor Hugo")), AddressLikeness::OtherNumber);
        assert_eq!(compare(("", "rue Victor Hugo"), ("5", "rue Victor Hugo")), AddressLikeness::Street);
        assert_eq!(
            compare(("3", "rue Victor Hugo"), ("3", "place Victor Hugo")),
            AddressLikeness::OtherStreet
        );
        assert_eq!(compare(("3", "rue Victor Hugo"), ("3", "rue Pasteur")), AddressLikeness::OtherStreet);
        assert_eq!(compare(("3", "rue Victor Hugo"), ("", "")), AddressLikeness::Unknown);
    }
}
