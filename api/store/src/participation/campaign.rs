use plainpied_domain::InseeCode;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// What was said of one criterion of one establishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRow {
    /// The establishment.
    pub establishment_id: Uuid,
    /// The criterion.
    pub criterion: String,
    /// How many needed it to decide.
    pub asked: i64,
    /// How many found the present answer true.
    pub proved: i64,
    /// How many found it untrue.
    pub disproved: i64,
}

/// What was said in a commune (a city holds its municipal arrondissements), the most asked for first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn heard_in(
    connection: &mut PgConnection,
    commune: &InseeCode,
    most: i64,
) -> Result<Vec<CampaignRow>, StoreError> {
    Ok(sqlx::query_file_as!(CampaignRow, "src/participation/heard_in.sql", commune.as_str(), most)
        .fetch_all(connection)
        .await?)
}

/// The published establishments of a commune that nobody wrote to for longest, of an activity where one is given.
///
/// # Errors
/// As PostgreSQL says.
pub async fn places_to_check(
    connection: &mut PgConnection,
    commune: &InseeCode,
    activity: Option<&str>,
    most: i64,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_file_scalar!("src/participation/places_to_check.sql", commune.as_str(), activity, most)
        .fetch_all(connection)
        .await?)
}
