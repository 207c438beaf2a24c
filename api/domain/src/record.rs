use plainpied_criteria::Answers;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::{ActivitySlug, Address, Contact, EstablishmentId, LonLat, Provenance, Siret, SourceKey, Status};

/// Everything that is said of an establishment: what a version of it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub address: Address,
    /// Where it stands on the map.
    pub location: LonLat,
    /// SIRET number.
    pub siret: Option<Siret>,
    /// How to reach it.
    pub contact: Contact,
    /// What is done there.
    pub activities: Vec<ActivitySlug>,
    /// The known answers.
    pub answers: Answers,
    /// Who said what.
    pub provenance: Provenance,
    /// The source that first described it; it holds the fields that no other source has taken over.
    pub source: SourceKey,
    /// What became of it.
    pub status: Status,
    /// The place that a merged or closed one lives on in.
    pub successor: Option<EstablishmentId>,
    /// When somebody last said that all is still true.
    pub verified_at: Option<OffsetDateTime>,
}

/// A value that a field of a record cannot take.
#[derive(Debug, thiserror::Error)]
pub enum WrongField {
    /// No field has this name.
    #[error("a record has no field {0:?}")]
    Unknown(String),
    /// The value is none of this field.
    #[error("{field}: {reason}")]
    Value {
        /// The field.
        field: String,
        /// Why not.
        reason: String,
    },
}

impl Record {
    /// The fields beside the criteria, by their public names, as JSON.
    pub(crate) fn fields(&self) -> [(&'static str, Value); 19] {
        let Address { house_number, street, locality, postal_code, commune, ban_id, rnb_id } = &self.address;
        let Contact { phone, website, email, url } = &self.contact;
        [
            ("name", json!(self.name)),
            ("house_number", json!(house_number)),
            ("street", json!(street)),
            ("locality", json!(locality)),
            ("postal_code", json!(postal_code)),
            ("commune", json!(commune)),
            ("ban_id", json!(ban_id)),
            ("rnb_id", json!(rnb_id)),
            ("location", json!(self.location)),
            ("siret", json!(self.siret)),
            ("phone", json!(phone)),
            ("website", json!(website)),
            ("contact_email", json!(email)),
            ("contact_url", json!(url)),
            ("activities", if self.activities.is_empty() { Value::Null } else { json!(self.activities) }),
            ("source", json!(self.source)),
            ("status", json!(self.status)),
            ("successor", json!(self.successor)),
            ("verified_at", json!(self.verified_at.and_then(|at| at.format(&Rfc3339).ok()))),
        ]
    }

    /// Puts a field back to a value that [`Record::fields`] once gave.
    pub(crate) fn set_field(&mut self, field: &str, value: &Value) -> Result<(), WrongField> {
        let Address { house_number, street, locality, postal_code, commune, ban_id, rnb_id } =
            &mut self.address;
        let Contact { phone, website, email, url } = &mut self.contact;
        match field {
            "name" => put(&mut self.name, field, value),
            "house_number" => put(house_number, field, value),
            "street" => put(street, field, value),
            "locality" => put(locality, field, value),
            "postal_code" => put(postal_code, field, value),
            "commune" => put(commune, field, value),
            "ban_id" => put(ban_id, field, value),
            "rnb_id" => put(rnb_id, field, value),
            "location" => put(&mut self.location, field, value),
            "siret" => put(&mut self.siret, field, value),
            "phone" => put(phone, field, value),
            "website" => put(website, field, value),
            "contact_email" => put(email, field, value),
            "contact_url" => put(url, field, value),
            "activities" if value.is_null() => {
                self.activities.clear();
                Ok(())
            }
            "activities" => put(&mut self.activities, field, value),
            "source" => put(&mut self.source, field, value),
            "status" => put(&mut self.status, field, value),
            "successor" => put(&mut self.successor, field, value),
            "verified_at" => {
                let at = value.as_str().and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
                self.verified_at = at;
                Ok(())
            }
            other => Err(WrongField::Unknown(other.to_owned())),
        }
    }
}

fn put<T: DeserializeOwned>(held: &mut T, field: &str, value: &Value) -> Result<(), WrongField> {
    *held = T::deserialize(value)
        .map_err(|error| WrongField::Value { field: field.to_owned(), reason: error.to_string() })?;
    Ok(())
}
