use super::{Test, Truth};
use crate::answers::Answers;
use crate::model::CriterionId;

/// A statement of two values over the answers of one place: what engines and SQL can look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// Every part holds; true where there are none.
    All(Vec<Predicate>),
    /// Some part holds; false where there are none.
    Any(Vec<Predicate>),
    /// The part does not hold.
    Not(Box<Predicate>),
    /// A statement about one answer.
    Atom(Atom),
}

/// A statement about one answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// There is an answer.
    Known(CriterionId),
    /// There is an answer, and it passes.
    Passes(CriterionId, Test),
}

impl Predicate {
    /// Holds for every place.
    pub const TRUE: Self = Self::All(Vec::new());
    /// Holds for none.
    pub const FALSE: Self = Self::Any(Vec::new());

    /// Holds where the truth of the test is at least this.
    pub(crate) fn test(id: CriterionId, test: &Test, least: Truth) -> Self {
        let passes = Self::Atom(Atom::Passes(id, test.clone()));
        match least {
            Truth::No => Self::TRUE,
            Truth::Unknown => Self::Any(vec![passes, Self::Not(Box::new(Self::Atom(Atom::Known(id))))]),
            Truth::Yes => passes,
        }
    }

    /// Whether it holds.
    pub fn holds(&self, answers: &Answers) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answers)),
            Self::Not(part) => !part.holds(answers),
            Self::Atom(Atom::Known(id)) => answers.get(*id).is_some(),
            Self::Atom(Atom::Passes(id, test)) => answers.get(*id).is_some_and(|answer| test.passes(answer)),
        }
    }
}

impl Predicate {
    /// The same statement without constants, without parts of one and without parts of the same kind inside each
    /// other: [`Predicate::TRUE`] and [`Predicate::FALSE`] are left only as the whole.
    #[must_use]
    pub fn simplified(self) -> Self {
        match self {
            Self::All(parts) => join(parts, &Self::FALSE, Self::All, |part| match part {
                Self::All(inner) => Ok(inner),
                other => Err(other),
            }),
            Self::Any(parts) => join(parts, &Self::TRUE, Self::Any, |part| match part {
                Self::Any(inner) => Ok(inner),
                other => Err(other),
            }),
            Self::Not(part) => match part.simplified() {
                Self::Not(inner) => *inner,
                part if part == Self::TRUE => Self::FALSE,
                part if part == Self::FALSE => Self::TRUE,
                part => Self::Not(Box::new(part)),
            },
            atom @ Self::Atom(_) => atom,
        }
    }
}

/// Joins simplified parts; `decides` is the part that decides the whole.
fn join(
    parts: Vec<Predicate>,
    decides: &Predicate,
    whole: fn(Vec<Predicate>) -> Predicate,
    flatten: fn(Predicate) -> Result<Vec<Predicate>, Predicate>,
) -> Predicate {
    let mut joined: Vec<Predicate> = Vec::with_capacity(parts.len());
    for part in parts {
        let part = part.simplified();
        if part == *decides {
            return part;
        }
        for part in flatten(part).unwrap_or_else(|part| vec![part]) {
            if !joined.contains(&part) {
                joined.push(part);
            }
        }
    }
    if joined.len() == 1 { joined.swap_remove(0) } else { whole(joined) }
}
