//! Which writes wait for a moderator.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use plainpied_criteria::plain;
use serde::Serialize;

use crate::access::{Role, Ties};
use crate::text::fold;

/// Why a write waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Held {
    /// Nobody knows who says it.
    Anonymous,
    /// Its author wants it looked at.
    Asked,
    /// It is among the first edits of an account.
    Newcomer,
    /// Its account wrote much in a short time.
    Burst,
    /// Its text holds a word of the list.
    Words,
}

/// A reason that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no reason to wait: anonymous, asked, newcomer, burst or words")]
pub struct UnknownHeld(String);

impl Held {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Anonymous, Self::Asked, Self::Newcomer, Self::Burst, Self::Words];

    /// The word stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Asked => "asked",
            Self::Newcomer => "newcomer",
            Self::Burst => "burst",
            Self::Words => "words",
        }
    }
}

impl FromStr for Held {
    type Err = UnknownHeld;

    fn from_str(text: &str) -> Result<Self, UnknownHeld> {
        Self::ALL.into_iter().find(|held| held.as_str() == text).ok_or_else(|| UnknownHeld(text.to_owned()))
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Words and phrases that make a text wait. Case, accents and punctuation do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordList(BTreeSet<String>);

impl WordList {
    /// One word or phrase a line; what follows a `#` is a remark.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().map(|line| fold(line.split('#').next().unwrap_or_default()));
        Self(lines.filter(|line| !line.is_empty()).collect())
    }

    /// Whether the text holds one of them, as whole words.
    pub fn hits(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        // Joiners have no width: inside a word they would only hide it.
        let plain = plain(text).replace(['\u{200c}', '\u{200d}'], "");
        let text = format!(" {} ", fold(&plain));
        self.0.iter().any(|words| text.contains(&format!(" {words} ")))
    }
}

/// How much is much in a short time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burst {
    /// So many writes go through.
    pub writes: u32,
    /// In so many minutes.
    pub minutes: u32,
}

/// What an account wrote so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Edits that were written, as far as they count.
    pub edits: i64,
    /// Edits that were asked for within the minutes of a burst.
    pub recent: i64,
    /// An operator trusts it.
    pub trusted: bool,
}

/// What waits, as it is configured. Unless told otherwise nothing does, and nobody unknown says anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewRules {
    /// The first edits of an account that wait.
    pub first_edits: u32,
    /// What is a burst.
    pub burst: Option<Burst>,
    /// Words that make a text wait.
    pub words: WordList,
    /// Anybody may suggest something.
    pub anonymous_suggestions: bool,
    /// Anybody may report something.
    pub anonymous_reports: bool,
}

impl ReviewRules {
    /// Whether what an account of this role writes may have to wait at all.
    pub fn concern(&self, role: Role) -> bool {
        role == Role::Contributor
            && (self.first_edits > 0 || self.burst.is_some() || self.words != WordList::default())
    }

    /// Why what an account says waits, if it does. A manager of the place was looked at when it became one.
    pub fn held<'a>(
        &self,
        (role, ties): (Role, Ties),
        standing: Standing,
        mut texts: impl Iterator<Item = &'a str>,
    ) -> Option<Held> {
        if !self.concern(role) {
            return None;
        }
        if texts.any(|text| self.words.hits(text)) {
            return Some(Held::Words);
        }
        let known = standing.trusted || ties.manages;
        if !known && standing.edits < i64::from(self.first_edits) {
            return Some(Held::Newcomer);
        }
        let burst = self.burst.is_some_and(|burst| standing.recent >= i64::from(burst.writes));
        (burst && !standing.trusted).then_some(Held::Burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> ReviewRules {
        ReviewRules {
            first_edits: 2,
            burst: Some(Burst { writes: 5, minutes: 10 }),
            words: WordList::parse("casino # spam\nViens ici"),
            ..ReviewRules::default()
        }
    }

    fn held(role: Role, manages: bool, standing: (i64, i64, bool), text: &str) -> Option<Held> {
        let (edits, recent, trusted) = standing;
        let ties = Ties { manages, author: false };
        rules().held((role, ties), Standing { edits, recent, trusted }, [text].into_iter())
    }

    #[test]
    fn first_edits_and_bursts_of_contributors_wait() {
        let contributor = |standing| held(Role::Contributor, false, standing, "");
        assert_eq!(contributor((1, 0, false)), Some(Held::Newcomer));
        assert_eq!(contributor((2, 4, false)), None);
        assert_eq!(contributor((2, 5, false)), Some(Held::Burst));
        assert_eq!(contributor((0, 9, true)), None, "an operator trusts it");
        assert_eq!(held(Role::Contributor, true, (0, 0, false), ""), None, "of its own place");
        for role in [Role::Partner, Role::Moderator, Role::Administrator] {
            assert_eq!(held(role, false, (0, 99, false), "casino"), None);
        }
    }

    #[test]
    fn words_are_found_whole_however_they_are_written() {
        let known = |text| held(Role::Contributor, true, (9, 0, true), text);
        for text in ["Le CASINO!", "un ca\u{200d}sino", "viens, ici", "VIENS-ICI", "càsinò"] {
            assert_eq!(known(text), Some(Held::Words), "{text:?}");
        }
        for text in ["casinos", "spam", "viens par ici", ""] {
            assert_eq!(known(text), None, "{text:?}");
        }
    }

    #[test]
    fn without_rules_nothing_waits() {
        let none = ReviewRules::default();
        let standing = Standing { edits: 0, recent: 1_000, trusted: false };
        assert_eq!(none.held((Role::Contributor, Ties::default()), standing, ["x"].into_iter()), None);
    }

    #[test]
    fn every_reason_is_read_as_it_is_written() {
        for held in Held::ALL {
            assert_eq!(held.as_str().parse(), Ok(held));
        }
        assert!("later".parse::<Held>().is_err());
    }
}
