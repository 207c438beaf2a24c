//! A document as the server stores it.

use plainpied_criteria::needs::{Limits, needs};
use plainpied_criteria::{Value, schema};
use plainpied_domain::text::fold;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value as Json, json};

use crate::Document;
use crate::analysis::{Analyser, Place};

/// The names of attributes.
pub(super) mod attribute {
    pub const ID: &str = "id";
    pub const NAME: &str = "name";
    pub const ACTIVITY_WORDS: &str = "activity_words";
    pub const COMMUNE_WORDS: &str = "commune_words";
    pub const POSTAL_WORDS: &str = "postal_words";
    pub const STREET: &str = "street";
    pub const DEPARTMENT_WORDS: &str = "department_words";
    pub const SORT_NAME: &str = "sort_name";
    pub const ACTIVITIES: &str = "activities";
    pub const WITHIN: &str = "within";
    pub const COMMUNE: &str = "commune";
    pub const DEPARTMENT: &str = "department";
    pub const POSTAL_CODE: &str = "postal_code";
    pub const LON: &str = "lon";
    pub const LAT: &str = "lat";
    pub const GEO: &str = "_geo";
    pub const COMPLETENESS: &str = "completeness";
    /// Julian day; absent where nobody said when.
    pub const OBSERVED: &str = "observed";
    /// Before the key of a need: the rank of its verdict within the usual limits.
    pub const VERDICT: &str = "verdict_";
    /// Before the key of a criterion.
    pub const ANSWER: &str = "answer_";
}

/// What a hit brings back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stored {
    pub id: uuid::Uuid,
    pub version: i32,
    pub display_name: String,
    pub sort_name: String,
    pub commune: String,
    /// Longitude and latitude as text, which comes back as it was: numbers may lose their last bit on the way.
    pub position: [String; 2],
    pub completeness: u8,
    pub observed: Option<i32>,
}

/// The attributes of [`Stored`].
pub(super) const STORED: [&str; 8] = [
    attribute::ID,
    "version",
    "display_name",
    attribute::SORT_NAME,
    attribute::COMMUNE,
    "position",
    attribute::COMPLETENESS,
    attribute::OBSERVED,
];

/// A document as it is sent: written once, however often it is sent.
pub(super) type Encoded = Box<RawValue>;

/// Everything that is stored of a document.
///
/// # Errors
/// JSON cannot hold it.
pub(super) fn encode(document: &Document, analyser: &mut Analyser) -> Result<Encoded, serde_json::Error> {
    let mut words = |text: &str, place| {
        let words: Vec<String> = analyser.words(text, place).into_iter().map(|word| word.plain).collect();
        words.join(" ")
    };
    let streets = [document.street.as_deref(), document.locality.as_deref()];
    let streets: Vec<String> = streets.into_iter().flatten().map(|text| words(text, Place::Street)).collect();
    let activities = document.activities.iter().flat_map(|activity| &activity.terms);
    let activities: Vec<String> = activities.map(|term| words(term, Place::Anywhere)).collect();
    let within = [Some(&document.commune), document.commune_parent.as_ref()].into_iter().flatten();
    let within: Vec<&str> = within.map(|code| code.as_str()).collect();
    let slugs: Vec<&str> = document.activities.iter().map(|activity| activity.slug.as_str()).collect();
    let mut encoded = json!({
        (attribute::ID): document.id.as_uuid(),
        "version": document.version,
        "display_name": document.name,
        (attribute::NAME): words(&document.name, Place::Anywhere),
        (attribute::ACTIVITY_WORDS): activities,
        (attribute::COMMUNE_WORDS): words(&document.commune_name, Place::Anywhere),
        (attribute::POSTAL_WORDS): document.postal_code,
        (attribute::STREET): streets,
        (attribute::DEPARTMENT_WORDS): document.department.as_str().to_lowercase(),
        (attribute::SORT_NAME): fold(&document.name),
        (attribute::ACTIVITIES): slugs,
        (attribute::WITHIN): within,
        (attribute::COMMUNE): document.commune.as_str(),
        (attribute::DEPARTMENT): document.department.as_str(),
        (attribute::POSTAL_CODE): document.postal_code,
        (attribute::LON): document.at.lon(),
        (attribute::LAT): document.at.lat(),
        "position": [document.at.lon().to_string(), document.at.lat().to_string()],
        (attribute::GEO): { "lat": document.at.lat(), "lng": document.at.lon() },
        (attribute::COMPLETENESS): document.completeness,
    });
    if let Some(fields) = encoded.as_object_mut() {
        add_known(document, fields);
    }
    to_raw_value(&encoded)
}

/// What is only there where it is known.
fn add_known(document: &Document, fields: &mut Map<String, Json>) {
    if let Some(day) = document.observed {
        fields.insert(attribute::OBSERVED.to_owned(), day.to_julian_day().into());
    }
    for need in needs().all() {
        let verdict = need.verdict(&document.answers, &Limits::default()).rank();
        fields.insert(format!("{}{}", attribute::VERDICT, need.key), verdict.into());
    }
    for (id, value) in document.answers.iter() {
        let value = match value {
            Value::Bool(value) => Json::from(*value),
            Value::Integer(value) => Json::from(*value),
            Value::Choice(value) => Json::from(value.as_str()),
            Value::Choices(values) => {
                Json::from(values.iter().map(|value| value.as_str()).collect::<Vec<_>>())
            }
            // Nobody filters by what a text says, only by its being there.
            Value::Text(_) => Json::from(true),
        };
        fields.insert(format!("{}{}", attribute::ANSWER, schema().criterion(id).key), value);
    }
}
