use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::{Builder, Uuid};

/// Names an establishment for ever. A UUID: version 7 where the place was created here, whatever the national source
/// gave where it came from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EstablishmentId(Uuid);

impl EstablishmentId {
    /// A new id: a UUID version 7 (RFC 9562 clause 5.7) of an instant and random bytes.
    pub fn new(at: OffsetDateTime, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        Self(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The UUID behind the id.
    pub fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for EstablishmentId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl FromStr for EstablishmentId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self)
    }
}

impl fmt::Display for EstablishmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
