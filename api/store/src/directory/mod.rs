//! Places in the order of a directory: by commune, by name.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// A commune, or a municipal arrondissement, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Name of the commune.
    pub commune: String,
    /// Code of its department.
    pub department: String,
    /// Name of its department.
    pub department_name: String,
}

/// The commune of this INSEE code.
///
/// # Errors
/// As PostgreSQL says.
pub async fn area(connection: &mut PgConnection, commune: &str) -> Result<Option<Area>, StoreError> {
    Ok(sqlx::query_as!(
        Area,
        "SELECT c.name AS commune, c.department_code AS department, d.name AS department_name
         FROM commune c JOIN department d ON d.code = c.department_code WHERE c.code = $1",
        commune
    )
    .fetch_optional(connection)
    .await?)
}

/// Which part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// How many.
    pub limit: i64,
    /// After how many.
    pub offset: i64,
}

/// The published places of a commune and of its arrondissements, of an activity where one is given, by name.
///
/// # Errors
/// As PostgreSQL says.
pub async fn places(
    connection: &mut PgConnection,
    commune: &str,
    activity: Option<&str>,
    part: Part,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_file_scalar!("src/directory/places.sql", commune, activity, part.limit, part.offset)
        .fetch_all(connection)
        .await?)
}

/// An address that search engines should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Of which establishment.
    pub id: Uuid,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

/// The published places of a department that come after one of them, or from the first on, by id: what is added or taken
/// away meanwhile moves none of the others to another part.
///
/// # Errors
/// As PostgreSQL says.
pub async fn pages(
    connection: &mut PgConnection,
    department: &str,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Page>, StoreError> {
    Ok(sqlx::query_file_as!(Page, "src/directory/pages.sql", department, after, limit)
        .fetch_all(connection)
        .await?)
}

/// Where to cut the places of a department into parts of `size`: the last place of every part but the last. Reads all of
/// them: for departments that have more than fit into one part.
///
/// # Errors
/// As PostgreSQL says.
pub async fn cuts(
    connection: &mut PgConnection,
    department: &str,
    size: i64,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_file_scalar!("src/directory/cuts.sql", department, size).fetch_all(connection).await?)
}
