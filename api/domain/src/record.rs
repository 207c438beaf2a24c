use plainpied_criteria::Answers;
use serde_json::{Value, json};

use crate::{ActivitySlug, Address, Contact, LonLat, Provenance, Siret, SourceKey, Status};

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
}

impl Record {
    /// The fields beside the criteria, by their public names, as JSON.
    pub(crate) fn fields(&self) -> [(&'static str, Value); 17] {
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
        ]
    }
}
