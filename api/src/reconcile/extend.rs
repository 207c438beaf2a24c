//! Data extension: columns for places that were matched.

use std::collections::HashMap;

use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::establishment;
use serde_json::{Map, Value, json};

use super::Named;
use super::property::{self, Property};
use crate::extract::{Faults, Members, read_json};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::{answers, usual_verdicts};

/// Rows of one request.
const MOST: usize = 1_000;

/// Which properties of which places.
#[derive(Debug)]
pub(crate) struct Extension {
    ids: Vec<String>,
    properties: Vec<Property>,
}

impl Extension {
    /// Reads `extend`.
    ///
    /// # Errors
    /// 400 for what is no JSON, 422 for a property that does not exist.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let value = read_json(text.as_bytes())?;
        let mut faults = Faults::default();
        let mut extension = Self { ids: Vec::new(), properties: Vec::new() };
        if let Some(mut members) = Members::of(&value, String::new(), &mut faults) {
            extension.ids = ids(&mut members, &mut faults);
            let asked = members.take("properties").and_then(Value::as_array);
            for (place, asked) in asked.into_iter().flatten().enumerate() {
                extension.properties.extend(property(asked, format!("/properties/{place}"), &mut faults));
            }
            members.refuse_unknown(&mut faults);
        }
        faults.check()?;
        Ok(extension)
    }
}

fn ids(members: &mut Members<'_>, faults: &mut Faults) -> Vec<String> {
    let Some(ids) = members.take("ids").and_then(Value::as_array).filter(|ids| ids.len() <= MOST) else {
        faults.add("/ids", format!("a list of at most {MOST} ids is expected"), None);
        return Vec::new();
    };
    ids.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn property(asked: &Value, at: String, faults: &mut Faults) -> Option<Property> {
    let mut asked = Members::of(asked, at, faults)?;
    let id = asked.text("id", faults).unwrap_or_default();
    let found = Property::find(&id);
    if found.is_none() {
        let known: Vec<Named> = property::all().into_iter().map(|known| known.named(Lang::Fr)).collect();
        let nearest = plainpied_domain::nearest_name(&id, known.iter().map(|known| known.id.as_str()));
        faults.add(&asked.pointer("id"), "there is no such property; see /reconcile/properties", nearest);
    }
    found
}

/// The columns. A row of an id that leads nowhere is empty.
///
/// # Errors
/// 503 where the database cannot answer.
pub(crate) async fn extend(state: &AppState, extension: &Extension, lang: Lang) -> Result<Value, Problem> {
    let ids: Vec<EstablishmentId> = extension.ids.iter().filter_map(|id| id.parse().ok()).collect();
    let read = state.query(async |connection| establishment::by_ids(connection, &ids).await);
    let mut rows = HashMap::new();
    for record in read.await? {
        let (answers, verdicts) = (answers(&record)?, usual_verdicts(&record)?);
        let cells = extension.properties.iter().map(|property| {
            (property.named(lang).id, Value::Array(property.values(&record, &answers, &verdicts)))
        });
        rows.insert(EstablishmentId::from(record.id), cells.collect::<Map<_, _>>());
    }
    let empty = || extension.properties.iter().map(|property| (property.named(lang).id, json!([]))).collect();
    let row = |id: &String| {
        let known = id.parse().ok().and_then(|id: EstablishmentId| rows.get(&id).cloned());
        (id.clone(), Value::Object(known.unwrap_or_else(empty)))
    };
    let meta: Vec<Value> = extension
        .properties
        .iter()
        .map(|property| property.named(lang))
        .map(|named| json!({ "id": named.id, "name": named.name }))
        .collect();
    Ok(json!({ "meta": meta, "rows": extension.ids.iter().map(row).collect::<Map<_, _>>() }))
}
