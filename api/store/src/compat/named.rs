use plainpied_domain::{EstablishmentId, Status};
use sqlx::PgConnection;

use super::{CompatRecord, query};
use crate::{StoreError, row};

/// What a name in an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The establishment.
    pub id: EstablishmentId,
    /// Its slug now.
    pub slug: String,
    /// What became of it.
    pub status: Status,
    /// The slug of the place that it lives on in.
    pub successor: Option<String>,
}

/// The establishment of this id, of this present or former slug, or that this source knows by this id.
///
/// # Errors
/// As PostgreSQL says.
pub async fn named(
    connection: &mut PgConnection,
    name: &str,
    source: Option<&str>,
) -> Result<Option<Named>, StoreError> {
    let id = name.parse::<EstablishmentId>().ok().map(EstablishmentId::as_uuid);
    let found =
        sqlx::query_file!("src/compat/named.sql", id, name, source).fetch_optional(connection).await?;
    found
        .map(|found| {
            let status = row::parse(found.id, "status", &found.status)?;
            Ok(Named { id: found.id.into(), slug: found.slug, status, successor: found.successor })
        })
        .transpose()
}

/// One establishment, whatever its status.
///
/// # Errors
/// As PostgreSQL says.
pub async fn record(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<Option<CompatRecord>, StoreError> {
    let mut sql = sqlx::QueryBuilder::new("SELECT ");
    sql.push(query::COLUMNS).push(", NULL::float8 AS metres FROM establishment e ");
    sql.push("JOIN commune c ON c.code = e.commune_code WHERE e.id = ").push_bind(id.as_uuid());
    Ok(sql.build_query_as().fetch_optional(connection).await?)
}
