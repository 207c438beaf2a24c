use plainpied_domain::{Commune, InseeCode, LonLat, text};
use sqlx::PgConnection;

use crate::StoreError;

/// A commune as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct CommuneSummary {
    /// The commune itself.
    pub commune: Commune,
    /// The name of its department.
    pub department_name: String,
}

struct CommuneRow {
    code: String,
    name: String,
    postal_codes: Vec<String>,
    department_code: String,
    population: i32,
    lon: f64,
    lat: f64,
    parent_code: Option<String>,
}

impl CommuneRow {
    fn into_domain(self) -> Result<Commune, StoreError> {
        let inconsistent = |column, reason: String| StoreError::Inconsistent {
            table: "commune",
            column,
            row: self.code.clone(),
            reason,
        };
        let code = |column, text: &str| {
            text.parse::<InseeCode>().map_err(|error| inconsistent(column, error.to_string()))
        };
        Ok(Commune {
            code: code("code", &self.code)?,
            parent: self.parent_code.as_deref().map(|parent| code("parent_code", parent)).transpose()?,
            location: LonLat::new(self.lon, self.lat)
                .map_err(|error| inconsistent("location", error.to_string()))?,
            name: self.name,
            postal_codes: self.postal_codes,
            department: self.department_code,
            population: self.population,
        })
    }
}

/// All communes and arrondissements, by code.
///
/// # Errors
/// As PostgreSQL says; a row that is no commune.
pub async fn all_communes(connection: &mut PgConnection) -> Result<Vec<Commune>, StoreError> {
    sqlx::query_as!(
        CommuneRow,
        r#"SELECT code, name, postal_codes, department_code, population,
                  ST_X(location) AS "lon!", ST_Y(location) AS "lat!", parent_code
           FROM commune ORDER BY code"#
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(CommuneRow::into_domain)
    .collect()
}

/// Communes whose name begins with the text (accents, case and `St` for `Saint` do not count), or that have it as
/// code or postal code; the largest first.
///
/// # Errors
/// As PostgreSQL says; a row that is no commune.
pub async fn find_communes(
    connection: &mut PgConnection,
    text: &str,
    limit: i64,
) -> Result<Vec<CommuneSummary>, StoreError> {
    let folded = text::fold_commune(text);
    // Folded text holds letters, digits and spaces only: nothing that LIKE would read as a pattern.
    let prefix = format!("{folded}%");
    let rows = sqlx::query!(
        r#"SELECT c.code, c.name, c.postal_codes, c.department_code, c.population,
                  ST_X(c.location) AS "lon!", ST_Y(c.location) AS "lat!", c.parent_code,
                  d.name AS department_name
           FROM commune c JOIN department d ON d.code = c.department_code
           WHERE ($1 <> '%' AND c.folded_name LIKE $1) OR c.code = upper($2) OR c.postal_codes @> ARRAY[$2]
           ORDER BY (c.folded_name = $2) DESC, c.population DESC, c.code
           LIMIT $3"#,
        prefix,
        folded,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let commune = CommuneRow {
                code: row.code,
                name: row.name,
                postal_codes: row.postal_codes,
                department_code: row.department_code,
                population: row.population,
                lon: row.lon,
                lat: row.lat,
                parent_code: row.parent_code,
            };
            Ok(CommuneSummary { commune: commune.into_domain()?, department_name: row.department_name })
        })
        .collect()
}
