use serde::Serialize;

use crate::{InseeCode, PostalCode};

/// Where an establishment stands, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Address {
    /// House number with its suffix, `12 bis`.
    pub house_number: Option<String>,
    /// Street name.
    pub street: Option<String>,
    /// Hamlet or place name (`lieu-dit`), where there is no street.
    pub locality: Option<String>,
    /// Postal code.
    pub postal_code: PostalCode,
    /// Commune or municipal arrondissement.
    pub commune: InseeCode,
    /// Id in the national address base (Base Adresse Nationale).
    pub ban_id: Option<String>,
    /// Id in the national register of buildings (Référentiel National des Bâtiments).
    pub rnb_id: Option<String>,
}

/// How an establishment is reached without going there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Telephone number as given.
    pub phone: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Contact page.
    pub url: Option<String>,
}
