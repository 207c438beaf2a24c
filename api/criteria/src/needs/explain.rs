//! Why a verdict is what it is, and what would have to be known.

use super::limits::Limits;
use super::rule::Rule;
use super::verdict::Verdict;
use super::{LimitId, Need};
use crate::answers::Answers;
use crate::condition::Test;
use crate::model::{Criterion, CriterionId, Kind};
use crate::schema::Schema;
use crate::value::Value;

/// Why a need comes to its verdict at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The verdict.
    pub verdict: Verdict,
    /// One for each link of the need that the person's limits ask for, in their order.
    pub links: Vec<LinkExplanation>,
    /// How many of the links are known.
    pub known_links: usize,
    /// Criteria whose answers would settle an unknown verdict, the most decisive first. Each may be asked now: its
    /// parent is open. Whether the activities of the place ask it at all is not known here: see [`crate::exposed`].
    pub questions: Vec<CriterionId>,
    /// Known answers to what is also useful.
    pub useful: Vec<CriterionId>,
}

/// Why a link is worth what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkExplanation {
    /// Which link: its place in [`Need::links`].
    pub link: usize,
    /// What the link is worth.
    pub verdict: Verdict,
    /// The known answers that make it so, in the order of the rule.
    pub reasons: Vec<Reason>,
}

/// A known answer that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The criterion that is answered.
    pub criterion: CriterionId,
    /// Whether the answer speaks for the person (`yes`) or against (`no`).
    pub verdict: Verdict,
    /// The limit of the person that the answer was compared with.
    pub limit: Option<LimitId>,
}

impl Need {
    /// [`Need::verdict`], with its reasons.
    pub fn explain(&self, schema: &Schema, answers: &Answers, limits: &Limits) -> Explanation {
        let nothing = Answers::default();
        let asking = Asking { schema, answers, limits: limits.or(&self.defaults) };
        let asked = self.links.iter().enumerate().filter(|(_, link)| {
            // A link that holds where nothing is known is one that the limits switch off.
            link.rule.verdict(&nothing, &asking.limits) != Verdict::Yes
        });
        let links: Vec<LinkExplanation> = asked.map(|(place, link)| asking.link(place, &link.rule)).collect();
        let verdict = self.verdict(answers, limits);
        let known = |link: &&LinkExplanation| link.verdict != Verdict::Unknown;
        Explanation {
            verdict,
            known_links: links.iter().filter(known).count(),
            questions: if verdict == Verdict::Unknown { asking.questions(self) } else { Vec::new() },
            useful: self.also_useful.iter().copied().filter(|id| answers.get(*id).is_some()).collect(),
            links,
        }
    }
}

struct Asking<'a> {
    schema: &'a Schema,
    answers: &'a Answers,
    /// All set.
    limits: Limits,
}

impl Asking<'_> {
    fn link(&self, link: usize, rule: &Rule) -> LinkExplanation {
        let mut witnesses = Vec::new();
        self.witnesses(rule, &mut witnesses);
        let mut reasons: Vec<Reason> = Vec::new();
        for witness in witnesses {
            if let Some(reason) = self.reason(witness)
                && !reasons.iter().any(|known| known.criterion == reason.criterion)
            {
                reasons.push(reason);
            }
        }
        LinkExplanation { link, verdict: rule.verdict(self.answers, &self.limits), reasons }
    }

    /// The comparisons that make the rule worth what it is: for what holds, those of the first best way; for what
    /// fails, those that fail; for what is unknown, all that is known so far and all that is not.
    fn witnesses<'r>(&self, rule: &'r Rule, into: &mut Vec<&'r Rule>) {
        let worth = |rule: &Rule| rule.verdict(self.answers, &self.limits);
        let whole = worth(rule);
        match rule {
            Rule::All(parts) => {
                let counts = |part: &&Rule| whole != Verdict::No || worth(part) == Verdict::No;
                parts.iter().filter(counts).for_each(|part| self.witnesses(part, into));
            }
            Rule::Any(parts) if whole > Verdict::Unknown => {
                if let Some(best) = parts.iter().find(|part| worth(part) == whole) {
                    self.witnesses(best, into);
                }
            }
            Rule::Any(parts) => parts.iter().for_each(|part| self.witnesses(part, into)),
            Rule::Help(part) => self.witnesses(part, into),
            Rule::Test(..) | Rule::Within(..) => into.push(rule),
            Rule::Limit(..) => {}
        }
    }

    fn reason(&self, test: &Rule) -> Option<Reason> {
        let (criterion, limit) = match test {
            Rule::Test(id, _) => (*id, None),
            Rule::Within(id, _, limit) => (*id, Some(*limit)),
            _ => return None,
        };
        self.answers.get(criterion)?;
        Some(Reason { criterion, verdict: test.verdict(self.answers, &self.limits), limit })
    }

    fn questions(&self, need: &Need) -> Vec<CriterionId> {
        let mut scored: Vec<(usize, CriterionId)> = Vec::new();
        for link in &need.links {
            if link.rule.verdict(self.answers, &self.limits) != Verdict::Unknown {
                continue;
            }
            let mut witnesses = Vec::new();
            self.witnesses(&link.rule, &mut witnesses);
            for witness in witnesses {
                let (Rule::Test(id, _) | Rule::Within(id, ..)) = witness else { continue };
                if let Some(asked) = self.askable(*id)
                    && !scored.iter().any(|(_, known)| *known == asked)
                {
                    scored.push((self.decides(need, &link.rule, asked), asked));
                }
            }
        }
        // Stable: equals stay in the order in which a person meets them.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(_, id)| id).collect()
    }

    /// The criterion, or the parent that has to be asked first; nothing where it is known or closed.
    fn askable(&self, id: CriterionId) -> Option<CriterionId> {
        if self.answers.get(id).is_some() {
            return None;
        }
        let criterion = self.schema.criterion(id);
        match criterion.parent {
            Some(parent) if !self.answers.opens(criterion) => self.askable(parent.id),
            _ => Some(id),
        }
    }

    /// How much of the possible answers would settle something, per thousand: the whole need counts more than a link.
    fn decides(&self, need: &Need, link: &Rule, id: CriterionId) -> usize {
        let values = self.possible(link, self.schema.criterion(id));
        let tried = values.len().max(1);
        let mut answers = self.answers.clone();
        let mut settled = 0;
        for value in values {
            answers.set(id, value);
            settled += usize::from(link.verdict(&answers, &self.limits) != Verdict::Unknown);
            settled += 4 * usize::from(need.verdict(&answers, &self.limits) != Verdict::Unknown);
        }
        settled * 1_000 / tried
    }

    /// Answers worth trying: all of few, and of numbers those on both sides of what they are compared with.
    fn possible(&self, link: &Rule, criterion: &Criterion) -> Vec<Value> {
        match &criterion.kind {
            Kind::Boolean => vec![Value::Bool(true), Value::Bool(false)],
            Kind::Choice(options) => {
                options.iter().map(|option| Value::Choice(option.value.clone())).collect()
            }
            Kind::Choices(options) => {
                options.iter().map(|option| Value::Choices(vec![option.value.clone()])).collect()
            }
            Kind::Integer { min, max, .. } => {
                let mut numbers = vec![*min, *max];
                link.visit(&mut |rule| match rule {
                    Rule::Within(id, _, limit) if *id == criterion.id => {
                        numbers.extend(self.limits.get(*limit))
                    }
                    Rule::Test(id, Test::AtLeast(number) | Test::AtMost(number)) if *id == criterion.id => {
                        numbers.push(*number);
                    }
                    _ => {}
                });
                numbers.sort_unstable();
                numbers.dedup();
                numbers
                    .into_iter()
                    .filter(|number| (min..=max).contains(&number))
                    .map(Value::Integer)
                    .collect()
            }
            Kind::Text { .. } | Kind::Url { .. } => vec![Value::Text("-".to_owned())],
        }
    }
}
