//! Establishments and communes for GIS clients: in a box, an interval of time, by any condition, in a reference system.
//!
//! These are the only statements that are put together when they are asked for. Their parts are literals of this module
//! and names of the embedded schema; everything that a client gave is bound.

mod columns;
mod condition;
mod extent;
mod query;

use plainpied_domain::filter::{Condition, Property, Subject};
use plainpied_domain::{BoundingBox, Crs};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::OffsetDateTime;

pub use self::extent::{Extent, Extents, extents};
use crate::StoreError;
use crate::establishment::{FeatureRecord, tell_notices};

/// A box: degrees, which may cross the antimeridian, or `[west, south, east, north]` of a projected system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ItemsBox {
    /// WGS 84.
    Degrees(BoundingBox),
    /// Metres of a system, x before y.
    Projected([f64; 4], Crs),
}

/// Which items, in which order.
#[derive(Debug, Clone, Default)]
pub struct ItemsQuery {
    /// One of this id.
    pub id: Option<String>,
    /// In this box.
    pub bbox: Option<ItemsBox>,
    /// Last changed in this interval, both ends included.
    pub changed: (Option<OffsetDateTime>, Option<OffsetDateTime>),
    /// That this need (by its rank) can use, by itself or with help.
    pub need: Option<usize>,
    /// For which this is true.
    pub condition: Option<Condition>,
    /// Ordered by these, the greatest first where the second is true; then by id.
    pub order: Vec<(Property, bool)>,
    /// After the item of this id.
    pub after: Option<String>,
    /// The system of the positions that come out.
    pub crs: Crs,
}

/// A commune as GIS clients see it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CommuneRecord {
    /// INSEE code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Postal codes.
    pub postal_codes: Vec<String>,
    /// Code of its department.
    pub department_code: String,
    /// The city of a municipal arrondissement.
    pub parent_code: Option<String>,
    /// Inhabitants.
    pub population: i32,
    /// Longitude or easting in the system asked for.
    pub lon: f64,
    /// Latitude or northing.
    pub lat: f64,
}

/// Properties by which items can be put in order: those that every item has.
pub fn can_order(property: Property) -> bool {
    columns::of_order(property).is_some()
}

/// At most `limit` establishments. Their `lon` and `lat` are x and y of the system asked for.
///
/// # Errors
/// As PostgreSQL says; [`StoreError::Arithmetic`] where the condition reckons beyond what numbers hold.
pub async fn establishments(
    connection: &mut PgConnection,
    query: &ItemsQuery,
    limit: i64,
) -> Result<Vec<FeatureRecord>, StoreError> {
    let mut statement = query::page(Subject::Establishments, query, limit);
    let mut found: Vec<FeatureRecord> = statement.build_query_as().fetch_all(&mut *connection).await?;
    tell_notices(connection, &mut found).await?;
    Ok(found)
}

/// At most `limit` communes.
///
/// # Errors
/// Those of [`establishments`].
pub async fn communes(
    connection: &mut PgConnection,
    query: &ItemsQuery,
    limit: i64,
) -> Result<Vec<CommuneRecord>, StoreError> {
    let mut statement = query::page(Subject::Communes, query, limit);
    Ok(statement.build_query_as().fetch_all(connection).await?)
}

/// How many there are in all pages, counted no further than `most`.
///
/// # Errors
/// Those of [`establishments`].
pub async fn count(
    connection: &mut PgConnection,
    subject: Subject,
    query: &ItemsQuery,
    most: i64,
) -> Result<i64, StoreError> {
    let mut statement: QueryBuilder<Postgres> = query::count(subject, query, most);
    Ok(statement.build_query_scalar().fetch_one(connection).await?)
}
