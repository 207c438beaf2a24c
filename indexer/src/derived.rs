use std::time::Duration;

use plainpied_domain::{Clock, SystemClock};
use plainpied_store::{PgPool, StoreError, change, statistics, tile};
use tokio::sync::watch;

use crate::IndexerError;
use crate::retry::Retry;

/// Changes that are taken together.
const BATCH: i64 = 2_000;
/// The longest wait between two looks at the log.
const POLL: Duration = Duration::from_millis(500);

/// What is made of the changes.
#[derive(Debug, Clone, Copy)]
enum Derived {
    Tiles,
    Statistics,
}

impl Derived {
    /// Takes the next changes; how many.
    async fn step(self, pool: &PgPool) -> Result<u64, StoreError> {
        match self {
            Self::Tiles => tile::follow(pool, BATCH).await,
            Self::Statistics => statistics::follow(pool, BATCH, SystemClock.now()).await,
        }
    }
}

/// Keeps what map tiles are made of and the statistics up to date with the change log until told to stop. Of several
/// processes one follows at a time; a database that fails is tried again.
pub async fn follow_derived(pool: PgPool, stop: watch::Receiver<bool>) {
    tokio::join!(
        until_stopped(&pool, stop.clone(), Derived::Tiles),
        until_stopped(&pool, stop, Derived::Statistics)
    );
}

async fn until_stopped(pool: &PgPool, mut stop: watch::Receiver<bool>, derived: Derived) {
    let mut retry = Retry::new();
    loop {
        match follow(pool, stop.clone(), derived).await {
            Ok(()) => return,
            Err(error) => retry.after(&error, &mut stop).await,
        }
        if *stop.borrow() {
            return;
        }
    }
}

async fn follow(
    pool: &PgPool,
    mut stop: watch::Receiver<bool>,
    derived: Derived,
) -> Result<(), IndexerError> {
    let mut listener = change::Listener::connect(pool).await?;
    while !*stop.borrow() {
        if derived.step(pool).await? > 0 {
            continue;
        }
        tokio::select! {
            woken = listener.wait(POLL) => woken?,
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
    Ok(())
}
