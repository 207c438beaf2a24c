use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What became of an establishment. Only published ones are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not yet shown to anybody but its author.
    Draft,
    /// Open to all.
    Published,
    /// Closed for good.
    Closed,
    /// A duplicate that was merged into its successor.
    Merged,
    /// Withdrawn.
    Deleted,
}

/// A status that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a status: draft, published, closed, merged or deleted")]
pub struct UnknownStatus(String);

impl Status {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Published, Self::Closed, Self::Merged, Self::Deleted];

    /// The word stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::Deleted => "deleted",
        }
    }

    /// Closed, merged and deleted places are gone: an import reports them and does not revive them.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Closed | Self::Merged | Self::Deleted)
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| UnknownStatus(text.to_owned()))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
