//! The right to write the index on a search server, which one process has at a time.

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};

use crate::StoreError;

/// The key of the advisory lock.
const KEY: i64 = 0x706c_6169_6e69_6478;

/// Held as long as it lives and its connection does: a process that ends in whatever way frees it.
pub struct IndexLock(PoolConnection<Postgres>);

impl IndexLock {
    /// The lock, where nobody holds it.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn try_acquire(pool: &PgPool) -> Result<Option<Self>, StoreError> {
        let mut connection = pool.acquire().await?;
        let ours =
            sqlx::query_scalar!("SELECT pg_try_advisory_lock($1)", KEY).fetch_one(&mut *connection).await?;
        if ours != Some(true) {
            return Ok(None);
        }
        // Closed, not given back to the pool: the lock ends with it.
        connection.close_on_drop();
        Ok(Some(Self(connection)))
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
