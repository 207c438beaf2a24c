use plainpied_criteria::needs::{Verdict, needs};
use plainpied_criteria::{Lang, derive};
use plainpied_domain::filter::{Property, PropertyKind};
use serde_json::{Map, Value, json};

use super::{Base, Collection};

/// The JSON Schema of what can be asked of a collection (Part 3, clause 6.2). Criteria have the schema that everything
/// else derives from theirs.
pub(crate) fn queryables(collection: Collection, base: &Base) -> Value {
    let criteria = derive::json_schema();
    let mut properties = Map::new();
    for (name, property, kind) in collection.subject().properties() {
        let schema = match property {
            Property::Criterion(_) => criteria["properties"][name].clone(),
            Property::Verdict(rank) => verdict(*rank),
            Property::Field(_) => json!({ "title": name.replace('_', " ") }),
        };
        properties.insert(name.clone(), with_type(schema, *kind));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": base.url(&format!("{}/queryables", collection.path())),
        "type": "object",
        "title": collection.title(Lang::En),
        "properties": properties,
        "additionalProperties": false,
    })
}

fn verdict(rank: usize) -> Value {
    let name = needs().all().get(rank).map_or("", |need| need.name.get(Lang::En));
    json!({
        "title": format!("Verdict: {name}"),
        "description": "At the usual limits of the need.",
        "enum": Verdict::ALL.map(Verdict::as_str),
    })
}

fn with_type(mut schema: Value, kind: PropertyKind) -> Value {
    match kind {
        PropertyKind::Text => schema["type"] = "string".into(),
        // Those of the criteria are integers, and say so.
        PropertyKind::Number if schema["type"].is_null() => schema["type"] = "number".into(),
        PropertyKind::Number => {}
        PropertyKind::Boolean => schema["type"] = "boolean".into(),
        PropertyKind::Texts => {
            schema["type"] = "array".into();
            if schema["items"].is_null() {
                schema["items"] = json!({ "type": "string" });
            }
        }
        PropertyKind::Instant => {
            schema["type"] = "string".into();
            schema["format"] = "date-time".into();
        }
        PropertyKind::Geometry => {
            schema["$ref"] = "https://geojson.org/schema/Point.json".into();
            schema["format"] = "geometry-point".into();
        }
    }
    schema
}
