use plainpied_domain::matching::Description;
use plainpied_domain::{EstablishmentId, LonLat};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, row};

/// A published establishment as far as it is compared: its answers stay where they are.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct KnownPlace {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// House number.
    pub house_number: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Hamlet or place name.
    pub locality: Option<String>,
    /// Postal code.
    pub postal_code: String,
    /// INSEE code.
    pub commune_code: String,
    /// The commune of an arrondissement.
    pub commune_parent: Option<String>,
    /// Name of the commune.
    pub commune_name: String,
    /// Slugs of its activities.
    pub activities: Vec<String>,
    /// SIRET number.
    pub siret: Option<String>,
    /// Id in the national address base.
    pub ban_id: Option<String>,
    /// Longitude, WGS 84.
    pub lon: f64,
    /// Latitude, WGS 84.
    pub lat: f64,
}

impl KnownPlace {
    /// What is compared of it.
    ///
    /// # Errors
    /// A row that cannot be.
    pub fn description(&self) -> Result<Description, StoreError> {
        let id = self.id;
        let codes = std::iter::once(&self.commune_code).chain(&self.commune_parent);
        let at = LonLat::new(self.lon, self.lat);
        Ok(Description {
            name: Some(self.name.clone()),
            house_number: self.house_number.clone(),
            street: self.street.clone().or_else(|| self.locality.clone()),
            // Some files leave it empty.
            postal_code: self.postal_code.parse().ok(),
            communes: codes.map(|code| row::parse(id, "commune_code", code)).collect::<Result<_, _>>()?,
            commune_name: Some(self.commune_name.clone()),
            activities: self.activities.iter().map(|slug| slug.as_str().into()).collect(),
            siret: self.siret.as_deref().map(|siret| row::parse(id, "siret", siret)).transpose()?,
            ban_id: self.ban_id.clone(),
            at: Some(at.map_err(|error| row::inconsistent(id, "location", error.to_string()))?),
        })
    }
}

/// The published establishments among these ids, in no particular order. One statement.
///
/// # Errors
/// As PostgreSQL says.
pub async fn places(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
) -> Result<Vec<KnownPlace>, StoreError> {
    let ids = super::uuids(ids);
    Ok(sqlx::query_file_as!(KnownPlace, "src/matching/places.sql", &ids).fetch_all(connection).await?)
}
