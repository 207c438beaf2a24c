use serde::Serialize;

use crate::condition::Truth;

/// Whether a person of some need can use a place: `no < unknown < with_help < yes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Something that is known stands in the way.
    No,
    /// Nothing known stands in the way, but not everything is known.
    Unknown,
    /// With the help of somebody or of something that has to be fetched.
    WithHelp,
    /// By oneself.
    Yes,
}

impl Verdict {
    /// All verdicts, the least first.
    pub const ALL: [Self; 4] = [Self::No, Self::Unknown, Self::WithHelp, Self::Yes];

    /// `no`, `unknown`, `with_help` or `yes`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::WithHelp => "with_help",
            Self::Yes => "yes",
        }
    }

    /// The rank: 0 for no, 3 for yes.
    pub fn rank(self) -> u8 {
        self as u8
    }

    /// The next better one.
    pub fn above(self) -> Option<Self> {
        Self::ALL.get(usize::from(self.rank()) + 1).copied()
    }
}

impl From<Truth> for Verdict {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::No => Self::No,
            Truth::Unknown => Self::Unknown,
            Truth::Yes => Self::Yes,
        }
    }
}
