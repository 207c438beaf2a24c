use plainpied_domain::Activity;
use sqlx::PgConnection;

use crate::StoreError;

/// All activities, by French name.
///
/// # Errors
/// As PostgreSQL says.
pub async fn activities(connection: &mut PgConnection) -> Result<Vec<Activity>, StoreError> {
    let rows = sqlx::query!(
        "SELECT slug, name_fr, name_en, search_words, aliases, groups, osm FROM activity ORDER BY name_fr"
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Activity {
            slug: row.slug.into(),
            name_fr: row.name_fr,
            name_en: row.name_en,
            search_words: row.search_words,
            aliases: row.aliases,
            groups: row.groups,
            osm: row.osm,
        })
        .collect())
}
