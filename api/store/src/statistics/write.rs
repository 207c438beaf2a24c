//! What following comes to, written.

use std::collections::HashMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::counts::{Count, Key, Place, is_detailed};
use crate::{StoreError, row};

pub(super) async fn write_places(
    connection: &mut PgConnection,
    ids: &[Uuid],
    places: &HashMap<Uuid, (Place, String)>,
) -> Result<(), StoreError> {
    let gone: Vec<Uuid> = ids.iter().filter(|id| !places.contains_key(id)).copied().collect();
    sqlx::query!("DELETE FROM statistics_place WHERE establishment_id = ANY ($1)", &gone)
        .execute(&mut *connection)
        .await?;
    let there: Vec<Uuid> = places.keys().copied().collect();
    let areas: Vec<String> = places.values().map(|(place, _)| place.areas.join(",")).collect();
    let activities: Vec<String> = places.values().map(|(place, _)| place.activities.join(",")).collect();
    let completeness: Vec<i16> = places.values().map(|(place, _)| place.completeness).collect();
    let stamps: Vec<String> = places.values().map(|(_, stamp)| stamp.clone()).collect();
    let known: Vec<Vec<u8>> = places.values().map(|(place, _)| place.known.clone()).collect();
    sqlx::query_file!(
        "src/statistics/upsert_places.sql",
        &there,
        &areas,
        &activities,
        &completeness,
        &stamps,
        &known
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds what changes to what stands there. The sums are made here: adding two arrays costs PostgreSQL more than writing one.
/// Only the one that follows writes counters, so nobody else changes what was read.
pub(super) async fn write_counts(
    connection: &mut PgConnection,
    mut changed: Vec<(Key, Count)>,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    add_present(connection, &mut changed).await?;
    let (areas, activities) = columns(changed.iter().map(|(key, _)| key));
    let totals: Vec<i32> = changed.iter().map(|(_, count)| count.total).collect();
    let completeness: Vec<i64> = changed.iter().map(|(_, count)| count.completeness).collect();
    let arrays =
        |of: fn(&Count) -> &[i32]| changed.iter().map(|(_, count)| row::array(of(count))).collect::<Vec<_>>();
    sqlx::query_file!(
        "src/statistics/upsert_counts.sql",
        &areas,
        &activities,
        &totals,
        &completeness,
        &arrays(|count| &count.levels),
        &arrays(|count| &count.verdicts),
        &arrays(|count| &count.known)
    )
    .execute(&mut *connection)
    .await?;
    let (areas, activities) = columns(changed.iter().map(|(key, _)| key).filter(|key| is_detailed(key)));
    sqlx::query_file!("src/statistics/upsert_months.sql", &areas, &activities, first_of_month(now))
        .execute(&mut *connection)
        .await?;
    sqlx::query!("DELETE FROM statistics_count WHERE total = 0").execute(connection).await?;
    Ok(())
}

/// Adds to each what its counter has so far.
async fn add_present(connection: &mut PgConnection, changed: &mut [(Key, Count)]) -> Result<(), StoreError> {
    let (areas, activities) = columns(changed.iter().map(|(key, _)| key));
    let present = sqlx::query_file!("src/statistics/present_counts.sql", &areas, &activities)
        .fetch_all(connection)
        .await?;
    for found in present {
        // Of those that were asked for, counted from 1.
        let place = usize::try_from(found.place - 1).unwrap_or(usize::MAX);
        if let Some((_, count)) = changed.get_mut(place) {
            count.add(&Count {
                total: found.total,
                completeness: found.completeness,
                levels: found.levels,
                verdicts: found.verdicts,
                known: found.known,
            });
        }
    }
    Ok(())
}

pub(super) fn columns<'a>(keys: impl Iterator<Item = &'a Key>) -> (Vec<String>, Vec<String>) {
    keys.cloned().unzip()
}

pub(super) fn first_of_month(at: OffsetDateTime) -> Date {
    let day = at.to_offset(time::UtcOffset::UTC).date();
    day.replace_day(1).unwrap_or(day)
}
