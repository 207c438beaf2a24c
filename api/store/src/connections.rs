//! Connections that wait beside the pool for whoever reads next.
//!
//! A pool asks each connection that comes back to it whether it is whole, by a round trip and a task of its own: beside
//! the reading of one record that is as much work again. One whose work went well is known to be whole. It waits here as
//! it is; every other one goes to the pool, which looks after it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};

use crate::StoreError;
use crate::database::is_alive;

/// Of so many connections of the pool one may wait here: the others are for those who write and stream.
const SHARE: u32 = 4;
/// After this time a connection goes back to the pool all the same, which ends those that have grown old.
const LENT_FOR: Duration = Duration::from_secs(10);

/// The connections of a pool, for work that is done by statements alone.
pub struct Connections {
    pool: PgPool,
    waiting: Arc<Mutex<Vec<Lent>>>,
    most: usize,
    emptied_at_the_end: Once,
}

struct Lent {
    connection: PoolConnection<Postgres>,
    /// When it came from the pool.
    taken: Instant,
    /// When it was last known to be alive.
    used: Instant,
}

impl Connections {
    /// Those of this pool.
    pub fn of(pool: PgPool) -> Self {
        let most = pool.options().get_max_connections() / SHARE;
        Self {
            pool,
            waiting: Arc::default(),
            most: usize::try_from(most).unwrap_or_default(),
            emptied_at_the_end: Once::new(),
        }
    }

    /// Does work with a connection. It begins no transaction that it may leave open.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where there is no connection; what the work ends with.
    pub async fn query<T>(
        &self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut lent = self.take().await?;
        // Where the work fails, or nobody waits for its end any longer, the connection is dropped: that is to the pool.
        let done = work(&mut lent.connection).await?;
        self.keep(lent);
        Ok(done)
    }

    async fn take(&self) -> Result<Lent, StoreError> {
        while let Some(mut lent) = self.pop() {
            if is_alive(&mut lent.connection, lent.used.elapsed()).await {
                return Ok(lent);
            }
        }
        let connection = self.pool.acquire().await?;
        let now = Instant::now();
        Ok(Lent { connection, taken: now, used: now })
    }

    fn keep(&self, mut lent: Lent) {
        lent.used = Instant::now();
        if lent.used - lent.taken >= LENT_FOR {
            return;
        }
        self.emptied_at_the_end.call_once(|| self.empty_at_the_end());
        let mut waiting = lock(&self.waiting);
        if waiting.len() < self.most && !self.pool.is_closed() {
            waiting.push(lent);
        }
    }

    /// The one that was used last.
    fn pop(&self) -> Option<Lent> {
        lock(&self.waiting).pop()
    }

    /// A pool that is closed waits for all of its connections.
    fn empty_at_the_end(&self) {
        let (waiting, closed) = (Arc::downgrade(&self.waiting), self.pool.close_event());
        tokio::spawn(async move {
            closed.await;
            if let Some(waiting) = waiting.upgrade() {
                lock(&waiting).clear();
            }
        });
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").field("waiting", &lock(&self.waiting).len()).finish_non_exhaustive()
    }
}

fn lock(waiting: &Mutex<Vec<Lent>>) -> MutexGuard<'_, Vec<Lent>> {
    // Nothing panics while it is locked.
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
