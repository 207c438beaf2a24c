//! Connecting, migrating, and refusing a base that is newer than the program.

use std::str::FromStr;
use std::time::Duration;

use log::LevelFilter;
use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use crate::{StoreError, criteria_view, verdicts};

/// [`MIGRATION_LOCK`] is what one program has: a lock of sqlx's own would outlive a migration that fails.
static MIGRATIONS: Migrator = Migrator { locking: false, ..sqlx::migrate!("../../migrations") };

/// How to reach the base.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `postgres://user:password@host:port/database`.
    pub url: String,
    /// Connections held at most.
    pub connections: u32,
    /// No statement runs longer, except those of imports and exports.
    pub statement_timeout: Duration,
}

/// Waiting for a connection any longer means that the base is away or overloaded: the caller should hear so.
const ACQUIRE_TIMEOUT: Duration = Duration::from_millis(1_500);

/// Statements that take longer are told in the log. Those that follow the change log take in thousands of changes at once:
/// on a small machine a second is nothing unusual.
const SLOW: Duration = Duration::from_secs(4);

/// For so long after it was used a connection counts as alive.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// The advisory lock of the one program that migrates.
const MIGRATION_LOCK: i64 = 0x6d69_6772_6174_6521;
const MIGRATION_LOOK: Duration = Duration::from_millis(100);

/// A migration that waits for a reader to leave a table lets nobody else read it. It waits for a moment, lets those by who
/// have come meanwhile, and begins again: exports hold their tables as long as their clients take.
const LOCK_PATIENCE: &str = "1s";
const LOCK_PAUSE: Duration = Duration::from_secs(2);

/// A pool of connections. The first is made at once, so that a wrong address is noticed at start.
///
/// # Errors
/// [`StoreError::Unavailable`] where nobody answers.
pub async fn connect(config: &DatabaseConfig) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(&config.url)?.application_name("plainpied").options([
        ("statement_timeout", config.statement_timeout.as_millis().to_string()),
        ("idle_in_transaction_session_timeout", "60000".to_owned()),
    ]);
    let options = options.log_slow_statements(LevelFilter::Warn, SLOW);
    Ok(PgPoolOptions::new()
        .max_connections(config.connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, metadata| Box::pin(async move { alive(connection, metadata).await }))
        .connect_with(options)
        .await?)
}

/// A connection that was used a moment ago is taken as it is: asking it each time would double the round trips of the
/// cheapest requests. One that died in that moment fails one request, as it would have a moment later.
async fn alive(connection: &mut PgConnection, metadata: PoolConnectionMetadata) -> Result<bool, sqlx::Error> {
    Ok(is_alive(connection, metadata.idle_for).await)
}

/// Whether a connection answers that was used so long ago.
pub(crate) async fn is_alive(connection: &mut PgConnection, idle_for: Duration) -> bool {
    idle_for < TRUSTED_FOR || connection.ping().await.is_ok()
}

/// Runs the migrations that the base lacks, then generates the view of the criteria and the verdicts anew where schema
/// or rules changed.
/// Two programs that do it at once wait for each other.
///
/// # Errors
/// A base that is newer than the program, which is left as it is; a migration that fails, which is rolled back.
pub async fn migrate(pool: &PgPool) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?;
    alone(&mut connection).await?;
    let done = migrate_alone(&mut connection).await;
    wait_for_locks(&mut connection, "0").await?;
    let unlocked = sqlx::query_scalar!("SELECT pg_advisory_unlock($1)", MIGRATION_LOCK);
    unlocked.fetch_one(&mut *connection).await?;
    done
}

async fn migrate_alone(connection: &mut PgConnection) -> Result<(), StoreError> {
    refuse_newer(connection).await?;
    run(connection).await?;
    criteria_view::refresh(connection).await?;
    verdicts::refresh(connection).await
}

async fn run(connection: &mut PgConnection) -> Result<(), StoreError> {
    let applied = applied(connection).await?;
    let pending = |one: &&Migration| one.migration_type.is_up_migration() && !applied.contains(&one.version);
    for migration in MIGRATIONS.iter().filter(pending) {
        // An index that is made concurrently is in nobody's way, and half of one would stay behind.
        wait_for_locks(connection, if migration.no_tx { "0" } else { LOCK_PATIENCE }).await?;
        while let Err(error) = MIGRATIONS.run_to(migration.version, &mut *connection).await {
            if !is_in_the_way(&error) {
                return Err(StoreError::Migration(error));
            }
            tokio::time::sleep(LOCK_PAUSE).await;
        }
    }
    wait_for_locks(connection, "0").await?;
    // Whether those of before are as this program knows them.
    MIGRATIONS.run(connection).await.map_err(StoreError::Migration)
}

/// How long statements wait for a table; "0": as long as it takes.
async fn wait_for_locks(connection: &mut PgConnection, patience: &str) -> Result<(), StoreError> {
    sqlx::query!("SELECT set_config('lock_timeout', $1, false)", patience).fetch_one(connection).await?;
    Ok(())
}

/// Whether somebody held a table for longer than a migration waits.
fn is_in_the_way(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    error.as_database_error().and_then(|error| error.code()).as_deref() == Some("55P03")
}

/// Waits until no other program migrates. It asks again and again rather than waiting within a statement, as sqlx does:
/// an index that is made concurrently waits for all statements to end, and both would wait for ever.
async fn alone(connection: &mut PgConnection) -> Result<(), StoreError> {
    loop {
        let ours = sqlx::query_scalar!("SELECT pg_try_advisory_lock($1)", MIGRATION_LOCK);
        if ours.fetch_one(&mut *connection).await? == Some(true) {
            return Ok(());
        }
        tokio::time::sleep(MIGRATION_LOOK).await;
    }
}

/// Undoes all migrations: for the test of the down files.
///
/// # Errors
/// A migration that fails.
#[cfg(feature = "testing")]
pub async fn unmigrate(pool: &PgPool) -> Result<(), StoreError> {
    MIGRATIONS.undo(pool, 0).await.map_err(StoreError::Migration)
}

/// A number that changes with any migration: names template databases.
#[cfg(feature = "testing")]
pub fn migrations_fingerprint() -> u64 {
    let sums = MIGRATIONS.iter().flat_map(|migration| migration.checksum.iter());
    sums.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether the base is exactly as this program wants it.
///
/// # Errors
/// [`StoreError::NewerSchema`] or [`StoreError::OlderSchema`], which say what to do.
pub async fn check(pool: &PgPool) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?;
    refuse_newer(&mut connection).await?;
    match applied(&mut connection).await?.into_iter().max() {
        Some(found) if found == newest_known() => Ok(()),
        _ => Err(StoreError::OlderSchema(newest_known())),
    }
}

async fn refuse_newer(connection: &mut PgConnection) -> Result<(), StoreError> {
    let known = newest_known();
    match applied(connection).await?.into_iter().max() {
        Some(found) if found > known => Err(StoreError::NewerSchema { found, known }),
        _ => Ok(()),
    }
}

fn newest_known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The table of migrations is sqlx's own and not there before the first one: asked at run time.
async fn applied(connection: &mut PgConnection) -> Result<Vec<i64>, StoreError> {
    let there: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(connection).await?)
}
