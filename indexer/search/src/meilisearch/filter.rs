//! Filters as the server writes them. Everything that comes from a person goes through [`quoted`].

use plainpied_criteria::derive::{MeilisearchFilter, meilisearch};
use plainpied_criteria::needs::{Limits, Verdict};
use plainpied_criteria::schema;
use plainpied_domain::{BoundingBox, LonLat};
use serde_json::Value as Json;
use time::Date;

use super::document::attribute::{
    ACTIVITIES, ANSWER, COMPLETENESS, DEPARTMENT, ID, LAT, LON, OBSERVED, POSTAL_CODE, VERDICT, WITHIN,
};
use crate::{Age, Asked, AskedNeed, Query, Share};

/// Statements that must all hold; `None`: no document can.
pub(super) type Statements = Option<Vec<String>>;

/// A text as a literal.
pub(super) fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// One filter of these statements.
pub(super) fn all(statements: &[String]) -> Option<String> {
    (!statements.is_empty()).then(|| statements.join(" AND "))
}

/// Holds for no document.
pub(super) const NEVER: &str = "id NOT EXISTS";

/// Everything of a query but its area, its needs and its criteria.
pub(super) fn fixed(query: &Query) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(query.commune.as_ref().map(|code| format!("{WITHIN} = {}", quoted(code.as_str()))));
    all.extend(query.department.as_ref().map(|code| format!("{DEPARTMENT} = {}", quoted(code.as_str()))));
    all.extend(query.postal_code.as_ref().map(|code| format!("{POSTAL_CODE} = {}", quoted(code.as_str()))));
    if !query.activities.is_empty() {
        // The server compares without case: what has capitals is no slug.
        let is_slug = |slug: &&str| !slug.contains(char::is_uppercase);
        let slugs = query.activities.iter().map(|slug| slug.as_str()).filter(is_slug);
        let slugs: Vec<String> = slugs.map(quoted).collect();
        let any = format!("{ACTIVITIES} IN [{}]", slugs.join(", "));
        all.push(if slugs.is_empty() { NEVER.to_owned() } else { any });
    }
    all.extend(any_of(query.known.completeness.iter().map(|share| of_share(*share))));
    let ages = query.known.freshness.iter();
    // Without a today no age is reckoned: the query was refused before.
    all.extend(any_of(
        query.today.into_iter().flat_map(|today| ages.clone().map(move |age| of_age(*age, today))),
    ));
    all
}

/// One of these statements; `None`: there are none.
fn any_of(statements: impl Iterator<Item = String>) -> Option<String> {
    let statements: Vec<String> = statements.map(|one| format!("({one})")).collect();
    (!statements.is_empty()).then(|| format!("({})", statements.join(" OR ")))
}

/// So much is known.
fn of_share(share: Share) -> String {
    let (least, most) = share.percents();
    format!("{COMPLETENESS} {least} TO {most}")
}

/// Last seen so long ago.
pub(super) fn of_age(age: Age, today: Date) -> String {
    match age.days(today) {
        None => format!("{OBSERVED} NOT EXISTS"),
        Some((after, to)) => {
            let after = after.map(|day| format!("{OBSERVED} > {day}"));
            let to = to.map(|day| format!("{OBSERVED} <= {day}"));
            after.into_iter().chain(to).collect::<Vec<_>>().join(" AND ")
        }
    }
}

/// A box, wider by so many degrees on all sides.
pub(super) fn within_box(bbox: &BoundingBox, by: f64) -> String {
    let part = |[west, south, east, north]: [f64; 4]| {
        let (west, south, east, north) = (west - by, south - by, east + by, north + by);
        format!("({LON} >= {west} AND {LON} <= {east} AND {LAT} >= {south} AND {LAT} <= {north})")
    };
    let parts: Vec<String> = bbox.parts().map(part).collect();
    format!("({})", parts.join(" OR "))
}

/// Within so many metres of a point, as the server reckons.
pub(super) fn circle(centre: LonLat, metres: f64) -> String {
    format!("_geoRadius({}, {}, {metres})", centre.lat(), centre.lon())
}

/// None of these documents.
pub(super) fn none_of(ids: &[uuid::Uuid]) -> Option<String> {
    let ids: Vec<String> = ids.iter().map(|id| quoted(&id.to_string())).collect();
    (!ids.is_empty()).then(|| format!("{ID} NOT IN [{}]", ids.join(", ")))
}

/// Stands exactly so.
pub(super) fn standing(asked: &Asked, verdict: Verdict) -> Statements {
    let mut statements = at_least(asked, verdict)?;
    if let Some(above) = verdict.above() {
        match at_least(asked, above) {
            // Nothing stands better.
            None => {}
            // Everything does.
            Some(better) if better.is_empty() => return None,
            Some(better) => statements.push(format!("NOT ({})", better.join(" AND "))),
        }
    }
    Some(statements)
}

/// Stands at least so in everything that is asked.
fn at_least(asked: &Asked, least: Verdict) -> Statements {
    let needs = asked.needs.iter().map(|need| need_at_least(need, least));
    let filter = asked.filter.iter().map(|filter| {
        let predicate = match least {
            Verdict::No => return Some(None),
            Verdict::Unknown => filter.possible(),
            Verdict::WithHelp | Verdict::Yes => filter.certain(),
        };
        expression(meilisearch(schema(), &predicate, ANSWER))
    });
    let statements: Option<Vec<Option<String>>> = needs.chain(filter).collect();
    Some(statements?.into_iter().flatten().collect())
}

/// A need that stands at least so; the inner `None`: always, the outer: never.
pub(super) fn need_at_least(
    AskedNeed { need, limits }: &AskedNeed,
    least: Verdict,
) -> Option<Option<String>> {
    if least == Verdict::No {
        return Some(None);
    }
    if *limits == Limits::default() {
        return Some(Some(format!("{VERDICT}{} >= {}", need.key, least.rank())));
    }
    expression(meilisearch(schema(), &need.at_least(limits, least), ANSWER))
}

fn expression(filter: MeilisearchFilter) -> Option<Option<String>> {
    match filter {
        MeilisearchFilter::Nothing => None,
        MeilisearchFilter::Everything => Some(None),
        MeilisearchFilter::Expression(text) => Some(Some(format!("({text})"))),
    }
}
