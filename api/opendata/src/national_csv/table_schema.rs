//! The Table Schema of the national CSV, for validators such as frictionless or Validata.
//!
//! Source: Table Schema, Data Package 1 (specs.frictionlessdata.io/table-schema), which validators of both versions read.

use plainpied_criteria::{Criterion, Kind, Lang, Schema, derive};
use serde_json::{Map, Value as Json, json};

use super::{Column, NATIONAL_COLUMNS};

/// The Table Schema of the columns of [`NATIONAL_COLUMNS`], in their order. What our CSV holds is valid under it.
pub fn table_schema(schema: &Schema) -> Json {
    let fields: Vec<Json> = NATIONAL_COLUMNS.iter().map(|name| field(schema, name)).collect();
    json!({
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": "national-csv",
        "title": "Accessibilité des établissements recevant du public",
        "description": "Une ligne par établissement. Une cellule vide ne dit rien : ni oui, ni non. \
                        An empty cell says nothing: neither yes nor no.",
        "fields": fields,
        "primaryKey": "id",
        "missingValues": [""],
    })
}

fn field(schema: &Schema, name: &str) -> Json {
    let mut field = match Column::named(schema, name) {
        Some(Column::Criterion(id)) => answer(schema.criterion(id)),
        column => other(name, column),
    };
    field["name"] = name.into();
    if Column::NECESSARY.contains(&name) {
        field["constraints"]["required"] = true.into();
    }
    field
}

fn answer(criterion: &Criterion) -> Json {
    let mut field = match &criterion.kind {
        Kind::Boolean => json!({ "type": "boolean", "trueValues": ["true"], "falseValues": ["false"] }),
        Kind::Integer { min, max, .. } => {
            json!({ "type": "integer", "constraints": { "minimum": min, "maximum": max } })
        }
        Kind::Choice(_) => json!({ "type": "string", "constraints": { "enum": values(criterion) } }),
        // A JSON array in the cell; what its items may be, validators learn from `arrayItem`, an extension of theirs.
        Kind::Choices(_) => json!({
            "type": "array",
            "arrayItem": { "type": "string", "constraints": { "enum": values(criterion) } },
            "constraints": { "minLength": 1 },
        }),
        // One more for the apostrophe before what a spreadsheet would take for a formula.
        Kind::Text { max } => json!({ "type": "string", "constraints": { "maxLength": max + 1 } }),
        Kind::Url { max } => json!({
            "type": "string",
            "constraints": { "pattern": "[Hh][Tt][Tt][Pp][Ss]?://.+", "maxLength": max },
        }),
    };
    field["title"] = criterion.label.get(Lang::Fr).into();
    field["description"] = derive::description(criterion).into();
    field
}

fn values(criterion: &Criterion) -> Vec<&str> {
    criterion.kind.options().iter().map(|option| option.value.as_str()).collect()
}

/// A column that is no criterion: title in French, description in English.
fn other(name: &str, column: Option<Column>) -> Json {
    let code = |pattern: &str| json!({ "pattern": pattern });
    let degrees = |most: u32| json!({ "minimum": -i64::from(most), "maximum": most });
    let none = || Json::Object(Map::new());
    let (kind, constraints, title, description) = match column {
        Some(Column::Id) => {
            ("string", json!({ "unique": true }), "Identifiant", "Id of the establishment at the source")
        }
        Some(Column::Name) => ("string", none(), "Nom", "Name"),
        Some(Column::PostalCode) => ("string", code("[0-9]{5}"), "Code postal", "Postal code"),
        Some(Column::Commune) => ("string", none(), "Commune", "Name of the commune"),
        Some(Column::HouseNumber) => ("string", none(), "Numéro", "House number with its suffix"),
        Some(Column::Street) => ("string", none(), "Voie", "Street"),
        Some(Column::Locality) => ("string", none(), "Lieu-dit", "Hamlet or place name"),
        Some(Column::InseeCode) => {
            ("string", code("[0-9][0-9AB][0-9]{3}"), "Code INSEE de la commune", "INSEE code of the commune")
        }
        Some(Column::Siret) => ("string", code("[0-9]{14}"), "SIRET", "SIRET number"),
        Some(Column::Activity) => ("string", none(), "Activité", "French name of the activity"),
        Some(Column::ContactUrl) => ("string", none(), "Page de contact", "Contact page"),
        Some(Column::Website) => ("string", none(), "Site web", "Web site"),
        Some(Column::Longitude) => ("number", degrees(180), "Longitude", "Longitude, degrees, WGS 84"),
        Some(Column::Latitude) => ("number", degrees(90), "Latitude", "Latitude, degrees, WGS 84"),
        Some(Column::RnbId) => {
            ("string", none(), "Identifiant du bâtiment (RNB)", "Id in the national register of buildings")
        }
        Some(Column::Criterion(_) | Column::Ignored) | None => link(name),
    };
    json!({ "type": kind, "title": title, "description": description, "constraints": constraints })
}

/// Links of the publisher to its own pages.
fn link(name: &str) -> (&'static str, Json, &'static str, &'static str) {
    let none = Json::Object(Map::new());
    match name {
        "web_url" => ("string", none, "Page de la fiche", "Page of the record at its publisher"),
        "widget_code" => ("string", none, "Code d'intégration", "Code that shows the record in another page"),
        _ => (
            "string",
            none,
            "Registre public d'accessibilité",
            "Public accessibility register, not used here",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<Json> {
        table_schema(plainpied_criteria::schema())["fields"].as_array().unwrap().clone()
    }

    #[test]
    fn every_column_is_described_once_in_its_order_with_type_title_and_description() {
        let fields = fields();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names, NATIONAL_COLUMNS);
        for field in &fields {
            for member in ["type", "title", "description"] {
                assert!(field[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {field}");
            }
        }
    }

    #[test]
    fn constraints_are_those_of_the_schema_and_no_member_is_misspelt() {
        const MEMBERS: [&str; 8] =
            ["name", "type", "title", "description", "constraints", "trueValues", "falseValues", "arrayItem"];
        const CONSTRAINTS: [&str; 8] =
            ["required", "unique", "minimum", "maximum", "minLength", "maxLength", "pattern", "enum"];
        let schema = plainpied_criteria::schema();
        for field in fields() {
            let members = field.as_object().unwrap();
            assert!(members.keys().all(|member| MEMBERS.contains(&member.as_str())), "{field}");
            let constraints = field["constraints"].as_object().cloned().unwrap_or_default();
            assert!(constraints.keys().all(|name| CONSTRAINTS.contains(&name.as_str())), "{field}");
            let criterion = schema.get(field["name"].as_str().unwrap());
            match criterion.map(|criterion| &criterion.kind) {
                Some(Kind::Integer { min, max, .. }) => {
                    assert_eq!(
                        (&constraints["minimum"], &constraints["maximum"]),
                        (&json!(min), &json!(max))
                    );
                }
                Some(Kind::Choice(options)) => {
                    assert_eq!(constraints["enum"].as_array().unwrap().len(), options.len());
                }
                _ => {}
            }
        }
    }

    #[test]
    fn positions_have_the_limits_of_their_own_axis() {
        let of = |name: &str| fields().into_iter().find(|field| field["name"] == name).unwrap();
        assert_eq!(
            of("longitude")["constraints"],
            json!({ "minimum": -180, "maximum": 180, "required": true })
        );
        assert_eq!(of("latitude")["constraints"], json!({ "minimum": -90, "maximum": 90, "required": true }));
    }
}
