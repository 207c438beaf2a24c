//! Following the change log. What is counted of a place is remembered in `statistics_place`, so that a change is the
//! difference to it; a contribution is counted in the transaction that moves the position beyond it.

use std::collections::{BTreeMap, HashMap};

use plainpied_criteria::needs::{Verdict, needs};
use plainpied_criteria::schema;
use sqlx::{PgConnection, PgPool};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::counts::{Counts, Key, Place, keys};
use super::write::{columns, first_of_month, write_counts, write_places};
use crate::{StoreError, row};

/// The key of the advisory lock of the one that follows.
const FOLLOWER: i64 = 0x706c_6169_6e73_7461;

struct PresentRow {
    id: Uuid,
    activities: Vec<String>,
    completeness: i16,
    status: String,
    verdicts: Option<String>,
    criteria: String,
    areas: Vec<String>,
}

struct ChangeRow {
    position: i64,
    establishment: Uuid,
    kind: String,
    at: OffsetDateTime,
    source: Option<String>,
}

/// Where to go on.
struct From {
    position: i64,
    contributions: i64,
}

/// Takes up to `most` further changes into the statistics; how many. None where there is nothing new, or another process
/// is at it.
///
/// # Errors
/// As PostgreSQL says, and nothing has changed then; a row that cannot be.
pub async fn follow(pool: &PgPool, most: i64, now: OffsetDateTime) -> Result<u64, StoreError> {
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
    let changes = sqlx::query_file_as!(ChangeRow, "src/statistics/changes.sql", from.position, most)
        .fetch_all(&mut *transaction)
        .await?;
    let Some(last) = changes.last().map(|change| change.position) else {
        transaction.commit().await?;
        return Ok(0);
    };
    let mut ids: Vec<Uuid> = changes.iter().map(|change| change.establishment).collect();
    ids.sort_unstable();
    ids.dedup();
    let before = counted(&mut transaction, &ids).await?;
    let after = sqlx::query_file_as!(PresentRow, "src/statistics/present.sql", &ids)
        .fetch_all(&mut *transaction)
        .await?;
    let fresh = changes.iter().filter(|change| change.position > from.contributions);
    count_contributions(&mut transaction, fresh, &after).await?;
    count_places(&mut transaction, (&ids, before, after), now).await?;
    sqlx::query!(
        "UPDATE statistics_state SET position = $1, contributions = greatest(contributions, $1), counted_at = $2",
        last,
        now
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(changes.len() as u64)
}

/// The rules by which places are counted.
pub(crate) fn mark() -> String {
    format!("{}-{:x}", needs().mark(), schema().fingerprint())
}

/// Where to go on; at the beginning where other rules counted, or the base was restored to an earlier state. None where
/// the base was judged by the rules of a newer program: that one follows.
async fn begin(connection: &mut PgConnection) -> Result<Option<From>, StoreError> {
    let state = sqlx::query!(
        "SELECT position, contributions, mark, verdicts_mark AS present FROM statistics_state CROSS JOIN installation"
    )
    .fetch_one(&mut *connection)
    .await?;
    if state.present.as_deref() != Some(needs().mark()) {
        return Ok(None);
    }
    let head = crate::change::head(connection).await?.position;
    let is_restored = state.position > head || state.contributions > head;
    if state.mark == mark() && !is_restored {
        return Ok(Some(From { position: state.position, contributions: state.contributions }));
    }
    sqlx::query!("TRUNCATE statistics_place, statistics_count").execute(&mut *connection).await?;
    let contributions = if is_restored {
        sqlx::query!("TRUNCATE statistics_contribution").execute(&mut *connection).await?;
        0
    } else {
        state.contributions
    };
    sqlx::query!(
        "UPDATE statistics_state SET position = 0, contributions = $1, mark = $2",
        contributions,
        mark()
    )
    .execute(connection)
    .await?;
    Ok(Some(From { position: 0, contributions }))
}

/// What is counted of these places so far.
async fn counted(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Place>, StoreError> {
    let rows = sqlx::query!(
        "SELECT establishment_id, areas, activities, completeness, verdicts, known
         FROM statistics_place WHERE establishment_id = ANY ($1)",
        ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Place {
                areas: row.areas,
                activities: row.activities,
                completeness: row.completeness,
                verdicts: verdicts(row.establishment_id, &row.verdicts)?,
                known: row.known,
            })
        })
        .collect()
}

fn verdicts(id: Uuid, stamp: &str) -> Result<Vec<Verdict>, StoreError> {
    needs()
        .read_stamp(stamp)
        .ok_or_else(|| row::inconsistent(id, "verdicts", format!("{stamp:?} is no stamp")))
}

/// A published place with the stamp of its verdicts.
fn place(row: PresentRow) -> Result<(Uuid, (Place, String)), StoreError> {
    let answers = row::answers(row.id, schema(), &row.criteria)?;
    let stamp = row.verdicts.filter(|stamp| needs().read_stamp(stamp).is_some());
    let stamp = stamp.unwrap_or_else(|| needs().stamp(&answers));
    let mut known = vec![0; schema().len().div_ceil(8)];
    for (id, _) in answers.iter() {
        known[id.index() / 8] |= 1 << (id.index() % 8);
    }
    let place = Place {
        areas: row.areas,
        activities: row.activities,
        completeness: row.completeness,
        verdicts: verdicts(row.id, &stamp)?,
        known,
    };
    Ok((row.id, (place, stamp)))
}

async fn count_places(
    connection: &mut PgConnection,
    (ids, before, after): (&[Uuid], Vec<Place>, Vec<PresentRow>),
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let published = after.into_iter().filter(|row| row.status == "published");
    let after: HashMap<Uuid, (Place, String)> = published.map(place).collect::<Result<_, _>>()?;
    let mut counts = Counts::default();
    before.iter().for_each(|place| counts.add(place, -1));
    after.values().for_each(|(place, _)| counts.add(place, 1));
    write_places(connection, ids, &after).await?;
    write_counts(connection, counts.changed(), now).await
}

/// Counts these changes where their establishments are now. Nothing is told of drafts.
async fn count_contributions(
    connection: &mut PgConnection,
    changes: impl Iterator<Item = &ChangeRow>,
    places: &[PresentRow],
) -> Result<(), StoreError> {
    let places: HashMap<Uuid, &PresentRow> = places.iter().map(|row| (row.id, row)).collect();
    let mut counts: BTreeMap<(Key, Date, &str), [i32; 3]> = BTreeMap::new();
    for change in changes {
        let place = places.get(&change.establishment).filter(|row| row.status != "draft");
        let (Some(place), Some(source)) = (place, change.source.as_deref()) else { continue };
        let column = match change.kind.as_str() {
            "created" => 0,
            "updated" => 1,
            "closed" | "merged" | "deleted" => 2,
            // Nobody wrote anything.
            _ => continue,
        };
        for key in keys(&place.areas, &place.activities) {
            counts.entry((key, first_of_month(change.at), source)).or_default()[column] += 1;
        }
    }
    let (areas, activities) = columns(counts.keys().map(|(key, ..)| key));
    let months: Vec<Date> = counts.keys().map(|(_, month, _)| *month).collect();
    let sources: Vec<String> = counts.keys().map(|(.., source)| (*source).to_owned()).collect();
    let column = |place: usize| counts.values().map(|count| count[place]).collect::<Vec<i32>>();
    sqlx::query_file!(
        "src/statistics/upsert_contributions.sql",
        &areas,
        &activities,
        &months,
        &sources,
        &column(0),
        &column(1),
        &column(2)
    )
    .execute(connection)
    .await?;
    Ok(())
}
