use plainpied_domain::{Activity, Commune, Source, text};
use sqlx::PgConnection;

use super::add_source;
use crate::StoreError;

/// A region: code and name.
#[derive(Debug, Clone)]
pub struct RegionSeed {
    /// INSEE code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A department and its region.
#[derive(Debug, Clone)]
pub struct DepartmentSeed {
    /// Code: `69`, `2A`, `974`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its region.
    pub region: String,
}

/// A commune; its department must be among the departments, its parent among the communes.
pub type CommuneSeed = Commune;

/// Everything that establishments refer to.
#[derive(Debug, Clone, Default)]
pub struct Seed {
    /// Regions.
    pub regions: Vec<RegionSeed>,
    /// Departments.
    pub departments: Vec<DepartmentSeed>,
    /// Communes, parents before their arrondissements or not.
    pub communes: Vec<CommuneSeed>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Sources.
    pub sources: Vec<Source>,
}

/// How many rows were new or differed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedCounts {
    /// Communes and arrondissements.
    pub communes: u64,
    /// Activities.
    pub activities: u64,
}

/// Writes the reference data: adds what is missing, corrects what differs, removes nothing (establishments may refer
/// to it). Again with the same data it changes nothing. In the caller's transaction. Sources that an operator has
/// changed stay as they are.
///
/// # Errors
/// As PostgreSQL says.
pub async fn seed(connection: &mut PgConnection, seed: &Seed) -> Result<SeedCounts, StoreError> {
    territory(connection, seed).await?;
    // Communes first, arrondissements after: the parent must be there.
    let (parents, children): (Vec<_>, Vec<_>) =
        seed.communes.iter().partition(|commune| commune.parent.is_none());
    let counted = communes(connection, &parents).await? + communes(connection, &children).await?;
    let mut activities = 0;
    for activity in &seed.activities {
        activities += self::activity(connection, activity).await?;
    }
    let known = super::sources(connection).await?;
    for source in &seed.sources {
        if !known.iter().any(|known| known.key == source.key) {
            add_source(connection, source).await?;
        }
    }
    Ok(SeedCounts { communes: counted, activities })
}

async fn territory(connection: &mut PgConnection, seed: &Seed) -> Result<(), StoreError> {
    let (codes, names): (Vec<_>, Vec<_>) =
        seed.regions.iter().map(|region| (region.code.clone(), region.name.clone())).unzip();
    sqlx::query!(
        "INSERT INTO region (code, name) SELECT * FROM UNNEST($1::text[], $2::text[])
         ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name WHERE region.name <> EXCLUDED.name",
        &codes,
        &names
    )
    .execute(&mut *connection)
    .await?;
    let codes: Vec<_> = seed.departments.iter().map(|department| department.code.clone()).collect();
    let names: Vec<_> = seed.departments.iter().map(|department| department.name.clone()).collect();
    let regions: Vec<_> = seed.departments.iter().map(|department| department.region.clone()).collect();
    sqlx::query!(
        "INSERT INTO department (code, name, region_code)
         SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[])
         ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, region_code = EXCLUDED.region_code
         WHERE (department.name, department.region_code) <> (EXCLUDED.name, EXCLUDED.region_code)",
        &codes,
        &names,
        &regions
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn communes(connection: &mut PgConnection, communes: &[&CommuneSeed]) -> Result<u64, StoreError> {
    let column =
        |of: fn(&CommuneSeed) -> String| communes.iter().map(|commune| of(commune)).collect::<Vec<_>>();
    let codes = column(|commune| commune.code.to_string());
    let names = column(|commune| commune.name.clone());
    let folded = column(|commune| text::fold_commune(&commune.name));
    // UNNEST flattens arrays of arrays, so the postal codes travel as one text each.
    let postal_codes = column(|commune| commune.postal_codes.join(" "));
    let departments = column(|commune| commune.department.clone());
    let parents: Vec<_> =
        communes.iter().map(|commune| commune.parent.as_ref().map(ToString::to_string)).collect();
    let populations: Vec<_> = communes.iter().map(|commune| commune.population).collect();
    let lons: Vec<_> = communes.iter().map(|commune| commune.location.lon()).collect();
    let lats: Vec<_> = communes.iter().map(|commune| commune.location.lat()).collect();
    let done = sqlx::query_file!(
        "src/reference/upsert_communes.sql",
        &codes,
        &names,
        &folded,
        &postal_codes,
        &departments,
        &populations,
        &lons,
        &lats,
        &parents as &[Option<String>]
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

async fn activity(connection: &mut PgConnection, activity: &Activity) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO activity (slug, name_fr, name_en, search_words, aliases, groups, osm)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (slug) DO UPDATE SET name_fr = EXCLUDED.name_fr, name_en = EXCLUDED.name_en,
             search_words = EXCLUDED.search_words, aliases = EXCLUDED.aliases, groups = EXCLUDED.groups,
             osm = EXCLUDED.osm
         WHERE (activity.name_fr, activity.name_en, activity.search_words, activity.aliases, activity.groups,
                activity.osm) IS DISTINCT FROM
               (EXCLUDED.name_fr, EXCLUDED.name_en, EXCLUDED.search_words, EXCLUDED.aliases, EXCLUDED.groups,
                EXCLUDED.osm)",
        activity.slug.as_str(),
        activity.name_fr,
        activity.name_en,
        &activity.search_words,
        &activity.aliases,
        &activity.groups,
        &activity.osm
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
