use crate::{InseeCode, LonLat};

/// A commune, or a municipal arrondissement of Paris, Lyon or Marseille.
#[derive(Debug, Clone, PartialEq)]
pub struct Commune {
    /// INSEE code.
    pub code: InseeCode,
    /// Name.
    pub name: String,
    /// Its postal codes.
    pub postal_codes: Vec<String>,
    /// Code of its department.
    pub department: String,
    /// Inhabitants.
    pub population: i32,
    /// A point in it, WGS 84.
    pub location: LonLat,
    /// The commune that an arrondissement belongs to.
    pub parent: Option<InseeCode>,
}
