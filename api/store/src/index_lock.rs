//! The right to write the index on a search server, and that to publish, which one process has at a time.

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};

use crate::StoreError;

/// The keys of the advisory locks.
const PUBLICATION: i64 = 0x706c_6169_6e70_7562;
/// Who delivers to webhooks.
pub(crate) const WEBHOOKS: i64 = 0x706c_6169_6e77_6562;
const KEY: i64 = 0x706c_6169_6e69_6478;

/// Held as long as it lives and its connection does: a process that ends in whatever way frees it.
pub struct IndexLock(PoolConnection<Postgres>);

impl IndexLock {
    /// The lock, where nobody holds it.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn try_acquire(pool: &PgPool) -> Result<Option<Self>, StoreError> {
        Ok(hold(pool, KEY).await?.map(Self))
    }

    /// Whether it is still held.
    ///
    /// # Errors
    /// The connection is gone, and the lock with it.
    pub async fn check(&mut self) -> Result<(), StoreError> {
        sqlx::query_scalar!("SELECT 1 AS \"one!\"").fetch_one(&mut *self.0).await?;
        Ok(())
    }
}

/// The right to publish the sets of open data. Held like [`IndexLock`].
pub struct PublicationLock(#[expect(dead_code, reason = "held, not used")] PoolConnection<Postgres>);

impl PublicationLock {
    /// The lock, where nobody holds it.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn try_acquire(pool: &PgPool) -> Result<Option<Self>, StoreError> {
        Ok(hold(pool, PUBLICATION).await?.map(Self))
    }
}

pub(crate) async fn hold(pool: &PgPool, key: i64) -> Result<Option<PoolConnection<Postgres>>, StoreError> {
    let mut connection = pool.acquire().await?;
    let ours =
        sqlx::query_scalar!("SELECT pg_try_advisory_lock($1)", key).fetch_one(&mut *connection).await?;
    if ours != Some(true) {
        return Ok(None);
    }
    // Closed, not given back to the pool: the lock ends with it.
    connection.close_on_drop();
    Ok(Some(connection))
}
