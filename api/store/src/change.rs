//! The change log. Writers leave their changes in `change_pending` in their own transaction; [`sequence`] moves what is
//! committed to `change` and gives it the next positions. A reader that has seen position n has seen everything up to
//! n: no transaction can later appear below it.

mod stand;

use std::time::Duration;

use plainpied_domain::{EstablishmentId, Status};
use sqlx::postgres::PgListener;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

pub use self::stand::{entries_at, stands};
use crate::{StoreError, row};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place: dense, from 1, in the order of commits.
    pub position: i64,
    /// Who changed.
    pub establishment: EstablishmentId,
    /// The version that the change made.
    pub version: i32,
}

/// The key of the advisory lock that only one sequencer holds at a time.
const SEQUENCER_LOCK: i64 = 0x706c_6169_6e70_6964;

const WAKE_CHANNEL: &str = "plainpied_change";

/// Gives positions to at most `most` committed changes; how many. None where another process is at it this instant:
/// it does the same.
///
/// # Errors
/// As PostgreSQL says; nothing was moved then.
pub async fn sequence(pool: &PgPool, most: i64) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let ours = sqlx::query_scalar!("SELECT pg_try_advisory_xact_lock($1)", SEQUENCER_LOCK)
        .fetch_one(&mut *transaction)
        .await?;
    if ours != Some(true) {
        return Ok(0);
    }
    // Sequence numbers of one establishment rise with its versions: a writer draws its number while it holds the row.
    let moved = sqlx::query!(
        "WITH moved AS (
             DELETE FROM change_pending
             WHERE sequence IN (SELECT sequence FROM change_pending ORDER BY sequence LIMIT $1)
             RETURNING sequence, establishment_id, kind, version, at
         )
         INSERT INTO change (position, sequence, establishment_id, kind, version, at)
         SELECT (SELECT coalesce(max(position), 0) FROM change) + row_number() OVER (ORDER BY sequence),
                sequence, establishment_id, kind, version, at
         FROM moved",
        most
    )
    .execute(&mut *transaction)
    .await?
    .rows_affected();
    transaction.commit().await?;
    Ok(moved)
}

/// Up to `most` changes after a position, in order.
///
/// # Errors
/// As PostgreSQL says.
pub async fn after(
    connection: &mut PgConnection,
    position: i64,
    most: i64,
) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query_file!("src/change/after.sql", position, most).fetch_all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| Change {
            position: row.position,
            establishment: row.establishment_id.into(),
            version: row.version,
        })
        .collect())
}

/// One line of the log, with what became of the establishment since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log.
    pub position: i64,
    /// Who changed.
    pub establishment: EstablishmentId,
    /// created, updated, closed, merged or deleted.
    pub kind: String,
    /// The version that the change made.
    pub version: i32,
    /// When.
    pub at: OffsetDateTime,
    /// What the establishment is now.
    pub status: Status,
    /// The place it lives on in.
    pub successor: Option<EstablishmentId>,
}

struct EntryRow {
    position: i64,
    establishment_id: Uuid,
    kind: String,
    version: i32,
    at: OffsetDateTime,
    status: String,
    successor_id: Option<Uuid>,
}

impl EntryRow {
    fn into_domain(self) -> Result<Entry, StoreError> {
        Ok(Entry {
            position: self.position,
            establishment: self.establishment_id.into(),
            kind: self.kind,
            version: self.version,
            at: self.at,
            status: row::parse(self.establishment_id, "status", &self.status)?,
            successor: self.successor_id.map(Into::into),
        })
    }
}

/// Up to `most` entries after a position, in order.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn entries(
    connection: &mut PgConnection,
    position: i64,
    most: i64,
) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query_file_as!(EntryRow, "src/change/entries.sql", position, most)
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(EntryRow::into_domain).collect()
}

/// What the versions of these establishments changed, from a first version of each on, as JSON in order.
///
/// # Errors
/// As PostgreSQL says.
pub async fn diffs(
    connection: &mut PgConnection,
    wanted: &[(Uuid, i32)],
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let (ids, firsts): (Vec<Uuid>, Vec<i32>) = wanted.iter().copied().unzip();
    let rows = sqlx::query_file!("src/change/diffs.sql", &ids, &firsts).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.establishment_id, row.diff)).collect())
}

/// What these very versions changed, as JSON, each establishment's in order.
///
/// # Errors
/// As PostgreSQL says.
pub async fn diffs_at(
    connection: &mut PgConnection,
    wanted: &[(Uuid, i32)],
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let (ids, versions): (Vec<Uuid>, Vec<i32>) = wanted.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"SELECT v.establishment_id, v.diff::text AS "diff!"
           FROM UNNEST($1::uuid[], $2::int[]) AS wanted (id, version)
           JOIN establishment_version v ON v.establishment_id = wanted.id AND v.version = wanted.version
           ORDER BY v.establishment_id, v.version"#,
        &ids,
        &versions
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.establishment_id, row.diff)).collect())
}

/// How far the log reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last position given; 0: none.
    pub position: i64,
    /// Whether committed changes still wait for one.
    pub pending: bool,
}

/// How far the log reaches now.
///
/// # Errors
/// As PostgreSQL says.
pub async fn head(connection: &mut PgConnection) -> Result<Head, StoreError> {
    let row = sqlx::query!(
        r#"SELECT (SELECT coalesce(max(position), 0) FROM change) AS "position!",
                  EXISTS (SELECT FROM change_pending) AS "pending!""#
    )
    .fetch_one(connection)
    .await?;
    Ok(Head { position: row.position, pending: row.pending })
}

/// Wakes all listeners. Called after a commit, never inside it: NOTIFY takes a lock that would put all commits in a
/// row. Losing it costs a listener at most one polling interval.
///
/// # Errors
/// As PostgreSQL says; the change itself stands.
pub async fn wake(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("SELECT pg_notify($1, '') AS ignored", WAKE_CHANNEL).execute(connection).await?;
    Ok(())
}

/// Waits to be woken, on a connection of its own.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Starts listening.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn connect(pool: &PgPool) -> Result<Self, StoreError> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(WAKE_CHANNEL).await?;
        Ok(Self(listener))
    }

    /// Returns when woken, or when `at_most` is over: polling guarantees, waking hastens.
    ///
    /// # Errors
    /// The connection is lost and could not be made again.
    pub async fn wait(&mut self, at_most: Duration) -> Result<(), StoreError> {
        match tokio::time::timeout(at_most, self.0.recv()).await {
            Ok(Ok(_)) | Err(_) => Ok(()),
            Ok(Err(error)) => Err(error.into()),
        }
    }
}
