use plainpied_criteria::{CriterionId, Kind, Schema};
use serde_json::Value;

use crate::Record;

/// A member of a record that holds free text: what people write as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextMember {
    /// A field.
    Field(&'static str),
    /// An answer.
    Answer(CriterionId),
}

/// The fields of free text, and where they stand in a description.
const FIELDS: [(&str, &[&str]); 8] = [
    ("name", &["name"]),
    ("house_number", &["address", "house_number"]),
    ("street", &["address", "street"]),
    ("locality", &["address", "locality"]),
    ("phone", &["contact", "phone"]),
    ("website", &["contact", "website"]),
    ("contact_email", &["contact", "email"]),
    ("contact_url", &["contact", "url"]),
];

impl TextMember {
    /// The member at a JSON Pointer into a difference: `/name`, `/criteria/commentaire`.
    pub fn at(schema: &Schema, pointer: &str) -> Option<Self> {
        if let Some(key) = pointer.strip_prefix("/criteria/") {
            let criterion = schema.get(key)?;
            let text = matches!(criterion.kind, Kind::Text { .. } | Kind::Url { .. });
            return text.then_some(Self::Answer(criterion.id));
        }
        let name = pointer.strip_prefix('/')?;
        FIELDS.iter().find(|(field, _)| *field == name).map(|(field, _)| Self::Field(field))
    }

    /// No record can be without it.
    pub fn is_needed(self) -> bool {
        self == Self::Field("name")
    }

    /// Where it stands in a difference.
    pub fn in_diff(self, schema: &Schema) -> Vec<String> {
        match self {
            Self::Field(field) => vec![field.to_owned()],
            Self::Answer(id) => vec!["criteria".to_owned(), schema.criterion(id).key.clone()],
        }
    }

    /// Where it stands in a description.
    pub fn in_description(self, schema: &Schema) -> Vec<String> {
        match self {
            Self::Field(name) => FIELDS
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, path)| path.iter().map(|part| (*part).to_owned()).collect())
                .unwrap_or_default(),
            Self::Answer(_) => self.in_diff(schema),
        }
    }

    /// The text that stands in a record.
    pub fn text(self, record: &Record) -> Option<String> {
        let value = match self {
            Self::Field(name) => record.fields().into_iter().find(|(field, _)| *field == name)?.1,
            Self::Answer(id) => serde_json::to_value(record.answers.get(id)?).ok()?,
        };
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Whether a value of a difference is the mark of a text that was taken out.
pub fn is_redacted(value: &Value) -> bool {
    value.get("redacted").is_some()
}
