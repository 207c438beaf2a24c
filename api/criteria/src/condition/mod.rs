//! Conditions over criteria, of three values: what is not known is neither met nor missed.

mod filter;
mod predicate;

pub use filter::{FilterError, parse_filter};
pub use predicate::{Atom, Predicate};

use crate::answers::Answers;
use crate::model::{Criterion, CriterionId, When};
use crate::schema::Schema;
use crate::value::Value;

/// What is known of a condition, in Kleene's order: `No < Unknown < Yes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known not to hold.
    No,
    /// Not known.
    Unknown,
    /// Known to hold.
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// What an answer is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// A boolean that has this value.
    Is(bool),
    /// An integer of at least this many, in the unit of its criterion.
    AtLeast(i64),
    /// An integer of at most this many, in the unit of its criterion.
    AtMost(i64),
    /// A choice that is one of these options; choices that hold one of them.
    Holds(Vec<String>),
    /// Any answer: a list or a text is never empty when it is known.
    NotEmpty,
}

impl Test {
    /// Whether a known answer passes. An answer of another kind does not.
    pub fn passes(&self, answer: &Value) -> bool {
        match self {
            Self::Is(wanted) => answer.as_bool() == Some(*wanted),
            Self::AtLeast(least) => answer.as_integer().is_some_and(|known| known >= *least),
            Self::AtMost(most) => answer.as_integer().is_some_and(|known| known <= *most),
            Self::Holds(options) => options.iter().any(|option| answer.holds(option)),
            Self::NotEmpty => true,
        }
    }

    /// What is known of the test: unknown where the answer is.
    pub fn truth(&self, answer: Option<&Value>) -> Truth {
        answer.map_or(Truth::Unknown, |answer| self.passes(answer).into())
    }
}

/// The answers of a parent that open its child.
impl From<When> for Test {
    fn from(when: When) -> Self {
        match when {
            When::Is(value) => Self::Is(value),
            When::AtLeast(least) => Self::AtLeast(least),
            When::NotEmpty => Self::NotEmpty,
        }
    }
}

/// A condition over the answers of one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The least of its parts; holds where there are none.
    All(Vec<Condition>),
    /// The best of its parts; does not hold where there are none.
    Any(Vec<Condition>),
    /// Yes for no, no for yes.
    Not(Box<Condition>),
    /// A comparison of one answer.
    Test(CriterionId, Test),
    /// Whether there is an answer: never unknown itself.
    Known(CriterionId),
}

impl Condition {
    /// A test of a criterion together with the answers above that open it. Where one of those is known to close it,
    /// the test does not hold, rather than being unknown: a place without toilets has no adapted one.
    pub fn asked(schema: &Schema, criterion: &Criterion, test: Test) -> Self {
        let tested = Self::Test(criterion.id, test);
        let above = |criterion: &Criterion| {
            let parent = criterion.parent?;
            Some((schema.criterion(parent.id), Self::Test(parent.id, parent.when.into())))
        };
        let line = std::iter::successors(above(criterion), |(parent, _)| above(parent));
        let mut parts: Vec<Self> = line.map(|(_, opens)| opens).collect();
        if parts.is_empty() {
            return tested;
        }
        parts.reverse();
        parts.push(tested);
        Self::All(parts)
    }

    /// What is known of the condition.
    pub fn truth(&self, answers: &Answers) -> Truth {
        match self {
            Self::All(parts) => parts.iter().map(|part| part.truth(answers)).min().unwrap_or(Truth::Yes),
            Self::Any(parts) => parts.iter().map(|part| part.truth(answers)).max().unwrap_or(Truth::No),
            Self::Not(part) => match part.truth(answers) {
                Truth::No => Truth::Yes,
                Truth::Unknown => Truth::Unknown,
                Truth::Yes => Truth::No,
            },
            Self::Test(id, test) => test.truth(answers.get(*id)),
            Self::Known(id) => answers.get(*id).is_some().into(),
        }
    }

    /// True exactly where the condition is known to hold.
    pub fn certain(&self) -> Predicate {
        self.at_least(Truth::Yes)
    }

    /// True exactly where the condition is not known to fail.
    pub fn possible(&self) -> Predicate {
        self.at_least(Truth::Unknown)
    }

    fn at_least(&self, least: Truth) -> Predicate {
        match self {
            Self::All(parts) => Predicate::All(parts.iter().map(|part| part.at_least(least)).collect()),
            Self::Any(parts) => Predicate::Any(parts.iter().map(|part| part.at_least(least)).collect()),
            Self::Not(part) => {
                let turned = if least == Truth::Yes { part.possible() } else { part.certain() };
                Predicate::Not(Box::new(turned))
            }
            Self::Test(id, test) => Predicate::test(*id, test, least),
            Self::Known(id) => Predicate::Atom(Atom::Known(*id)),
        }
    }
}
