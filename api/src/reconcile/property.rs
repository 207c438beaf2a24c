//! What can be fetched of a place.

use plainpied_criteria::needs::{Need, Verdict, needs};
use plainpied_criteria::{Answers, Criterion, Lang, Text2, Value as Answer, schema};
use plainpied_store::establishment::FeatureRecord;
use serde_json::{Value, json};

use super::Named;
use crate::view::AddressLine;

/// A property.
#[derive(Debug, Clone, Copy)]
pub(super) enum Property {
    Field(&'static Field),
    Criterion(&'static Criterion),
    Verdict(usize, &'static Need),
}

/// A column of a place.
#[derive(Debug)]
pub(super) struct Field {
    id: &'static str,
    fr: &'static str,
    en: &'static str,
    of: fn(&FeatureRecord) -> Vec<Value>,
}

const FIELDS: &[Field] = &[
    Field { id: "name", fr: "Nom", en: "Name", of: |place| vec![json!({ "str": place.name })] },
    Field {
        id: "address",
        fr: "Adresse",
        en: "Address",
        of: |place| vec![json!({ "str": place.address_line() })],
    },
    Field {
        id: "house_number",
        fr: "Numéro",
        en: "House number",
        of: |place| text(place.house_number.as_ref()),
    },
    Field { id: "street", fr: "Voie", en: "Street", of: |place| text(place.street.as_ref()) },
    Field {
        id: "postal_code",
        fr: "Code postal",
        en: "Postal code",
        of: |place| text(Some(&place.postal_code)),
    },
    Field { id: "commune", fr: "Commune", en: "Commune", of: |place| text(Some(&place.commune_name)) },
    Field {
        id: "commune_code",
        fr: "Code INSEE",
        en: "INSEE code",
        of: |place| text(Some(&place.commune_code)),
    },
    Field {
        id: "activity",
        fr: "Activité",
        en: "Activity",
        of: |place| place.activities.iter().flat_map(|slug| text(Some(slug))).collect(),
    },
    Field { id: "siret", fr: "SIRET", en: "SIRET number", of: |place| text(place.siret.as_ref()) },
    Field { id: "ban_id", fr: "Identifiant BAN", en: "BAN id", of: |place| text(place.ban_id.as_ref()) },
    Field { id: "lon", fr: "Longitude", en: "Longitude", of: |place| vec![json!({ "float": place.lon })] },
    Field { id: "lat", fr: "Latitude", en: "Latitude", of: |place| vec![json!({ "float": place.lat })] },
    Field {
        id: "completeness",
        fr: "Complétude (%)",
        en: "Completeness (%)",
        of: |place| vec![json!({ "int": place.completeness })],
    },
];

/// Before the key of a need.
const VERDICT: &str = "verdict_";

fn text(value: Option<&String>) -> Vec<Value> {
    value.filter(|value| !value.is_empty()).map(|value| json!({ "str": value })).into_iter().collect()
}

/// All of them: fields, verdicts, criteria.
pub(super) fn all() -> Vec<Property> {
    let fields = FIELDS.iter().map(Property::Field);
    let verdicts = needs().all().iter().enumerate().map(|(place, need)| Property::Verdict(place, need));
    fields.chain(verdicts).chain(schema().criteria().iter().map(Property::Criterion)).collect()
}

impl Property {
    /// The property with this id.
    pub fn find(id: &str) -> Option<Self> {
        all().into_iter().find(|property| property.is(id))
    }

    fn is(self, id: &str) -> bool {
        match self {
            Self::Field(field) => field.id == id,
            Self::Criterion(criterion) => criterion.key == id,
            Self::Verdict(_, need) => id.strip_prefix(VERDICT) == Some(need.key.as_str()),
        }
    }

    /// Id and name.
    pub fn named(self, lang: Lang) -> Named {
        match self {
            Self::Field(field) => Named::new(field.id, if lang == Lang::Fr { field.fr } else { field.en }),
            Self::Criterion(criterion) => Named {
                description: Some(criterion.key.clone()),
                ..Named::new(&criterion.key, label(&criterion.label, lang))
            },
            Self::Verdict(_, need) => {
                let before = if lang == Lang::Fr { "Verdict" } else { "Verdict for" };
                Named::new(
                    &format!("{VERDICT}{}", need.key),
                    &format!("{before} {}", label(&need.name, lang)),
                )
            }
        }
    }

    /// The values of a place. None where nothing is known: unknown is neither yes nor no.
    pub fn values(self, place: &FeatureRecord, answers: &Answers, verdicts: &[Verdict]) -> Vec<Value> {
        match self {
            Self::Field(field) => (field.of)(place),
            Self::Verdict(at, _) => {
                verdicts.get(at).map(|verdict| json!({ "str": verdict.as_str() })).into_iter().collect()
            }
            Self::Criterion(criterion) => answers.get(criterion.id).map(values).unwrap_or_default(),
        }
    }
}

/// The protocol has no booleans.
fn values(answer: &Answer) -> Vec<Value> {
    match answer {
        Answer::Bool(value) => vec![json!({ "str": value.to_string() })],
        Answer::Integer(value) => vec![json!({ "int": value })],
        Answer::Choice(value) | Answer::Text(value) => vec![json!({ "str": value })],
        Answer::Choices(values) => values.iter().map(|value| json!({ "str": value })).collect(),
    }
}

fn label(text: &Text2, lang: Lang) -> &str {
    text.get(lang)
}
