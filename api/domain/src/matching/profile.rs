use super::address::AddressWords;
use super::name::NameWords;
use super::words::CommonWords;
use crate::text::fold_commune;
use crate::{ActivitySlug, InseeCode, LonLat, PostalCode, Siret};

/// What somebody says of a place, or what is known of one.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// Its name.
    pub name: Option<String>,
    /// House number with its suffix.
    pub house_number: Option<String>,
    /// Street, or the whole line of the address; a hamlet where there is no street.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<PostalCode>,
    /// INSEE codes of its commune, and of the commune of an arrondissement.
    pub communes: Vec<InseeCode>,
    /// Name of the commune.
    pub commune_name: Option<String>,
    /// What is done there.
    pub activities: Vec<ActivitySlug>,
    /// SIRET number.
    pub siret: Option<Siret>,
    /// Id in the national address base.
    pub ban_id: Option<String>,
    /// Where it is.
    pub at: Option<LonLat>,
}

/// A description made ready to be compared.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(super) name: NameWords,
    pub(super) address: AddressWords,
    pub(super) postal_code: Option<PostalCode>,
    pub(super) communes: Vec<InseeCode>,
    /// Folded; empty where unknown.
    pub(super) commune_name: String,
    pub(super) activities: Vec<ActivitySlug>,
    pub(super) siret: Option<Siret>,
    pub(super) ban_id: Option<String>,
    pub(super) at: Option<LonLat>,
}

impl Profile {
    /// Of a description; `common` are the words of names that tell little.
    pub fn new(description: Description, common: &CommonWords) -> Self {
        let text = |part: Option<String>| part.unwrap_or_default();
        let commune = text(description.commune_name);
        let street = text(description.street);
        Self {
            name: NameWords::new(&text(description.name), &commune, common),
            address: AddressWords::new(&text(description.house_number), &street),
            postal_code: description.postal_code.or_else(|| postal_code(&street)),
            communes: description.communes,
            commune_name: fold_commune(&commune),
            activities: description.activities,
            siret: description.siret,
            ban_id: description.ban_id,
            at: description.at,
        }
    }
}

/// The postal code within the line of an address: never its first word, which is a house number.
fn postal_code(line: &str) -> Option<PostalCode> {
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .skip(1)
        .find_map(|word| word.parse().ok())
}
