//! Establishments and communes for GIS clients: in a box, an interval of time, by any condition, in a reference system.
//!
//! These are the only statements that are put together when they are asked for. Their parts are literals of this module
//! and names of the embedded schema; everything that a client gave is bound.

mod columns;
mod condition;
mod counted;
mod extent;
mod query;

use plainpied_domain::filter::{Condition, Property, Subject};
use plainpied_domain::{BoundingBox, Crs};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::OffsetDateTime;

pub use self::counted::counted;
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
    /// After this place of the list.
    pub after: Option<Place>,
    /// The system of the positions that come out.
    pub crs: Crs,
}

/// Where an item stands in a list: what it is ordered by, as text, then its id. As it was read: an item that has changed
/// since, or is gone, ends its page where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(pub Vec<String>);

/// Items of a list, in order.
#[derive(Debug)]
pub struct Items<T> {
    /// The items.
    pub items: Vec<T>,
    /// The place of the last of them, where there are more.
    pub next: Option<Place>,
}

/// An item, and where it stands.
#[derive(Debug, sqlx::FromRow)]
struct Row<T> {
    #[sqlx(flatten)]
    item: T,
    place: Vec<String>,
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
    limit: u32,
) -> Result<Items<FeatureRecord>, StoreError> {
    let mut statement = query::page(Subject::Establishments, query, i64::from(limit) + 1);
    let mut found = items(statement.build_query_as().fetch_all(&mut *connection).await?, limit);
    tell_notices(connection, &mut found.items).await?;
    Ok(found)
}

/// At most `limit` communes.
///
/// # Errors
/// Those of [`establishments`].
pub async fn communes(
    connection: &mut PgConnection,
    query: &ItemsQuery,
    limit: u32,
) -> Result<Items<CommuneRecord>, StoreError> {
    let mut statement = query::page(Subject::Communes, query, i64::from(limit) + 1);
    Ok(items(statement.build_query_as().fetch_all(connection).await?, limit))
}

/// The first of the rows that were read, of which one more than wanted says that there are more.
fn items<T>(mut rows: Vec<Row<T>>, limit: u32) -> Items<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last_mut().filter(|_| more).map(|last| Place(std::mem::take(&mut last.place)));
    Items { items: rows.into_iter().map(|row| row.item).collect(), next }
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
