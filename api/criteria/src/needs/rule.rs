//! What a link is worth: minima and maxima over tests.

use super::limits::{LimitId, Limits};
use super::verdict::Verdict;
use crate::answers::Answers;
use crate::condition::{Condition, Predicate, Test, Truth};
use crate::model::CriterionId;

/// A rule, worth a verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The least of its parts.
    All(Vec<Rule>),
    /// The best of its parts: the ways through a link.
    Any(Vec<Rule>),
    /// No better than with help.
    Help(Box<Rule>),
    /// A comparison of one answer.
    Test(CriterionId, Test),
    /// A comparison of one number with a limit of the person.
    Within(CriterionId, Bound, LimitId),
    /// What the person's limit itself says: never unknown.
    Limit(LimitId, Bound, i64),
}

/// How two numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The first is at least the second.
    AtLeast,
    /// The first is at most the second.
    AtMost,
}

impl Bound {
    fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::AtLeast => left >= right,
            Self::AtMost => left <= right,
        }
    }

    pub(super) fn test(self, than: i64) -> Test {
        match self {
            Self::AtLeast => Test::AtLeast(than),
            Self::AtMost => Test::AtMost(than),
        }
    }
}

impl Rule {
    /// What the rule is worth under limits that are all set.
    pub(super) fn verdict(&self, answers: &Answers, limits: &Limits) -> Verdict {
        match self {
            Self::All(parts) => {
                let mut least = Verdict::Yes;
                for part in parts {
                    least = least.min(part.verdict(answers, limits));
                    if least == Verdict::No {
                        break;
                    }
                }
                least
            }
            Self::Any(parts) => {
                let mut best = Verdict::No;
                for part in parts {
                    best = best.max(part.verdict(answers, limits));
                    if best == Verdict::Yes {
                        break;
                    }
                }
                best
            }
            Self::Help(part) => part.verdict(answers, limits).min(Verdict::WithHelp),
            Self::Test(id, test) => test.truth(answers.get(*id)).into(),
            Self::Within(id, bound, limit) => match (answers.get(*id), limits.get(*limit)) {
                (Some(answer), Some(limit)) => Truth::from(bound.test(limit).passes(answer)).into(),
                _ => Verdict::Unknown,
            },
            Self::Limit(limit, bound, number) => {
                Truth::from(limits.get(*limit).is_some_and(|limit| bound.holds(limit, *number))).into()
            }
        }
    }

    /// True exactly where the rule is worth at least this.
    pub(super) fn at_least(&self, limits: &Limits, least: Verdict) -> Predicate {
        let truth = match least {
            Verdict::No => return Predicate::TRUE,
            Verdict::Unknown => Truth::Unknown,
            Verdict::WithHelp | Verdict::Yes => Truth::Yes,
        };
        match self {
            Self::All(parts) => {
                Predicate::All(parts.iter().map(|part| part.at_least(limits, least)).collect())
            }
            Self::Any(parts) => {
                Predicate::Any(parts.iter().map(|part| part.at_least(limits, least)).collect())
            }
            Self::Help(_) if least == Verdict::Yes => Predicate::FALSE,
            Self::Help(part) => part.at_least(limits, least),
            Self::Test(id, test) => Predicate::test(*id, test, truth),
            Self::Within(id, bound, limit) => match limits.get(*limit) {
                Some(limit) => Predicate::test(*id, &bound.test(limit), truth),
                None if truth == Truth::Unknown => Predicate::TRUE,
                None => Predicate::FALSE,
            },
            Self::Limit(limit, bound, number) => {
                let holds = limits.get(*limit).is_some_and(|limit| bound.holds(limit, *number));
                if holds { Predicate::TRUE } else { Predicate::FALSE }
            }
        }
    }

    /// The same as a condition, where it looks at no limit and needs no help.
    pub(super) fn condition(&self) -> Option<Condition> {
        let all = |parts: &[Self]| parts.iter().map(Self::condition).collect::<Option<Vec<_>>>();
        match self {
            Self::All(parts) => all(parts).map(Condition::All),
            Self::Any(parts) => all(parts).map(Condition::Any),
            Self::Test(id, test) => Some(Condition::Test(*id, test.clone())),
            Self::Help(_) | Self::Within(..) | Self::Limit(..) => None,
        }
    }

    /// Calls back for each test, in the order of the text.
    pub(super) fn visit(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.visit(see)),
            Self::Help(part) => part.visit(see),
            Self::Test(..) | Self::Within(..) | Self::Limit(..) => {}
        }
    }
}
