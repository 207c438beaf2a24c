use plainpied_criteria::Answers;

use crate::{ActivitySlug, Contact, InseeCode, LonLat, Origin, PostalCode, Siret, Withdrawn};

/// What one source says of one establishment. Whatever is absent is not spoken of: it neither confirms nor withdraws.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Who says it, and when it was seen.
    pub origin: Origin,
    /// Name.
    pub name: Option<String>,
    /// House number.
    pub house_number: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Hamlet or place name.
    pub locality: Option<String>,
    /// Postal code.
    pub postal_code: Option<PostalCode>,
    /// Commune or arrondissement.
    pub commune: Option<InseeCode>,
    /// Id in the national address base.
    pub ban_id: Option<String>,
    /// Id in the national register of buildings.
    pub rnb_id: Option<String>,
    /// Position.
    pub location: Option<LonLat>,
    /// SIRET number.
    pub siret: Option<Siret>,
    /// Contact; absent parts are not spoken of.
    pub contact: Contact,
    /// Activities; an empty list is not spoken of.
    pub activities: Vec<ActivitySlug>,
    /// The answers given.
    pub answers: Answers,
    /// The answers are all that the source knows: what it once said and does not say any more is withdrawn.
    pub complete: bool,
    /// What is taken back, one by one.
    pub withdrawn: Withdrawn,
}

impl Proposal {
    /// Says nothing yet.
    pub fn of(origin: Origin) -> Self {
        Self {
            origin,
            name: None,
            house_number: None,
            street: None,
            locality: None,
            postal_code: None,
            commune: None,
            ban_id: None,
            rnb_id: None,
            location: None,
            siret: None,
            contact: Contact::default(),
            activities: Vec::new(),
            answers: Answers::new(),
            complete: false,
            withdrawn: Withdrawn::default(),
        }
    }
}

/// A field without which no establishment can be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is missing: a new establishment needs name, postal code, commune and position")]
pub struct Incomplete(pub &'static str);
