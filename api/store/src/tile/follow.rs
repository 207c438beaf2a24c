//! Following the change log. What is counted of a place is remembered in `tile_place`, so that a change is the
//! difference to it: doing a change twice changes nothing.

use std::collections::HashMap;

use plainpied_criteria::needs::needs;
use plainpied_criteria::schema;
use plainpied_domain::{Cell, LonLat};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::counts::{Count, Counted, Counts, Key};
use crate::{StoreError, row};

/// The key of the advisory lock of the one that follows.
const FOLLOWER: i64 = 0x706c_6169_6e74_696c;

struct PlaceRow {
    id: Uuid,
    lon: f64,
    lat: f64,
    name: String,
    activities: Vec<String>,
    completeness: i16,
    verdicts: Option<String>,
    criteria: String,
}

/// A place as it stands in `tile_place`.
pub(super) struct Place {
    name: String,
    completeness: i16,
    stamp: String,
    counted: Counted,
}

/// Takes up to `most` further changes into the tiles; how many. None where there is nothing new, or another process is at
/// it. Verdicts of other rules are done away with first, and everything is counted anew.
///
/// # Errors
/// As PostgreSQL says, and nothing has changed then; a row that cannot be.
pub async fn follow(pool: &PgPool, most: i64) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let ours = sqlx::query_scalar!("SELECT pg_try_advisory_xact_lock($1)", FOLLOWER)
        .fetch_one(&mut *transaction)
        .await?;
    if ours != Some(true) {
        return Ok(0);
    }
    let Some(from) = begin(&mut transaction).await? else {
        return Ok(0);
    };
    let changes = crate::change::after(&mut transaction, from, most).await?;
    let Some(last) = changes.last() else {
        transaction.commit().await?;
        return Ok(0);
    };
    let mut ids: Vec<Uuid> = changes.iter().map(|change| change.establishment.as_uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    let before = counted(&mut transaction, &ids).await?;
    let after = present(&mut transaction, &ids).await?;
    let mut counts = Counts::default();
    before.iter().for_each(|place| counts.add(place, -1));
    after.values().for_each(|place| counts.add(&place.counted, 1));
    write_places(&mut transaction, &ids, &after).await?;
    write_counts(&mut transaction, counts).await?;
    sqlx::query!("UPDATE tile_state SET position = $1", last.position).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(changes.len() as u64)
}

/// Where to go on; at the beginning where other rules made what there is, or the base was restored to an earlier state.
/// None where the base was judged by the rules of a newer program: that one follows.
async fn begin(connection: &mut PgConnection) -> Result<Option<i64>, StoreError> {
    let state = sqlx::query!(
        "SELECT position, mark, verdicts_mark AS present FROM tile_state CROSS JOIN installation"
    )
    .fetch_one(&mut *connection)
    .await?;
    if state.present.as_deref() != Some(needs().mark()) {
        return Ok(None);
    }
    let head = crate::change::head(connection).await?.position;
    if state.mark == needs().mark() && state.position <= head {
        return Ok(Some(state.position));
    }
    sqlx::query!("TRUNCATE tile_place, tile_cell").execute(&mut *connection).await?;
    sqlx::query!("UPDATE tile_state SET position = 0, mark = $1", needs().mark()).execute(connection).await?;
    Ok(Some(0))
}

/// What is counted of these places so far.
async fn counted(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Counted>, StoreError> {
    let rows = sqlx::query!(
        "SELECT establishment_id, cell, activities, verdicts FROM tile_place WHERE establishment_id = ANY ($1)",
        ids
    )
    .fetch_all(connection)
    .await?;
    let counted = |row: (Uuid, i64, Vec<String>, String)| {
        let (id, cell, activities, stamp) = row;
        Ok(Counted { cell: Cell::from_number(cell), activities, verdicts: verdicts(id, &stamp)? })
    };
    rows.into_iter()
        .map(|row| counted((row.establishment_id, row.cell, row.activities, row.verdicts)))
        .collect()
}

fn verdicts(id: Uuid, stamp: &str) -> Result<Vec<plainpied_criteria::needs::Verdict>, StoreError> {
    needs()
        .read_stamp(stamp)
        .ok_or_else(|| row::inconsistent(id, "verdicts", format!("{stamp:?} is no stamp")))
}

/// Those of these places that are published, as they stand now.
pub(super) async fn present(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Place>, StoreError> {
    let rows = sqlx::query_as!(
        PlaceRow,
        r#"SELECT id, ST_X(location) AS "lon!", ST_Y(location) AS "lat!", name, activities, completeness, verdicts,
                  criteria::text AS "criteria!"
           FROM establishment WHERE status = 'published' AND id = ANY ($1)"#,
        ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(place).collect()
}

fn place(row: PlaceRow) -> Result<(Uuid, Place), StoreError> {
    let at = LonLat::new(row.lon, row.lat)
        .map_err(|error| row::inconsistent(row.id, "location", error.to_string()))?;
    let stamp = match row.verdicts.filter(|stamp| needs().read_stamp(stamp).is_some()) {
        Some(stamp) => stamp,
        None => needs().stamp(&row::answers(row.id, schema(), &row.criteria)?),
    };
    let counted =
        Counted { cell: Cell::of(at), activities: row.activities, verdicts: verdicts(row.id, &stamp)? };
    Ok((row.id, Place { name: row.name, completeness: row.completeness, stamp, counted }))
}

pub(super) async fn write_places(
    connection: &mut PgConnection,
    ids: &[Uuid],
    places: &HashMap<Uuid, Place>,
) -> Result<(), StoreError> {
    let gone: Vec<Uuid> = ids.iter().filter(|id| !places.contains_key(id)).copied().collect();
    sqlx::query!("DELETE FROM tile_place WHERE establishment_id = ANY ($1)", &gone)
        .execute(&mut *connection)
        .await?;
    let there: Vec<Uuid> = places.keys().copied().collect();
    let column = |of: fn(&Place) -> String| places.values().map(of).collect::<Vec<_>>();
    let cells: Vec<i64> = places.values().map(|place| place.counted.cell.get()).collect();
    // Less than 2^30.
    let axis = |axis: usize| {
        places
            .values()
            .map(|place| i32::try_from(place.counted.cell.column_row()[axis]).unwrap_or(i32::MAX))
            .collect::<Vec<i32>>()
    };
    let completeness: Vec<i16> = places.values().map(|place| place.completeness).collect();
    sqlx::query_file!(
        "src/tile/upsert_places.sql",
        &there,
        &cells,
        &column(|place| place.name.clone()),
        &column(|place| place.counted.activities.join(",")),
        &completeness,
        &column(|place| place.stamp.clone()),
        &axis(0),
        &axis(1)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds what changes to what stands there. The sums are made here: adding two arrays costs PostgreSQL more than writing one.
/// Only the one that follows writes cells, so nobody else changes what was read.
async fn write_counts(connection: &mut PgConnection, counts: Counts) -> Result<(), StoreError> {
    let mut changed = counts.changed();
    add_present(connection, &mut changed).await?;
    let (keys, counts): (Vec<_>, Vec<_>) = changed.into_iter().unzip();
    let (levels, activities, cells) = columns(&keys);
    let totals: Vec<i32> = counts.iter().map(|count| count.total).collect();
    let sums = |axis: usize| counts.iter().map(|count| count.sum[axis]).collect::<Vec<i64>>();
    let verdicts: Vec<String> = counts.iter().map(|count| row::array(&count.verdicts)).collect();
    sqlx::query_file!(
        "src/tile/upsert_cells.sql",
        &levels,
        &activities,
        &cells,
        &totals,
        &sums(0),
        &sums(1),
        &verdicts
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM tile_cell WHERE total = 0").execute(connection).await?;
    Ok(())
}

/// Adds to each the count that its cell has so far.
async fn add_present(connection: &mut PgConnection, changed: &mut [(Key, Count)]) -> Result<(), StoreError> {
    let (levels, activities, cells) = columns(changed.iter().map(|(key, _)| key));
    let present = sqlx::query_file!("src/tile/present_cells.sql", &levels, &activities, &cells)
        .fetch_all(connection)
        .await?;
    for found in present {
        // Of those that were asked for, counted from 1.
        let place = usize::try_from(found.place - 1).unwrap_or(usize::MAX);
        if let Some((_, count)) = changed.get_mut(place) {
            let sum = [found.sum_x, found.sum_y];
            count.add(&Count { total: found.total, sum, verdicts: found.verdicts });
        }
    }
    Ok(())
}

fn columns<'a>(keys: impl IntoIterator<Item = &'a Key>) -> (Vec<i16>, Vec<String>, Vec<i64>) {
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for (level, activity, cell) in keys {
        columns.0.push(*level);
        columns.1.push(activity.clone());
        columns.2.push(*cell);
    }
    columns
}
