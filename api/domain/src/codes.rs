use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not one of the codes of this module.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {expected}")]
pub struct CodeError {
    text: String,
    expected: &'static str,
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(CodeError { text: text.chars().take(40).collect(), expected: $expected })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, CodeError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

code!(
    /// The INSEE code of a commune or municipal arrondissement: five characters, `69266`, `2A004`, `97411`.
    InseeCode,
    "an INSEE code: five digits, or 2A or 2B and three digits",
    |text| {
        let bytes = text.as_bytes();
        bytes.len() == 5
            && bytes[0].is_ascii_digit()
            && (bytes[1].is_ascii_digit() || (bytes[0] == b'2' && matches!(bytes[1], b'A' | b'B')))
            && bytes[2..].iter().all(u8::is_ascii_digit)
    }
);

code!(
    /// A French postal code: five digits.
    PostalCode,
    "a postal code: five digits",
    |text| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
);

code!(
    /// The code of a department: `69`, `2A`, `974`; three digits for the collectivities overseas.
    DepartmentCode,
    "a department code: two digits, 2A, 2B, or three digits that begin with 97 or 98",
    |text| match text.as_bytes() {
        [b'2', b'A' | b'B'] => true,
        [tens, units] => tens.is_ascii_digit() && units.is_ascii_digit(),
        [b'9', b'7' | b'8', last] => last.is_ascii_digit(),
        _ => false,
    }
);

code!(
    /// The SIRET number of an establishment: fourteen digits. The Luhn key is not required: La Poste's do not have it.
    Siret,
    "a SIRET number: fourteen digits",
    |text| text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit())
);

impl InseeCode {
    /// The department that the code belongs to: `69`, `2A`, `974`.
    pub fn department(&self) -> &str {
        if self.0.starts_with("97") || self.0.starts_with("98") { &self.0[..3] } else { &self.0[..2] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insee_codes_of_corsica_and_overseas_are_understood() {
        assert_eq!("2A004".parse::<InseeCode>().unwrap().department(), "2A");
        assert_eq!("97411".parse::<InseeCode>().unwrap().department(), "974");
        assert_eq!("69266".parse::<InseeCode>().unwrap().department(), "69");
    }

    #[test]
    fn a_wrong_code_names_what_was_expected() {
        let error = "6926".parse::<InseeCode>().unwrap_err().to_string();
        assert_eq!(error, "\"6926\" is not an INSEE code: five digits, or 2A or 2B and three digits");
        assert!("1A004".parse::<InseeCode>().is_err());
        assert!("é2345".parse::<InseeCode>().is_err());
        assert!("7500".parse::<PostalCode>().is_err());
        for wrong in ["6", "2C", "691", "Rhône", "9745"] {
            assert!(wrong.parse::<DepartmentCode>().is_err(), "{wrong}");
        }
        for right in ["01", "2A", "69", "974", "988"] {
            assert!(right.parse::<DepartmentCode>().is_ok(), "{right}");
        }
        assert!("1234567890123x".parse::<Siret>().is_err());
    }
}
