//! Whether rules can decide at all: a search for consistent answers, and limits of a person, that make them hold or
//! fail.

use std::collections::HashMap;

use super::Link;
use super::error::NeedFault;
use super::limits::{Limit, LimitId};
use super::rule::{Bound, Rule};
use crate::condition::Test;
use crate::model::{CriterionId, Kind};
use crate::schema::Schema;

/// What a part is wanted to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// Yes, without help.
    Yes,
    /// Yes or with help.
    Holds,
    No,
}

/// What rules are about.
#[derive(Clone, Copy)]
pub(super) struct Checker<'a> {
    pub schema: &'a Schema,
    pub limits: &'a [Limit],
}

/// Numbers from the first to the second.
type Range = (i64, i64);

/// What an answer may still be.
#[derive(Clone, Debug)]
enum Domain {
    Boolean(bool),
    Integer(Range),
    /// Options that a choice may still be.
    Options(Vec<String>),
    /// Options that a list cannot hold, and sets of which it holds at least one each.
    List {
        barred: Vec<String>,
        wanted: Vec<Vec<String>>,
    },
    /// A text: any.
    Any,
}

/// What is still open; what is not here may be anything.
#[derive(Clone, Default)]
struct Domains {
    answers: HashMap<CriterionId, Domain>,
    limits: HashMap<LimitId, Range>,
}

impl Checker<'_> {
    /// Refuses a rule of which some part no consistent answers meet, whoever the person.
    pub(super) fn no_contradiction(self, link: &str, rule: &Rule) -> Result<(), NeedFault> {
        let mut fault = None;
        rule.visit(&mut |part| {
            if fault.is_none() && !self.search(vec![(part, Want::Holds)], Domains::default()) {
                fault = Some(NeedFault::Contradiction { link: link.to_owned(), part: self.shown(part) });
            }
        });
        fault.map_or(Ok(()), Err)
    }

    /// Refuses a chain that no answers make yes, or that none make no.
    pub(super) fn decides(self, links: &[Link]) -> Result<(), NeedFault> {
        if links.is_empty() {
            return Ok(());
        }
        let all = links.iter().map(|link| (&link.rule, Want::Yes)).collect();
        if !self.search(all, Domains::default()) {
            return Err(NeedFault::NeverDecides("yes"));
        }
        let fails = |link: &Link| self.search(vec![(&link.rule, Want::No)], Domains::default());
        if !links.iter().any(fails) {
            return Err(NeedFault::NeverDecides("no"));
        }
        Ok(())
    }

    fn search(self, mut goals: Vec<(&Rule, Want)>, mut domains: Domains) -> bool {
        while let Some((rule, want)) = goals.pop() {
            let pass = want != Want::No;
            let possible = match (rule, want) {
                (Rule::All(parts), Want::Yes | Want::Holds) | (Rule::Any(parts), Want::No) => {
                    goals.extend(parts.iter().map(|part| (part, want)));
                    true
                }
                (Rule::All(parts), Want::No) | (Rule::Any(parts), _) => {
                    return parts.iter().any(|part| {
                        let mut goals = goals.clone();
                        goals.push((part, want));
                        self.search(goals, domains.clone())
                    });
                }
                (Rule::Help(_), Want::Yes) => false,
                (Rule::Help(part), _) => {
                    goals.push((part, want));
                    true
                }
                (Rule::Limit(limit, bound, number), _) => {
                    self.narrow_limit(*limit, side(*bound, *number, pass), &mut domains)
                }
                (Rule::Within(id, bound, limit), _) => {
                    self.open(*id, &mut domains) && self.within((*id, *bound, *limit), pass, &mut domains)
                }
                (Rule::Test(id, test), _) => {
                    self.open(*id, &mut domains) && self.narrow(*id, test, pass, &mut domains)
                }
            };
            if !possible {
                return false;
            }
        }
        true
    }

    /// An answer needs a parent that opens it.
    fn open(self, id: CriterionId, domains: &mut Domains) -> bool {
        let Some(parent) = self.schema.criterion(id).parent else {
            return true;
        };
        self.open(parent.id, domains) && self.narrow(parent.id, &parent.when.into(), true, domains)
    }

    /// Leaves only answers that pass (or that do not); whether there are any.
    fn narrow(self, id: CriterionId, test: &Test, pass: bool, domains: &mut Domains) -> bool {
        let known = domains.answers.get(&id);
        let next = match (&self.schema.criterion(id).kind, test) {
            (Kind::Boolean, Test::Is(wanted)) => narrow_boolean(known, *wanted == pass),
            (Kind::Integer { .. }, Test::AtLeast(number)) => {
                self.narrow_number(id, known, side(Bound::AtLeast, *number, pass))
            }
            (Kind::Integer { .. }, Test::AtMost(number)) => {
                self.narrow_number(id, known, side(Bound::AtMost, *number, pass))
            }
            (Kind::Choice(_), Test::Holds(wanted)) => {
                let left = match known {
                    Some(Domain::Options(left)) => left.clone(),
                    _ => self.options(id),
                };
                let left: Vec<String> =
                    left.into_iter().filter(|option| wanted.contains(option) == pass).collect();
                (!left.is_empty()).then_some(Domain::Options(left))
            }
            (Kind::Choices(_), Test::Holds(some)) => narrow_list(known, &self.options(id), some, pass),
            (Kind::Choices(_), Test::NotEmpty) if pass => known.cloned().or(Some(Domain::Any)),
            (_, Test::NotEmpty) if pass => Some(Domain::Any),
            _ => None,
        };
        let possible = next.is_some();
        domains.answers.extend(next.map(|next| (id, next)));
        possible
    }

    fn options(self, id: CriterionId) -> Vec<String> {
        self.schema.criterion(id).kind.options().iter().map(|option| option.value.clone()).collect()
    }

    fn narrow_number(self, id: CriterionId, known: Option<&Domain>, to: Range) -> Option<Domain> {
        let range = match (known, &self.schema.criterion(id).kind) {
            (Some(Domain::Integer(range)), _) => *range,
            (_, Kind::Integer { min, max, .. }) => (*min, *max),
            _ => return None,
        };
        both(range, to).map(Domain::Integer)
    }

    fn narrow_limit(self, limit: LimitId, to: Range, domains: &mut Domains) -> bool {
        let narrowed = both(self.limit_range(limit, domains), to);
        domains.limits.extend(narrowed.map(|range| (limit, range)));
        narrowed.is_some()
    }

    fn limit_range(self, limit: LimitId, domains: &Domains) -> Range {
        let declared = self.limits.get(limit.index()).map(|limit| (limit.min, limit.max));
        domains.limits.get(&limit).copied().or(declared).unwrap_or((i64::MIN, i64::MAX))
    }

    /// Narrows the answer to what some value of the limit leaves, and the limit to what some answer leaves.
    fn within(
        self,
        (id, bound, limit): (CriterionId, Bound, LimitId),
        pass: bool,
        domains: &mut Domains,
    ) -> bool {
        let (low, high) = self.limit_range(limit, domains);
        // What passes for somebody passes the easiest limit; what fails for somebody fails the hardest.
        let number = if (bound == Bound::AtLeast) == pass { low } else { high };
        let Some(Domain::Integer(left)) =
            self.narrow_number(id, domains.answers.get(&id), side(bound, number, pass))
        else {
            return false;
        };
        domains.answers.insert(id, Domain::Integer(left));
        let limits = match (bound, pass) {
            (Bound::AtLeast, true) => (i64::MIN, left.1),
            (Bound::AtLeast, false) => (left.0.saturating_add(1), i64::MAX),
            (Bound::AtMost, true) => (left.0, i64::MAX),
            (Bound::AtMost, false) => (i64::MIN, left.1.saturating_sub(1)),
        };
        self.narrow_limit(limit, limits, domains)
    }

    /// A part as its author could find it again.
    fn shown(self, part: &Rule) -> String {
        let mut keys = Vec::new();
        part.visit(&mut |rule| match rule {
            Rule::Test(id, _) | Rule::Within(id, ..) => keys.push(self.schema.criterion(*id).key.clone()),
            Rule::Limit(limit, ..) => {
                keys.extend(self.limits.get(limit.index()).map(|limit| format!("{{{}}}", limit.key)));
            }
            _ => {}
        });
        keys.join(" and ")
    }
}

/// The numbers that pass a comparison, or those that do not.
fn side(bound: Bound, number: i64, pass: bool) -> Range {
    match (bound, pass) {
        (Bound::AtLeast, true) => (number, i64::MAX),
        (Bound::AtLeast, false) => (i64::MIN, number.saturating_sub(1)),
        (Bound::AtMost, true) => (i64::MIN, number),
        (Bound::AtMost, false) => (number.saturating_add(1), i64::MAX),
    }
}

/// The numbers of both ranges, if there are any.
fn both(one: Range, other: Range) -> Option<Range> {
    let (low, high) = (one.0.max(other.0), one.1.min(other.1));
    (low <= high).then_some((low, high))
}

fn narrow_boolean(known: Option<&Domain>, to: bool) -> Option<Domain> {
    match known {
        Some(Domain::Boolean(known)) if *known != to => None,
        _ => Some(Domain::Boolean(to)),
    }
}

/// A list is never empty: it needs an option that is not barred, and one of each set that is wanted.
fn narrow_list(known: Option<&Domain>, options: &[String], some: &[String], pass: bool) -> Option<Domain> {
    let (mut barred, mut wanted) = match known {
        Some(Domain::List { barred, wanted }) => (barred.clone(), wanted.clone()),
        _ => (Vec::new(), vec![options.to_vec()]),
    };
    if pass {
        wanted.push(some.to_vec());
    } else {
        barred.extend_from_slice(some);
    }
    let possible = wanted.iter().all(|set| set.iter().any(|option| !barred.contains(option)));
    possible.then_some(Domain::List { barred, wanted })
}
