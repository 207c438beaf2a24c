use plainpied_domain::Source;
use sqlx::PgConnection;

use crate::StoreError;

/// All sources, the strongest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn sources(connection: &mut PgConnection) -> Result<Vec<Source>, StoreError> {
    let rows = sqlx::query!(
        "SELECT key, title, licence, licence_url, attribution, precedence, national
         FROM source ORDER BY precedence DESC, key"
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Source {
            key: row.key.into(),
            title: row.title,
            licence: row.licence,
            licence_url: row.licence_url,
            attribution: row.attribution,
            precedence: row.precedence,
            national: row.national,
        })
        .collect())
}

/// Adds a source, or changes the one with its key.
///
/// # Errors
/// As PostgreSQL says: a malformed key, a second national source.
pub async fn add_source(connection: &mut PgConnection, source: &Source) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO source (key, title, licence, licence_url, attribution, precedence, national)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (key) DO UPDATE SET title = EXCLUDED.title, licence = EXCLUDED.licence,
             licence_url = EXCLUDED.licence_url, attribution = EXCLUDED.attribution,
             precedence = EXCLUDED.precedence, national = EXCLUDED.national",
        source.key.as_str(),
        source.title,
        source.licence,
        source.licence_url,
        source.attribution,
        source.precedence,
        source.national
    )
    .execute(connection)
    .await?;
    Ok(())
}
