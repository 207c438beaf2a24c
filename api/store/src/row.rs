//! From rows of `establishment` to the domain. A row that cannot be is an error that names it.

use plainpied_criteria::{Answers, Schema};
use plainpied_domain::{Address, Contact, Establishment, Interest, LonLat, Provenance, Record};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// All columns that make up an [`Establishment`], in the order of the table.
pub(crate) struct EstablishmentRow {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub house_number: Option<String>,
    pub street: Option<String>,
    pub locality: Option<String>,
    pub postal_code: String,
    pub commune_code: String,
    pub ban_id: Option<String>,
    pub rnb_id: Option<String>,
    pub siret: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub contact_email: Option<String>,
    pub contact_url: Option<String>,
    pub lon: f64,
    pub lat: f64,
    pub activities: Vec<String>,
    pub criteria: String,
    pub provenance: String,
    pub completeness: i16,
    pub status: String,
    pub source_key: String,
    pub successor_id: Option<Uuid>,
    pub verified_at: Option<OffsetDateTime>,
    pub version: i32,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
}

impl EstablishmentRow {
    pub fn into_domain(self, schema: &Schema) -> Result<Establishment, StoreError> {
        let id = self.id;
        let wrong = |column| move |reason: String| inconsistent(id, column, reason);
        let answers = answers(id, schema, &self.criteria)?;
        let provenance = Provenance::parse(schema, &self.provenance)
            .map_err(|error| wrong("provenance")(error.to_string()))?;
        let record = Record {
            name: self.name,
            address: Address {
                house_number: self.house_number,
                street: self.street,
                locality: self.locality,
                postal_code: parse(id, "postal_code", &self.postal_code)?,
                commune: parse(id, "commune_code", &self.commune_code)?,
                ban_id: self.ban_id,
                rnb_id: self.rnb_id,
            },
            location: LonLat::new(self.lon, self.lat)
                .map_err(|error| wrong("location")(error.to_string()))?,
            siret: self.siret.map(|siret| parse(id, "siret", &siret)).transpose()?,
            contact: Contact {
                phone: self.phone,
                website: self.website,
                email: self.contact_email,
                url: self.contact_url,
            },
            activities: self.activities.into_iter().map(Into::into).collect(),
            answers,
            provenance,
            source: self.source_key.into(),
            status: parse(id, "status", &self.status)?,
            successor: self.successor_id.map(Into::into),
            verified_at: self.verified_at,
        };
        Ok(Establishment {
            id: id.into(),
            slug: self.slug,
            version: self.version,
            record,
            completeness: u8::try_from(self.completeness)
                .map_err(|error| wrong("completeness")(error.to_string()))?,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// Reads a value that the program wrote; anything else is an inconsistency of that row.
pub(crate) fn parse<T: std::str::FromStr>(id: Uuid, column: &'static str, text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| inconsistent(id, column, error.to_string()))
}

/// Reads the answers that the program wrote.
pub(crate) fn answers(id: Uuid, schema: &Schema, json: &str) -> Result<Answers, StoreError> {
    Answers::from_trusted_json(schema, json).map_err(|errors| {
        let reasons: Vec<String> = errors.iter().map(ToString::to_string).collect();
        inconsistent(id, "criteria", reasons.join("; "))
    })
}

pub(crate) fn inconsistent(id: Uuid, column: &'static str, reason: String) -> StoreError {
    StoreError::Inconsistent { table: "establishment", column, row: id.to_string(), reason }
}

/// What somebody wants to hear of.
pub(crate) fn interest(table: &'static str, id: Uuid, text: &str) -> Result<Interest, StoreError> {
    text.parse().map_err(|error: plainpied_domain::InterestError| StoreError::Inconsistent {
        table,
        column: "interest",
        row: id.to_string(),
        reason: error.to_string(),
    })
}

/// Numbers as the text of an array: `UNNEST` flattens arrays of arrays, so that each of them travels as a text.
pub(crate) fn array(numbers: &[i32]) -> String {
    format!("{{{}}}", numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}
