//! Random secrets that browsers and mails hold: 64 hexadecimal digits. Only a hash of them is kept.

use sha2::{Digest, Sha256};

use super::{hash_of, hex};

const LENGTH: usize = 64;

/// A secret.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// Of random bytes.
    pub fn of(random: [u8; LENGTH / 2]) -> Self {
        Self(hex(&random))
    }

    /// What somebody sent; none where it cannot be one.
    pub fn read(text: &str) -> Option<Self> {
        let shaped = text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        shaped.then(|| Self(text.to_ascii_lowercase()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> Vec<u8> {
        hash_of(&self.0)
    }

    /// What forms of this session hold: made of the token, so that nothing else has to be kept, and no way back to it.
    pub fn csrf(&self) -> String {
        hex(&Sha256::new().chain_update("csrf ").chain_update(&self.0).finalize())
    }
}

/// Secrets are not for logs.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_leads_to_no_other() {
        let (one, other) = (Token::of([7; 32]), Token::of([8; 32]));
        assert_eq!(Token::read(one.as_str()).unwrap().hash(), one.hash());
        assert_ne!(one.csrf(), other.csrf());
        assert!(one.csrf() != one.as_str() && one.csrf() != hex(&one.hash()));
        assert!(!format!("{one:?}").contains("07"));
        for wrong in ["", "07", &one.as_str()[1..], &"g".repeat(64), &"é".repeat(32)] {
            assert!(Token::read(wrong).is_none(), "{wrong}");
        }
    }
}
