//! Whether rules can decide at all: a search for consistent answers that make them hold, or fail.

use std::collections::HashMap;

use super::Link;
use super::error::NeedFault;
use super::rule::Rule;
use crate::condition::Test;
use crate::model::{CriterionId, Kind, When};
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

/// Refuses a rule of which some part no consistent answers meet.
pub(super) fn no_contradiction(schema: &Schema, link: &str, rule: &Rule) -> Result<(), NeedFault> {
    let mut fault = None;
    rule.visit(&mut |part| {
        if fault.is_none() && !can(schema, vec![(part, Want::Holds)]) {
            fault = Some(NeedFault::Contradiction { link: link.to_owned(), part: shown(schema, part) });
        }
    });
    fault.map_or(Ok(()), Err)
}

/// Refuses a chain that no answers make yes, or that none make no.
pub(super) fn decides(schema: &Schema, links: &[Link]) -> Result<(), NeedFault> {
    if links.is_empty() {
        return Ok(());
    }
    if !can(schema, links.iter().map(|link| (&link.rule, Want::Yes)).collect()) {
        return Err(NeedFault::NeverDecides("yes"));
    }
    if !links.iter().any(|link| can(schema, vec![(&link.rule, Want::No)])) {
        return Err(NeedFault::NeverDecides("no"));
    }
    Ok(())
}

/// What an answer may still be.
#[derive(Clone, Debug)]
enum Domain {
    Boolean(bool),
    Integer(i64, i64),
    /// Options that a choice may still be.
    Options(Vec<String>),
    /// Lists and texts: any answer.
    Any,
}

type Domains = HashMap<CriterionId, Domain>;

fn can(schema: &Schema, goals: Vec<(&Rule, Want)>) -> bool {
    search(schema, goals, Domains::new())
}

fn search(schema: &Schema, mut goals: Vec<(&Rule, Want)>, mut domains: Domains) -> bool {
    while let Some((rule, want)) = goals.pop() {
        match (rule, want) {
            (Rule::All(parts), Want::Yes | Want::Holds) | (Rule::Any(parts), Want::No) => {
                goals.extend(parts.iter().map(|part| (part, want)));
            }
            (Rule::All(parts), Want::No) | (Rule::Any(parts), _) => {
                return parts.iter().any(|part| {
                    let mut goals = goals.clone();
                    goals.push((part, want));
                    search(schema, goals, domains.clone())
                });
            }
            (Rule::Help(_), Want::Yes) => return false,
            (Rule::Help(part), _) => goals.push((part, want)),
            // A limit may be any number within its bounds: it stands in nobody's way.
            (Rule::Limit(..), _) => {}
            (Rule::Within(id, ..), _) => {
                if !open(schema, *id, &mut domains) {
                    return false;
                }
            }
            (Rule::Test(id, test), _) => {
                if !open(schema, *id, &mut domains)
                    || !narrow(schema, (*id, test), want != Want::No, &mut domains)
                {
                    return false;
                }
            }
        }
    }
    true
}

/// An answer needs a parent that opens it.
fn open(schema: &Schema, id: CriterionId, domains: &mut Domains) -> bool {
    let Some(parent) = schema.criterion(id).parent else {
        return true;
    };
    let test = match parent.when {
        When::Is(value) => Test::Is(value),
        When::AtLeast(least) => Test::AtLeast(least),
        When::NotEmpty => Test::NotEmpty,
    };
    open(schema, parent.id, domains) && narrow(schema, (parent.id, &test), true, domains)
}

/// Leaves only answers that pass (or that do not); whether there are any.
fn narrow(schema: &Schema, (id, test): (CriterionId, &Test), pass: bool, domains: &mut Domains) -> bool {
    let kind = &schema.criterion(id).kind;
    let next = match (domains.get(&id), kind, test) {
        (Some(Domain::Boolean(known)), _, Test::Is(wanted)) if (known == wanted) != pass => return false,
        (_, Kind::Boolean, Test::Is(wanted)) => Domain::Boolean(*wanted == pass),
        (known, Kind::Integer { min, max, .. }, Test::AtLeast(bound) | Test::AtMost(bound)) => {
            let (low, high) = match known {
                Some(Domain::Integer(low, high)) => (*low, *high),
                _ => (*min, *max),
            };
            let (low, high) = match (matches!(test, Test::AtLeast(_)), pass) {
                (true, true) => (low.max(*bound), high),
                (true, false) => (low, high.min(bound.saturating_sub(1))),
                (false, true) => (low, high.min(*bound)),
                (false, false) => (low.max(bound.saturating_add(1)), high),
            };
            if low > high {
                return false;
            }
            Domain::Integer(low, high)
        }
        (known, Kind::Choice(options), Test::Holds(wanted)) => {
            let mut left: Vec<String> = match known {
                Some(Domain::Options(left)) => left.clone(),
                _ => options.iter().map(|option| option.value.clone()).collect(),
            };
            left.retain(|option| wanted.contains(option) == pass);
            if left.is_empty() {
                return false;
            }
            Domain::Options(left)
        }
        (_, Kind::Choices(_) | Kind::Text { .. } | Kind::Url { .. }, Test::NotEmpty) if !pass => {
            return false;
        }
        _ => Domain::Any,
    };
    domains.insert(id, next);
    true
}

/// A part as its author could find it again.
fn shown(schema: &Schema, part: &Rule) -> String {
    let mut keys = Vec::new();
    part.visit(&mut |rule| {
        if let Rule::Test(id, _) | Rule::Within(id, ..) = rule {
            keys.push(schema.criterion(*id).key.as_str());
        }
    });
    keys.join(" and ")
}
