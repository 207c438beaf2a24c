//! Passwords: argon2id, and no rule but their length. Managers and pasting work, as nothing else is asked.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::problem::{Problem, code};

/// Characters of a password.
pub(crate) const LENGTH: std::ops::RangeInclusive<usize> = 10..=200;
/// Hashed beside each other: each takes 19 MiB for a while.
static ROOM: Semaphore = Semaphore::const_new(4);
/// What is compared where there is no account or no password: that takes as long.
static NOBODY: OnceLock<String> = OnceLock::new();

/// What is kept of a password.
///
/// # Errors
/// 500 where the machine has no memory for it.
pub(crate) async fn hash(password: String) -> Result<String, Problem> {
    let salt: [u8; 16] = rand::random();
    apart(move || made(&password, salt)).await?
}

/// Whether a password is that of `known`. Without one it takes as long, and is not.
///
/// # Errors
/// 500 where the machine has no memory for it.
pub(crate) async fn is_right(password: String, known: Option<String>) -> Result<bool, Problem> {
    apart(move || {
        let exists = known.is_some();
        let known = match known {
            Some(known) => known,
            None => match NOBODY.get() {
                Some(nobody) => nobody.clone(),
                None => NOBODY.get_or_init(|| made("nobody", [0; 16]).unwrap_or_default()).clone(),
            },
        };
        let right = Argon2::default().verify_password(password.as_bytes(), known.as_str()).is_ok();
        right && exists
    })
    .await
}

fn made(password: &str, salt: [u8; 16]) -> Result<String, Problem> {
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    let hashed = hashed.map_err(|error| Problem::new(&code::INTERNAL).cause(error.to_string()))?;
    Ok(hashed.to_string())
}

/// Work of a tenth of a second must not hold up other requests.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let _room = ROOM.acquire().await.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::new(&code::INTERNAL).cause(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_argon2id_hash() {
        let kept = hash("correct horse battery".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("correct horse battery".to_owned()).await.unwrap(), "salted");
        assert!(is_right("correct horse battery".to_owned(), Some(kept.clone())).await.unwrap());
        assert!(!is_right("correct horse batterz".to_owned(), Some(kept)).await.unwrap());
        assert!(!is_right("nobody".to_owned(), None).await.unwrap(), "nobody has no password");
    }
}
