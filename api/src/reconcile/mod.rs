//! Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group: what OpenRefine speaks.
//! <https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/>

mod evidence;
mod extend;
mod manifest;
mod preview;
mod property;
mod query;

use plainpied_criteria::Lang;
use serde::Serialize;

pub(crate) use extend::{Extension, extend};
pub(crate) use manifest::manifest;
pub(crate) use preview::preview;
pub(crate) use query::{Batch, results};

use crate::reference::Reference;

/// The type of everything here; activities are the finer ones.
pub(crate) const ESTABLISHMENT: &str = "establishment";

/// Something with an id and a name: a type, a property, a place.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Named {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Named {
    pub fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), description: None }
    }
}

/// The type of all places.
pub(crate) fn establishment(lang: Lang) -> Named {
    let name = match lang {
        Lang::Fr => "Établissement",
        Lang::En => "Establishment",
    };
    Named::new(ESTABLISHMENT, name)
}

/// All types: that of all places, then activities by slug.
pub(crate) fn types(reference: &Reference, lang: Lang) -> Vec<Named> {
    let activities =
        reference.activities().iter().map(|activity| Named::new(activity.slug.as_str(), activity.name(lang)));
    std::iter::once(establishment(lang)).chain(activities).collect()
}

/// All properties that can be fetched; those of [`evidence::PROPERTIES`] can also be given.
pub(crate) fn properties(lang: Lang) -> Vec<Named> {
    property::all().into_iter().map(|property| property.named(lang)).collect()
}
