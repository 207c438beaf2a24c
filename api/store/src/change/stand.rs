use plainpied_domain::{EstablishmentId, InseeCode, LonLat, Stand};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Entry, EntryRow};
use crate::{StoreError, row};

/// The entries at these positions, in order.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn entries_at(connection: &mut PgConnection, positions: &[i64]) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query_as!(
        EntryRow,
        r#"SELECT c.position, c.establishment_id, c.kind, c.version, c.at, e.status, e.successor_id
           FROM change c JOIN establishment e ON e.id = c.establishment_id
           WHERE c.position = ANY ($1) ORDER BY c.position"#,
        positions
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(EntryRow::into_domain).collect()
}

/// Where the establishments of these entries stand, and where they stood before those that moved them: whoever looks at
/// the place that they left hears of it too.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn stands(connection: &mut PgConnection, entries: &[Entry]) -> Result<Vec<Stand>, StoreError> {
    let (ids, versions): (Vec<Uuid>, Vec<i32>) =
        entries.iter().map(|entry| (entry.establishment.as_uuid(), entry.version)).unzip();
    // A move changes the position, the commune or both: what is not in the difference is as it is now.
    let rows = sqlx::query!(
        r#"WITH asked AS (SELECT * FROM UNNEST($1::uuid[], $2::int[]) AS asked (id, version)),
                left_behind AS (
                    SELECT v.establishment_id AS id, v.diff #> '{location,0}' AS location,
                           v.diff #>> '{commune,0}' AS commune
                    FROM asked JOIN establishment_version v
                      ON v.establishment_id = asked.id AND v.version = asked.version
                    WHERE v.version > 1 AND v.diff ?| ARRAY['location', 'commune']
                )
           SELECT e.id AS "id!", ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!",
                  e.commune_code AS "commune!", c.parent_code AS "city"
           FROM establishment e JOIN commune c ON c.code = e.commune_code
           WHERE e.id = ANY ($1)
           UNION ALL
           SELECT e.id, coalesce((l.location ->> 0)::float8, ST_X(e.location)),
                  coalesce((l.location ->> 1)::float8, ST_Y(e.location)), c.code, c.parent_code
           FROM left_behind l
           JOIN establishment e ON e.id = l.id
           JOIN commune c ON c.code = coalesce(l.commune, e.commune_code)"#,
        &ids,
        &versions
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let code = |text: &str| row::parse::<InseeCode>(row.id, "commune_code", text);
            Ok(Stand {
                id: EstablishmentId::from(row.id),
                at: LonLat::new(row.lon, row.lat)
                    .map_err(|error| row::inconsistent(row.id, "location", error.to_string()))?,
                commune: code(&row.commune)?,
                city: row.city.as_deref().map(code).transpose()?,
            })
        })
        .collect()
}
