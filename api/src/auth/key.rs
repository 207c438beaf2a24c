//! Keys: `pp_`, eight digits that name it, and 48 that are its secret, all hexadecimal. Drawn at random, so one hash is
//! enough to keep: there is nothing to guess.

use sha2::{Digest, Sha256};

/// Length of what a key begins with, before its last underscore.
const PREFIX: usize = 11;
const WHOLE: usize = PREFIX + 1 + 48;

/// A key that was just made: the only time that it is whole.
#[derive(Debug)]
pub(crate) struct FreshKey {
    /// All of it.
    pub secret: String,
    /// What it begins with.
    pub prefix: String,
    /// What is kept of it.
    pub hash: Vec<u8>,
}

impl FreshKey {
    /// Of random bytes.
    pub fn of(random: [u8; 28]) -> Self {
        let (name, secret) = random.split_at(4);
        let prefix = format!("pp_{}", hex(name));
        let secret = format!("{prefix}_{}", hex(secret));
        Self { hash: hash_of(&secret), secret, prefix }
    }
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept of a key.
pub(crate) fn hash_of(key: &str) -> Vec<u8> {
    Sha256::digest(key).to_vec()
}

/// What a key begins with; none where it cannot be one.
pub(crate) fn prefix_of(key: &str) -> Option<&str> {
    let shaped = key.len() == WHOLE && key.is_ascii() && key.starts_with("pp_");
    shaped.then(|| &key[..PREFIX])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_by_its_beginning_and_known_by_its_hash() {
        let key = FreshKey::of([7; 28]);
        assert_eq!(prefix_of(&key.secret), Some("pp_07070707"));
        assert_eq!(hash_of(&key.secret), key.hash);
        assert_ne!(hash_of(&FreshKey::of([8; 28]).secret), key.hash);
        for other in ["", "pp_", "pp_07070707", &key.secret[1..], "é".repeat(30).as_str()] {
            assert_eq!(prefix_of(other), None, "{other}");
        }
    }
}
