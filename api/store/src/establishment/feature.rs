use futures::{Stream, TryStreamExt};
use plainpied_domain::geohash::{self, AlongCurve};
use plainpied_domain::{BoundingBox, EstablishmentId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::told::{all_notices, tell_notices};
use crate::StoreError;

/// A published establishment as it is shown. Criteria and provenance stay JSON text: they go out as they lie in the
/// base, which only the write path fills.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FeatureRecord {
    /// Id.
    pub id: Uuid,
    /// Decoration of the URL.
    pub slug: String,
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
    /// Name of the commune.
    pub commune_name: String,
    /// SIRET number.
    pub siret: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// E-mail address.
    pub contact_email: Option<String>,
    /// Contact page.
    pub contact_url: Option<String>,
    /// Id in the national address base.
    pub ban_id: Option<String>,
    /// Id in the national register of buildings.
    pub rnb_id: Option<String>,
    /// Longitude, WGS 84.
    pub lon: f64,
    /// Latitude, WGS 84.
    pub lat: f64,
    /// Slugs of its activities.
    pub activities: Vec<String>,
    /// Known answers, a JSON object.
    pub criteria: String,
    /// Who said them, a JSON object: see [`plainpied_domain::Provenance`].
    pub provenance: String,
    /// Percent.
    pub completeness: i16,
    /// What each need comes to: see [`plainpied_criteria::needs::Needs::read_stamp`].
    pub verdicts: Option<String>,
    /// The source of its fields.
    pub source_key: String,
    /// Version.
    pub version: i32,
    /// When it was first written here.
    pub created_at: OffsetDateTime,
    /// When it was last changed here.
    pub updated_at: OffsetDateTime,
    /// When somebody last said that all is still true.
    #[sqlx(default)]
    pub verified_at: Option<OffsetDateTime>,
    /// What is temporary there, now or later, a JSON list; absent where there is nothing.
    #[sqlx(default)]
    pub notices: Option<String>,
    /// When a notice last was announced, began, ended or was taken back; only of places that are read by their ids.
    #[sqlx(default)]
    pub noticed_at: Option<OffsetDateTime>,
}

/// One published establishment.
///
/// # Errors
/// As PostgreSQL says.
pub async fn get(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<Option<FeatureRecord>, StoreError> {
    Ok(by_ids(connection, &[id]).await?.pop())
}

/// The published establishments among these ids, in the order of the ids.
///
/// # Errors
/// As PostgreSQL says.
pub async fn by_ids(
    connection: &mut PgConnection,
    ids: &[EstablishmentId],
) -> Result<Vec<FeatureRecord>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    Ok(sqlx::query_file_as!(FeatureRecord, "src/establishment/by_ids.sql", &ids)
        .fetch_all(connection)
        .await?)
}

/// All published establishments, by id, streamed in constant memory.
///
/// # Errors
/// As PostgreSQL says.
pub async fn all(
    connection: &mut PgConnection,
) -> Result<impl Stream<Item = Result<FeatureRecord, StoreError>> + Send, StoreError> {
    let mut told = all_notices(connection).await?;
    Ok(sqlx::query_file_as!(FeatureRecord, "src/establishment/all.sql", Uuid::nil(), i64::MAX)
        .fetch(connection)
        .map_ok(move |record| FeatureRecord { notices: told.remove(&record.id), ..record })
        .map_err(StoreError::from))
}

/// The published establishments by id, after a given one; at most `limit`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn after(
    connection: &mut PgConnection,
    after: Option<EstablishmentId>,
    limit: i64,
) -> Result<Vec<FeatureRecord>, StoreError> {
    let after = after.map_or(Uuid::nil(), EstablishmentId::as_uuid);
    let page = sqlx::query_file_as!(FeatureRecord, "src/establishment/all.sql", after, limit);
    let mut found = page.fetch_all(&mut *connection).await?;
    tell_notices(connection, &mut found).await?;
    Ok(found)
}

/// Stretches of the curve that a box is looked for in: more of them hold less that is not in it, and cost a look each.
const STRETCHES: usize = 12;

/// The published establishments in a box along the curve of geohashes, after a given place; at most `limit`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn in_box(
    connection: &mut PgConnection,
    bbox: BoundingBox,
    after: Option<&AlongCurve>,
    limit: i64,
) -> Result<Vec<FeatureRecord>, StoreError> {
    let mut stretches = geohash::stretches(bbox, STRETCHES);
    if let Some(after) = after {
        stretches.retain(|stretch| stretch.last >= after.geohash);
    }
    let starts = stretches.iter().map(|stretch| match after {
        Some(after) if after.geohash >= stretch.first => (after.geohash.clone(), after.id.as_uuid()),
        _ => (stretch.first.clone(), Uuid::nil()),
    });
    let (geohashes, ids): (Vec<String>, Vec<Uuid>) = starts.unzip();
    let lasts: Vec<String> = stretches.into_iter().map(|stretch| stretch.last).collect();
    let [west, south, east, north] = bbox.limits();
    let page = sqlx::query_file_as!(
        FeatureRecord,
        "src/establishment/in_box.sql",
        west,
        south,
        east,
        north,
        &geohashes,
        &ids,
        &lasts,
        limit
    );
    let mut found = page.fetch_all(&mut *connection).await?;
    tell_notices(connection, &mut found).await?;
    Ok(found)
}
