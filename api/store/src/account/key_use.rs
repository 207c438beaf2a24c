//! How much keys have asked.

use sqlx::PgConnection;
use time::Date;

use crate::StoreError;

/// What a key may ask; none: no limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyLimits {
    /// Requests a day (UTC).
    pub a_day: Option<i32>,
    /// Requests a second that it may go on asking.
    pub a_second: Option<i32>,
}

/// How much a key has asked on a day.
///
/// # Errors
/// As PostgreSQL says.
pub async fn key_use(connection: &mut PgConnection, prefix: &str, day: Date) -> Result<i64, StoreError> {
    let count =
        sqlx::query_scalar!("SELECT requests FROM api_key_use WHERE prefix = $1 AND day = $2", prefix, day);
    Ok(count.fetch_optional(connection).await?.unwrap_or_default())
}

/// Adds requests of a day; how many there are now, those that other servers counted too. None: the key is gone.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_key_use(
    connection: &mut PgConnection,
    (prefix, day): (&str, Date),
    more: i64,
) -> Result<Option<i64>, StoreError> {
    let count = sqlx::query_scalar!(
        "INSERT INTO api_key_use (prefix, day, requests)
         SELECT prefix, $2, $3 FROM api_key WHERE prefix = $1
         ON CONFLICT (prefix, day) DO UPDATE SET requests = api_key_use.requests + excluded.requests
         RETURNING requests",
        prefix,
        day,
        more
    );
    Ok(count.fetch_optional(connection).await?)
}

/// Forgets what was counted before a day.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_key_use(connection: &mut PgConnection, before: Date) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM api_key_use WHERE day < $1", before).execute(connection).await?;
    Ok(())
}
