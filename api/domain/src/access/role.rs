use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::SourceKey;

/// What an account is trusted with. To manage an establishment is no role but a tie to it: [`super::Ties`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A person who describes places.
    Contributor,
    /// An organisation that gives its data under a source of its own.
    Partner,
    /// Decides on what is doubtful.
    Moderator,
    /// Decides on accounts too.
    Administrator,
}

/// A role that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a role: contributor, partner, moderator or administrator")]
pub struct UnknownRole(String);

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Contributor, Self::Partner, Self::Moderator, Self::Administrator];

    /// The word stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contributor => "contributor",
            Self::Partner => "partner",
            Self::Moderator => "moderator",
            Self::Administrator => "administrator",
        }
    }

    /// The source whose word an account's answers are, unless it has one of its own. What a manager says of its own
    /// establishment is the manager's word, whatever the role; moderators speak for the team.
    pub fn source(self, manages: bool) -> SourceKey {
        let key = match self {
            Self::Moderator | Self::Administrator => "moderator",
            Self::Contributor | Self::Partner if manages => "manager",
            Self::Contributor => "contributor",
            Self::Partner => "partner",
        };
        SourceKey::from(key)
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
