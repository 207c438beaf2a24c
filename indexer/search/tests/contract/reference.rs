//! The slow, obviously right answer: every document is looked at, one after the other.

use std::collections::BTreeMap;

use plainpied_criteria::needs::{Limits, Verdict, needs};
use plainpied_search::{Asked, Document, Facets, Query};

/// What an engine must find out of these documents for a query, the order aside.
#[derive(Debug, PartialEq)]
pub struct Expected {
    pub matched: Vec<Document>,
    pub excluded_unknown: u64,
}

/// The answer to a query among documents, those that hold its words if it has a text.
pub fn answer(documents: &[Document], query: &Query) -> Expected {
    let there = documents.iter().filter(|document| lies(document, query) && is(document, query));
    let (mut matched, mut excluded_unknown) = (Vec::new(), 0);
    for document in there {
        let standing = standing(document, &query.asked);
        if takes(&query.asked, standing) {
            matched.push(document.clone());
        } else if standing == Some(Verdict::Unknown)
            && query.asked.unknown == plainpied_search::Unknown::Exclude
        {
            excluded_unknown += 1;
        }
    }
    Expected { matched, excluded_unknown }
}

fn lies(document: &Document, query: &Query) -> bool {
    let metres = |near: plainpied_domain::Near| near.centre.metres_to(document.at);
    let in_circle = query.near.is_none_or(|near| near.radius.is_none_or(|radius| metres(near) <= radius));
    let in_box = query.bbox.as_ref().is_none_or(|bbox| bbox.contains(document.at));
    let of_commune = |code: &plainpied_domain::InseeCode| {
        document.commune == *code || document.commune_parent.as_ref() == Some(code)
    };
    in_circle
        && in_box
        && query.commune.as_ref().is_none_or(of_commune)
        && query.department.as_ref().is_none_or(|code| document.department == *code)
        && query.postal_code.as_ref().is_none_or(|code| document.postal_code == code.as_str())
}

fn is(document: &Document, query: &Query) -> bool {
    let slugs: Vec<_> = document.activities.iter().map(|activity| &activity.slug).collect();
    let known = query.known.takes(document.completeness, document.observed, query.today);
    known && (query.activities.is_empty() || query.activities.iter().any(|slug| slugs.contains(&slug)))
}

/// The least of what the evaluators say.
pub fn standing(document: &Document, asked: &Asked) -> Option<Verdict> {
    let mut least = None;
    let mut take =
        |verdict: Verdict| least = Some(least.map_or(verdict, |least: Verdict| least.min(verdict)));
    for need in &asked.needs {
        take(need.need.verdict(&document.answers, &need.limits));
    }
    if let Some(filter) = &asked.filter {
        let answers = &document.answers;
        take(match (filter.certain().holds(answers), filter.possible().holds(answers)) {
            (true, _) => Verdict::Yes,
            (false, true) => Verdict::Unknown,
            (false, false) => Verdict::No,
        });
    }
    least
}

fn takes(asked: &Asked, standing: Option<Verdict>) -> bool {
    use plainpied_search::Unknown::{Exclude, Include, Only};
    match (standing, asked.unknown) {
        (None, _) | (Some(Verdict::Unknown), Include | Only) => true,
        (Some(Verdict::Unknown), Exclude) | (Some(_), Only) => false,
        (Some(Verdict::Yes), _) => asked.accepted.yes,
        (Some(Verdict::WithHelp), _) => asked.accepted.with_help,
        (Some(Verdict::No), _) => asked.accepted.no,
    }
}

/// All facets of these documents.
pub fn facets(matched: &[Document], query: &Query) -> Facets {
    let today = query.today.unwrap();
    let mut facets = Facets {
        activities: counted(
            matched.iter().flat_map(|d| d.activities.iter().map(|activity| activity.slug.to_string())),
        ),
        communes: counted(matched.iter().map(|d| d.commune.to_string())),
        departments: counted(matched.iter().map(|d| d.department.to_string())),
        ..Facets::default()
    };
    for need in needs().all() {
        let asked = query.asked.needs.iter().find(|asked| asked.need.key == need.key);
        let limits = asked.map_or_else(Limits::default, |asked| asked.limits);
        let mut counts = plainpied_search::VerdictCounts::default();
        matched.iter().for_each(|d| counts.add(need.verdict(&d.answers, &limits), 1));
        facets.needs.push((need.key.clone(), counts));
    }
    matched.iter().for_each(|document| facets.completeness.add(document.completeness, 1));
    matched.iter().for_each(|document| facets.freshness.add(document.observed, today));
    facets
}

/// How often each value comes, the most frequent first.
pub fn counted(values: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), value.clone()));
    counts
}
