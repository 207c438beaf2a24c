//! Counts over all matches.

use std::collections::HashMap;

use plainpied_criteria::needs::{Verdict, needs};

use super::answer::narrowed;
use super::asking::{Answer, Question, total};
use super::document::attribute::{ACTIVITIES, COMMUNE, COMPLETENESS, DEPARTMENT, VERDICT};
use super::filter::{NEVER, need_at_least, of_age};
use crate::facets::most_frequent;
use crate::{Age, AskedNeed, Facets, FreshnessCounts, Query, VerdictCounts};

/// The ages of [`FreshnessCounts`], in its order.
const AGES: [Age; 4] = [Age::Unknown, Age::Under1Year, Age::Under3Years, Age::Older];

/// What is asked to count, and how the answers are read.
pub(super) struct Counting<'a> {
    query: &'a Query,
    /// Needs within limits of one's own, whose verdicts nobody has stored, with their rank.
    own: Vec<(usize, &'a AskedNeed)>,
}

impl<'a> Counting<'a> {
    pub(super) fn of(query: &'a Query) -> Self {
        let own = |(rank, declared): (usize, &plainpied_criteria::needs::Need)| {
            let asked = query.asked.needs.iter().find(|asked| asked.need.key == declared.key)?;
            (asked.limits != plainpied_criteria::needs::Limits::default()).then_some((rank, asked))
        };
        let own = if query.facets.needs {
            needs().all().iter().enumerate().filter_map(own).collect()
        } else {
            Vec::new()
        };
        Self { query, own }
    }

    /// The questions, all about the matches of `matches`.
    pub(super) fn questions(&self, matches: &Question) -> Vec<Question> {
        let mut all = vec![Question { facets: self.attributes(), ..matches.clone() }];
        for (_, asked) in &self.own {
            for least in [Verdict::Unknown, Verdict::WithHelp, Verdict::Yes] {
                let statement = match need_at_least(asked, least) {
                    Some(statement) => statement,
                    None => Some(NEVER.to_owned()),
                };
                all.push(narrowed(matches, statement));
            }
        }
        if let Some(today) = self.query.today.filter(|_| self.query.facets.freshness) {
            all.extend(AGES.map(|age| narrowed(matches, [of_age(age, today)])));
        }
        all
    }

    fn attributes(&self) -> Vec<String> {
        let facets = self.query.facets;
        let named = [
            (facets.activities, ACTIVITIES),
            (facets.communes, COMMUNE),
            (facets.departments, DEPARTMENT),
            (facets.completeness, COMPLETENESS),
        ];
        let mut attributes: Vec<String> =
            named.into_iter().filter(|(wanted, _)| *wanted).map(|(_, name)| name.to_owned()).collect();
        if facets.needs {
            attributes.extend(needs().all().iter().map(|need| format!("{VERDICT}{}", need.key)));
        }
        attributes
    }

    /// Reads the answers to [`Counting::questions`].
    pub(super) fn read(&self, answers: &[Answer]) -> Facets {
        let Some((first, counts)) = answers.split_first() else {
            return self.nothing();
        };
        let empty = HashMap::new();
        let distribution = first.facet_distribution.as_ref().unwrap_or(&empty);
        let of = |attribute: &str| distribution.get(attribute);
        let mut facets = Facets {
            activities: top(of(ACTIVITIES)),
            communes: top(of(COMMUNE)),
            departments: top(of(DEPARTMENT)),
            ..self.nothing()
        };
        for (key, counts) in &mut facets.needs {
            for (rank, count) in of(&format!("{VERDICT}{key}")).into_iter().flatten() {
                let verdict = rank.parse().ok().and_then(|rank: usize| Verdict::ALL.get(rank));
                verdict.into_iter().for_each(|verdict| counts.add(*verdict, *count as u64));
            }
        }
        let (own, ages) = counts.split_at((3 * self.own.len()).min(counts.len()));
        for ((rank, _), rungs) in self.own.iter().zip(own.chunks(3)) {
            if let ([unknown, with_help, yes], Some((_, counts))) =
                (&rungs.iter().map(total).collect::<Vec<_>>()[..], facets.needs.get_mut(*rank))
            {
                *counts = VerdictCounts {
                    // Counted one after the other: a write in between must not break the sum.
                    no: total(first).saturating_sub(*unknown),
                    unknown: unknown.saturating_sub(*with_help),
                    with_help: with_help.saturating_sub(*yes),
                    yes: *yes,
                };
            }
        }
        for (percent, count) in of(COMPLETENESS).into_iter().flatten() {
            facets.completeness.add(percent.parse().unwrap_or_default(), *count as u64);
        }
        if let [unknown, under_1_year, under_3_years, older] = ages.iter().map(total).collect::<Vec<_>>()[..]
        {
            facets.freshness = FreshnessCounts { unknown, under_1_year, under_3_years, older };
        }
        facets
    }

    /// Where there is no match.
    pub(super) fn nothing(&self) -> Facets {
        let none = |need: &plainpied_criteria::needs::Need| (need.key.clone(), VerdictCounts::default());
        let needs =
            if self.query.facets.needs { needs().all().iter().map(none).collect() } else { Vec::new() };
        Facets { needs, ..Facets::default() }
    }
}

fn top(counts: Option<&HashMap<String, usize>>) -> Vec<(String, u64)> {
    let counts = counts.into_iter().flatten();
    most_frequent(counts.map(|(value, count)| (value.as_str(), *count as u64)))
}
