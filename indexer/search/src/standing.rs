//! What is asked of the answers of a place, and how a place stands to it.

use plainpied_criteria::Answers;
use plainpied_criteria::condition::Condition;
use plainpied_criteria::needs::{Limits, Need, Verdict};

/// A need that every place found must meet, within the limits of the person.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedNeed {
    /// The need.
    pub need: &'static Need,
    /// Chair width, steps and the like.
    pub limits: Limits,
}

/// What becomes of places about which not enough is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unknown {
    /// They are left out, and [`crate::Page::excluded_unknown`] counts them.
    #[default]
    Exclude,
    /// They are found too, after the others.
    Include,
    /// Only they are found: what would be worth asking about.
    Only,
}

/// The verdicts that a place may have to be found. Unknown is none of them: [`Unknown`] decides about that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Places where all that was asked holds.
    pub yes: bool,
    /// Places where it holds with somebody's help.
    pub with_help: bool,
    /// Places known not to do.
    pub no: bool,
}

/// Yes, and with help.
impl Default for Accepted {
    fn default() -> Self {
        Self { yes: true, with_help: true, no: false }
    }
}

/// What a query asks of answers. With neither needs nor filter nothing is asked, and every place has its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// All of them must be met.
    pub needs: Vec<AskedNeed>,
    /// A condition on criteria.
    pub filter: Option<Condition>,
    /// The verdicts that are wanted.
    pub accepted: Accepted,
    /// What becomes of the others.
    pub unknown: Unknown,
}

impl Asked {
    /// Whether anything is asked at all.
    pub fn is_nothing(&self) -> bool {
        self.needs.is_empty() && self.filter.is_none()
    }

    /// How a place of these answers stands: the least of its verdicts and of the truth of the filter. `None` where
    /// nothing is asked.
    ///
    /// This is the definition; an engine may find it out in another way, and must find the same.
    pub fn standing(&self, answers: &Answers) -> Option<Verdict> {
        let verdicts = self.needs.iter().map(|asked| asked.need.verdict(answers, &asked.limits));
        let truth = self.filter.iter().map(|filter| Verdict::from(filter.truth(answers)));
        verdicts.chain(truth).min()
    }

    /// Whether a place of this standing is found.
    pub fn takes(&self, standing: Option<Verdict>) -> bool {
        let Some(verdict) = standing else {
            return true;
        };
        match (verdict, self.unknown) {
            (Verdict::Unknown, unknown) => unknown != Unknown::Exclude,
            (_, Unknown::Only) => false,
            (Verdict::Yes, _) => self.accepted.yes,
            (Verdict::WithHelp, _) => self.accepted.with_help,
            (Verdict::No, _) => self.accepted.no,
        }
    }

    /// Whether a place of this standing is one that the answer must say it left out.
    pub fn leaves_out(&self, standing: Option<Verdict>) -> bool {
        standing == Some(Verdict::Unknown) && self.unknown == Unknown::Exclude
    }
}
