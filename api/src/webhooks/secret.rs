//! Secrets and signatures of Standard Webhooks, symmetric (`v1`): HMAC-SHA256 over id, timestamp and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const PREFIX: &str = "whsec_";

/// A secret that was just made: the only time that it is shown.
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    /// Of random bytes.
    pub fn of(random: [u8; 32]) -> Self {
        Self(random.to_vec())
    }

    /// What is kept of it.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    /// What its owner is told: `whsec_` and base64.
    pub fn shown(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }
}

/// The header `webhook-signature`: a signature by each of the secrets.
pub(super) fn signatures<'a>(
    secrets: impl Iterator<Item = &'a [u8]>,
    (id, timestamp): (&str, i64),
    body: &[u8],
) -> String {
    let signature = |secret: &[u8]| {
        // A key of any length will do.
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    secrets.filter_map(signature).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's own libraries test themselves by.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signatures(
            std::iter::once(secret.as_slice()),
            ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330),
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn while_a_secret_is_changed_both_sign() {
        let (old, new) = ([1_u8; 32], [2_u8; 32]);
        let both = signatures([&new[..], &old[..]].into_iter(), ("id", 1), b"{}");
        let one = |secret: &[u8]| signatures(std::iter::once(secret), ("id", 1), b"{}");
        assert_eq!(both, format!("{} {}", one(&new), one(&old)));
        assert_ne!(one(&old), one(&new));
    }

    #[test]
    fn a_secret_is_shown_as_the_specification_wants() {
        let shown = Secret::of([7; 32]).shown();
        assert_eq!(STANDARD.decode(shown.strip_prefix("whsec_").unwrap()).unwrap(), [7; 32]);
    }
}
