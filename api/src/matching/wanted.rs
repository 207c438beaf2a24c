use plainpied_domain::matching::Description;
use plainpied_domain::{EstablishmentId, InseeCode, LonLat, PostalCode, Siret};

use crate::reference::Reference;

/// A place as somebody describes it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Id here.
    pub id: Option<EstablishmentId>,
    /// Keys of sources with the ids there.
    pub external_ids: Vec<(String, String)>,
    pub name: Option<String>,
    pub house_number: Option<String>,
    /// The street, or the whole line.
    pub street: Option<String>,
    pub postal_code: Option<PostalCode>,
    /// INSEE code or name.
    pub commune: Option<String>,
    /// Slug or name; one that is not known here says nothing.
    pub activity: Option<String>,
    pub siret: Option<Siret>,
    pub ban_id: Option<String>,
    pub at: Option<LonLat>,
}

impl Wanted {
    /// Whether there is nothing by which a place could be found.
    pub fn says_nothing(&self) -> bool {
        let identified = self.id.is_some() || self.siret.is_some() || self.ban_id.is_some();
        !identified && self.external_ids.is_empty() && self.name.is_none() && self.at.is_none()
    }

    /// The commune, where it is given by its code.
    pub fn commune_code(&self) -> Option<InseeCode> {
        self.commune.as_ref()?.parse().ok()
    }

    /// What is compared of it.
    pub fn described(&self, reference: &Reference) -> Description {
        let code = self.commune_code();
        let activity = self.activity.as_ref().and_then(|name| reference.activity_named(name));
        Description {
            name: self.name.clone(),
            house_number: self.house_number.clone(),
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            commune_name: self.commune.clone().filter(|_| code.is_none()),
            communes: code.into_iter().collect(),
            activities: activity.map(|activity| activity.slug.clone()).into_iter().collect(),
            siret: self.siret.clone(),
            ban_id: self.ban_id.clone(),
            at: self.at,
        }
    }
}
