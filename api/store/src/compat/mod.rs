//! Establishments as clients of the compatible API ask for them: by any filters together, page by page, with the ids
//! that other sources have for them.
//!
//! Like those of [`crate::items`], the statements of a list are put together when they are asked for, of literals; all
//! that a client gave is bound.

mod named;
mod query;

use plainpied_domain::{ActivitySlug, BoundingBox, EstablishmentId, InseeCode, LonLat, PostalCode, Siret};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

pub use named::{Named, named, record};
#[cfg(feature = "testing")]
pub(crate) use query::{count as count_of, page as page_of};

use crate::StoreError;

/// Around a point: so far, metres.
pub const AROUND: f64 = 10_000.0;

/// Which establishments. All that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct CompatFilter {
    /// Those of these ids, in this order.
    pub among: Option<Vec<EstablishmentId>>,
    /// The one of this id.
    pub id: Option<EstablishmentId>,
    /// In one of these communes.
    pub communes: Option<Vec<InseeCode>>,
    /// With this postal code.
    pub postal_code: Option<PostalCode>,
    /// Of this activity.
    pub activity: Option<ActivitySlug>,
    /// With this SIRET number.
    pub siret: Option<Siret>,
    /// With this id in the national address base.
    pub ban_id: Option<String>,
    /// For each: known to one of these sources; by this id, where there is one.
    pub known_by: Vec<(Vec<String>, Option<String>)>,
    /// Known, or not known, to this source.
    pub known_to: Option<(String, bool)>,
    /// In this box.
    pub zone: Option<BoundingBox>,
    /// Within [`AROUND`] of this point.
    pub around: Option<LonLat>,
    /// Whose answers match this jsonpath: see [`plainpied_criteria::derive::jsonpath`].
    pub criteria: Option<String>,
    /// Created or changed since.
    pub changed_since: Option<OffsetDateTime>,
    /// Drafts first written by this actor, beside what is published.
    pub drafts_of: Option<String>,
}

/// An establishment of a page.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns of establishment")]
pub struct CompatRecord {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub house_number: Option<String>,
    pub street: Option<String>,
    pub locality: Option<String>,
    pub postal_code: String,
    pub commune_code: String,
    pub commune_name: String,
    pub ban_id: Option<String>,
    pub siret: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub contact_email: Option<String>,
    pub contact_url: Option<String>,
    pub lon: f64,
    pub lat: f64,
    pub activities: Vec<String>,
    /// Known answers, a JSON object.
    pub criteria: String,
    pub completeness: i16,
    pub status: String,
    pub source_key: String,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    /// `source:id`, by source and id.
    pub external_ids: Vec<String>,
    /// To the point of [`CompatFilter::around`].
    pub metres: Option<f64>,
}

/// A page: `limit` of them after the first `offset`. Around a point the nearest first, in a box from its middle
/// outwards, otherwise by id, or in the order of the ids given.
///
/// # Errors
/// As PostgreSQL says.
pub async fn page(
    connection: &mut PgConnection,
    filter: &CompatFilter,
    (offset, limit): (i64, i64),
) -> Result<Vec<CompatRecord>, StoreError> {
    let mut statement = query::page(filter, (offset, limit));
    Ok(statement.build_query_as().fetch_all(connection).await?)
}

/// How many there are on all pages.
///
/// # Errors
/// As PostgreSQL says.
pub async fn count(connection: &mut PgConnection, filter: &CompatFilter) -> Result<i64, StoreError> {
    let mut statement = query::count(filter);
    Ok(statement.build_query_scalar().fetch_one(connection).await?)
}

/// Published establishments by activity, the most frequent first; in these communes, or everywhere.
///
/// # Errors
/// As PostgreSQL says.
pub async fn activities(
    connection: &mut PgConnection,
    communes: Option<&[InseeCode]>,
) -> Result<Vec<(String, i64)>, StoreError> {
    let Some(communes) = communes else {
        let rows = sqlx::query!(
            r#"SELECT activity AS "activity!", sum(total)::bigint AS "total!" FROM tile_cell
               WHERE level = (SELECT min(level) FROM tile_cell) AND activity <> ''
               GROUP BY activity ORDER BY 2 DESC, 1"#
        );
        let rows = rows.fetch_all(connection).await?;
        return Ok(rows.into_iter().map(|row| (row.activity, row.total)).collect());
    };
    let codes: Vec<String> = communes.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        r#"SELECT activity AS "activity!", count(*) AS "total!"
           FROM establishment e CROSS JOIN UNNEST(e.activities) AS activity
           WHERE e.status = 'published' AND e.commune_code = ANY ($1)
           GROUP BY activity ORDER BY 2 DESC, 1"#,
        &codes
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.activity, row.total)).collect())
}
