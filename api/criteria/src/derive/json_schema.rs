//! The JSON Schema of a set of answers.

use serde_json::{Map, Value as Json, json};

use crate::embedded::schema;
use crate::model::{ChoiceOption, Criterion, Kind, When};
use crate::text::Lang;

/// A JSON Schema (2020-12) that accepts the sets of known answers: every member optional, none beside the
/// criteria, a child only beside the answer that opens it.
pub fn json_schema() -> Json {
    let criteria = schema().criteria();
    let properties: Map<String, Json> =
        criteria.iter().map(|criterion| (criterion.key.clone(), property(criterion))).collect();
    let opened: Map<String, Json> = criteria.iter().filter_map(dependency).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Accessibility criteria of an establishment",
        "description": "Known answers only: an unknown criterion is absent, which is not false.",
        "type": "object",
        "properties": properties,
        "dependentSchemas": opened,
        "additionalProperties": false,
    })
}

fn property(criterion: &Criterion) -> Json {
    let mut form = match &criterion.kind {
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Integer { min, max, .. } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Choice(options) => json!({ "type": "string", "enum": values(options) }),
        Kind::Choices(options) => json!({
            "type": "array",
            "items": { "type": "string", "enum": values(options) },
            "minItems": 1,
            "uniqueItems": true,
        }),
        Kind::Text { max } => json!({ "type": "string", "minLength": 1, "maxLength": max }),
        Kind::Url { max } => json!({
            "type": "string",
            "format": "uri",
            "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://",
            "maxLength": max,
        }),
    };
    form["title"] = criterion.label.get(Lang::Fr).into();
    form["description"] = description(criterion).into();
    form
}

/// The English label, with the unit of a number or what the values of a choice stand for.
pub fn description(criterion: &Criterion) -> String {
    let label = criterion.label.get(Lang::En);
    let option = |option: &ChoiceOption| format!("{} = {}", option.value, option.label.get(Lang::En));
    match &criterion.kind {
        Kind::Integer { unit, .. } => format!("{label} (unit: {unit})"),
        Kind::Choice(options) | Kind::Choices(options) => {
            let meanings: Vec<String> = options.iter().map(option).collect();
            format!("{label}: {}", meanings.join("; "))
        }
        _ => label.to_owned(),
    }
}

fn values(options: &[ChoiceOption]) -> Vec<&str> {
    options.iter().map(|option| option.value.as_str()).collect()
}

/// What must stand beside a child.
fn dependency(criterion: &Criterion) -> Option<(String, Json)> {
    let parent = criterion.parent?;
    let key = schema().criterion(parent.id).key.as_str();
    let opening = match parent.when {
        When::Is(wanted) => json!({ "const": wanted }),
        When::AtLeast(least) => json!({ "minimum": least }),
        When::NotEmpty => json!(true),
    };
    let mut properties = Map::new();
    properties.insert(key.to_owned(), opening);
    Some((criterion.key.clone(), json!({ "required": [key], "properties": properties })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_beside_the_criteria_is_allowed_and_nothing_is_required() {
        let form = json_schema();
        assert_eq!(form["additionalProperties"], json!(false));
        assert_eq!(form.get("required"), None);
        assert_eq!(form["properties"].as_object().unwrap().len(), schema().len());
    }

    #[test]
    fn each_kind_has_its_form() {
        let form = json_schema();
        let of = |key: &str, member: &str| form["properties"][key][member].clone();
        assert_eq!(of("entree_plain_pied", "type"), json!("boolean"));
        assert_eq!(of("entree_marches", "minimum"), json!(1));
        assert_eq!(of("entree_marches_rampe", "enum"), json!(["aucune", "fixe", "amovible"]));
        assert_eq!(of("labels", "minItems"), json!(1));
        assert_eq!(of("registre_url", "format"), json!("uri"));
        assert_eq!(of("commentaire", "maxLength"), json!(1000));
    }

    #[test]
    fn a_child_needs_the_opening_answer_beside_it() {
        let form = json_schema();
        let steps = json!({
            "required": ["entree_plain_pied"],
            "properties": { "entree_plain_pied": { "const": false } },
        });
        let rooms = json!({
            "required": ["accueil_chambre_nombre_accessibles"],
            "properties": { "accueil_chambre_nombre_accessibles": { "minimum": 1 } },
        });
        assert_eq!(form["dependentSchemas"]["entree_marches"], steps);
        assert_eq!(form["dependentSchemas"]["accueil_chambre_douche_siege"], rooms);
        assert_eq!(form["dependentSchemas"].get("entree_plain_pied"), None);
    }
}
