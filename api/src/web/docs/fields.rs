//! The members of a JSON Schema object, as rows of a table. Objects inside it are written out with dots; objects that
//! have a name of their own are linked.

use serde_json::Value;

/// A member of an object.
#[derive(Debug, PartialEq)]
pub(super) struct FieldView {
    /// Its name, after the names of the objects around it: `address.street`.
    pub name: String,
    pub kind: String,
    /// The named object that it is or holds.
    pub object: Option<String>,
    pub required: bool,
    pub description: String,
}

/// All members of an object.
pub(super) fn fields(schema: &Value) -> Vec<FieldView> {
    let mut fields = Vec::new();
    collect(schema, "", &mut fields);
    fields
}

fn collect(schema: &Value, prefix: &str, fields: &mut Vec<FieldView>) {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        match part["$ref"].as_str() {
            Some(reference) => fields.push(FieldView {
                name: format!("{prefix}…"),
                kind: "all members of".to_owned(),
                object: Some(name_of(reference)),
                required: true,
                description: String::new(),
            }),
            None => collect(part, prefix, fields),
        }
    }
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let name_here = format!("{prefix}{name}");
        fields.push(FieldView {
            kind: kind(member),
            object: object(member),
            required: required.contains(&name.as_str()),
            description: member["description"].as_str().unwrap_or_default().to_owned(),
            name: name_here.clone(),
        });
        collect(member, &format!("{name_here}."), fields);
        collect(&member["items"], &format!("{name_here}[]."), fields);
    }
}

/// A type in words: `integer, 1 to 100`, `list of string`.
pub(super) fn kind(schema: &Value) -> String {
    let alternatives = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
    if let Some(alternatives) = alternatives {
        return alternatives.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if schema["$ref"].is_string() {
        return "object".to_owned();
    }
    let options: Vec<&str> =
        schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !options.is_empty() {
        return options.join(", ");
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect()
        }
        _ => vec!["object"],
    };
    let name = match names.as_slice() {
        ["array"] => format!("list of {}", kind(&schema["items"])),
        names => names.join(" or "),
    };
    let format = schema["format"].as_str().filter(|format| !matches!(*format, "double" | "int32" | "int64"));
    let limits = match (&schema["minimum"], &schema["maximum"]) {
        (Value::Number(least), Value::Number(most)) => format!(", {least} to {most}"),
        (_, Value::Number(most)) => format!(", at most {most}"),
        _ => String::new(),
    };
    format!("{name}{}{limits}", format.map(|format| format!(" ({format})")).unwrap_or_default())
}

fn object(schema: &Value) -> Option<String> {
    let alternatives = schema["oneOf"].as_array().into_iter().flatten();
    let places = [schema, &schema["items"]].into_iter().chain(alternatives);
    places.into_iter().find_map(|place| place["$ref"].as_str()).map(name_of)
}

/// `#/components/schemas/EstablishmentHead` is called `EstablishmentHead`.
pub(super) fn name_of(reference: &str) -> String {
    reference.rsplit('/').next().unwrap_or(reference).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_of_inner_objects_are_named_with_dots() {
        let schema = json!({"type": "object", "required": ["address"], "properties": {
            "address": {"type": "object", "properties": {"street": {"type": ["string", "null"], "description": "Street."}}},
        }});
        let fields = fields(&schema);
        assert_eq!(fields[0].name, "address");
        assert!(fields[0].required);
        assert_eq!((fields[1].name.as_str(), fields[1].kind.as_str()), ("address.street", "string"));
        assert!(!fields[1].required);
    }

    #[test]
    fn kinds_are_said_in_words() {
        assert_eq!(
            kind(&json!({"type": "integer", "format": "int32", "minimum": 1, "maximum": 100})),
            "integer, 1 to 100"
        );
        assert_eq!(kind(&json!({"type": "array", "items": {"type": "string"}})), "list of string");
        assert_eq!(kind(&json!({"type": "string", "enum": ["name", "distance"]})), "name, distance");
        assert_eq!(kind(&json!({"type": "string", "format": "uuid"})), "string (uuid)");
    }
}
