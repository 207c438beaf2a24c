//! Queries and their results.

use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::matching::Judged;
use serde_json::{Map, Value, json};

use super::evidence::{Evidence, PROPERTIES};
use super::{ESTABLISHMENT, establishment};
use crate::extract::{Faults, Members, pointer_to, read_json};
use crate::matching::{MOST_CANDIDATES, Matched, Wanted};
use crate::problem::Problem;
use crate::reference::Reference;
use crate::view::AddressLine;

/// Queries of one request.
const MOST: usize = 1_000;
/// Candidates unless asked for otherwise.
const USUAL: usize = 5;

/// The queries of a request.
#[derive(Debug)]
pub(crate) struct Batch {
    keys: Vec<String>,
    limits: Vec<usize>,
    pub wanted: Vec<Wanted>,
}

impl Batch {
    /// Reads `queries`.
    ///
    /// # Errors
    /// 400 for what is no JSON, 422 for what is no batch of queries.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let value = read_json(text.as_bytes())?;
        let mut faults = Faults::default();
        let mut batch = Self { keys: Vec::new(), limits: Vec::new(), wanted: Vec::new() };
        match value.as_object() {
            Some(queries) if queries.len() <= MOST => {
                queries.iter().for_each(|(key, query)| batch.add(key, query, &mut faults));
            }
            Some(_) => faults.add("", format!("more than {MOST} queries"), None),
            None => faults.add("", "an object of queries is expected", None),
        }
        faults.check()?;
        Ok(batch)
    }

    /// The most candidates that any query wants.
    pub fn limit(&self) -> usize {
        self.limits.iter().copied().max().unwrap_or(USUAL)
    }

    fn add(&mut self, key: &str, query: &Value, faults: &mut Faults) {
        let pointer = pointer_to("", key);
        let Some(mut query) = Members::of(query, pointer, faults) else {
            return;
        };
        let name = query.text("query", faults);
        let limit = query
            .number("limit", faults)
            .map_or(USUAL, |limit| limit.clamp(1.0, MOST_CANDIDATES as f64) as usize);
        let mut evidence = Evidence::default();
        if let Some(kind) = query.take("type").filter(|kind| kind.as_str() != Some(ESTABLISHMENT)) {
            evidence.take("activity", kind);
        }
        query.take("type_strict");
        let properties = query.take("properties").and_then(Value::as_array);
        for (place, property) in properties.into_iter().flatten().enumerate() {
            let at = format!("{}/{place}", query.pointer("properties"));
            read_property(&mut evidence, property, at, faults);
        }
        query.refuse_unknown(faults);
        self.keys.push(key.to_owned());
        self.limits.push(limit);
        self.wanted.push(evidence.named(name));
    }
}

/// A property that is not known here is refused: it stands in every row, and somebody believes that it counts.
fn read_property(evidence: &mut Evidence, property: &Value, at: String, faults: &mut Faults) {
    let Some(mut property) = Members::of(property, at, faults) else {
        return;
    };
    let id = property.text("pid", faults).unwrap_or_default();
    if !PROPERTIES.contains(&id.as_str()) {
        let nearest = plainpied_domain::nearest_name(&id, PROPERTIES);
        faults.add(
            &property.pointer("pid"),
            format!("the properties are {}", PROPERTIES.join(", ")),
            nearest,
        );
    }
    if let Some(value) = property.take("v") {
        evidence.take(&id, value);
    }
}

/// The results of a batch by its keys.
pub(crate) fn results(batch: &Batch, matched: &Matched, reference: &Reference, lang: Lang) -> Value {
    let one = |judged: &Judged<EstablishmentId>| candidate(judged, matched, reference, lang);
    let queries = batch.keys.iter().zip(&batch.limits).zip(&matched.items);
    let results: Map<String, Value> = queries
        .map(|((key, limit), judged)| {
            let result: Vec<Value> = judged.iter().take(*limit).filter_map(one).collect();
            (key.clone(), json!({ "result": result }))
        })
        .collect();
    Value::Object(results)
}

fn candidate(
    judged: &Judged<EstablishmentId>,
    matched: &Matched,
    reference: &Reference,
    lang: Lang,
) -> Option<Value> {
    let place = matched.places.get(&judged.candidate)?;
    let activities = place.activities.iter().filter_map(|slug| reference.activity(slug));
    let mut types = vec![json!(establishment(lang))];
    types.extend(
        activities.map(|activity| json!({ "id": activity.slug.as_str(), "name": activity.name(lang) })),
    );
    let features = judged.reasons.iter().map(|reason| json!({ "id": reason.code, "value": reason.points }));
    Some(json!({
        "id": place.id,
        "name": place.name,
        "description": place.address_line(),
        "type": types,
        "score": judged.rounded(),
        "match": judged.matches,
        "features": features.collect::<Vec<_>>(),
    }))
}
