use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Where a page of a list ended, in a form that clients hand back unread. Bound to the query it was made for and
/// sealed with a key, so that a cursor of another query, another base or somebody's invention is refused.
///
/// On the wire: base64url (RFC 4648 clause 5, no padding) of 8 bytes of HMAC-SHA-256 over query and place, 8 bytes
/// over the place alone, then the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// What the list continues after: an id, a count of items, or the values that the list is ordered by.
    pub after: String,
}

/// The key that seals cursors: drawn once for a database, the same for all its servers.
#[derive(Clone)]
pub struct CursorKey([u8; 16]);

impl std::fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CursorKey(..)")
    }
}

/// Why a cursor is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Not one of ours, cut short or altered.
    #[error("the cursor was not made by this service, or was altered: start again without it")]
    Forged,
    /// Ours, but of a list with other parameters.
    #[error("the cursor belongs to a list with other parameters: keep them all the same while paging")]
    OtherQuery,
}

const SEAL: usize = 8;

impl CursorKey {
    /// The key made of 16 random bytes.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    fn seal(&self, parts: [&str; 2]) -> [u8; SEAL] {
        let mut seal = [0; SEAL];
        // HMAC takes keys of any length: the error cannot occur, and an all-zero seal would match nothing made here.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) {
            for part in parts {
                mac.update(&(part.len() as u64).to_be_bytes());
                mac.update(part.as_bytes());
            }
            seal.copy_from_slice(&mac.finalize().into_bytes()[..SEAL]);
        }
        seal
    }
}

impl Cursor {
    /// The cursor of the list `query` (any text that is the same for the same list) after `after`.
    pub fn new(after: impl Into<String>) -> Self {
        Self { after: after.into() }
    }

    /// The text handed to the client.
    pub fn seal(&self, key: &CursorKey, query: &str) -> String {
        let bytes =
            [&key.seal([query, &self.after])[..], &key.seal(["", &self.after]), self.after.as_bytes()]
                .concat();
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what a client handed back.
    ///
    /// # Errors
    /// A text that this key did not seal, or sealed for another query.
    pub fn open(text: &str, key: &CursorKey, query: &str) -> Result<Self, CursorError> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).or(Err(CursorError::Forged))?;
        let (query_seal, rest) = bytes.split_at_checked(SEAL).ok_or(CursorError::Forged)?;
        let (own_seal, after) = rest.split_at_checked(SEAL).ok_or(CursorError::Forged)?;
        let after = std::str::from_utf8(after).or(Err(CursorError::Forged))?;
        if own_seal != key.seal(["", after]) {
            return Err(CursorError::Forged);
        }
        if query_seal != key.seal([query, after]) {
            return Err(CursorError::OtherQuery);
        }
        Ok(Self::new(after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let key = CursorKey::new([7; 16]);
        let sealed = Cursor::new("20").seal(&key, "q=pain");
        assert_eq!(Cursor::open(&sealed, &key, "q=pain"), Ok(Cursor::new("20")));
    }

    #[test]
    fn a_forged_altered_or_foreign_cursor_is_refused() {
        let key = CursorKey::new([7; 16]);
        let sealed = Cursor::new("20").seal(&key, "q=pain");
        assert_eq!(Cursor::open(&sealed, &key, "q=vin"), Err(CursorError::OtherQuery));
        assert_eq!(Cursor::open(&sealed, &CursorKey::new([8; 16]), "q=pain"), Err(CursorError::Forged));
        let mut altered = sealed.into_bytes();
        altered[22] ^= 1;
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(Cursor::open(&altered, &key, "q=pain"), Err(CursorError::Forged));
        for text in ["", "20", "é", "AAAA"] {
            assert_eq!(Cursor::open(text, &key, ""), Err(CursorError::Forged), "{text:?}");
        }
    }
}
