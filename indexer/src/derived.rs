use std::time::Duration;

use plainpied_domain::{Clock, SystemClock};
use plainpied_store::{PgPool, StoreError, change, moderation, statistics, tile};
use tokio::sync::watch;

use crate::IndexerError;
use crate::retry::{Retry, sleep};

/// Changes that are taken together.
const BATCH: i64 = 5_000;
/// The longest wait between two looks at the log.
const POLL: Duration = Duration::from_millis(500);

/// What is made of the changes.
#[derive(Debug, Clone, Copy)]
enum Derived {
    Tiles,
    Statistics,
    /// Changes that nobody makes: a notice begins or ends.
    Notices,
}

impl Derived {
    /// The least time from one look to the next where changes come one by one: counters that many of them share are written
    /// once for all of that time.
    fn apart(self) -> Duration {
        match self {
            Self::Tiles => Duration::from_millis(500),
            Self::Statistics => Duration::from_secs(2),
            Self::Notices => Duration::ZERO,
        }
    }

    /// Takes the next changes; how many.
    async fn step(self, pool: &PgPool) -> Result<u64, StoreError> {
        match self {
            Self::Tiles => tile::follow(pool, BATCH).await,
            Self::Notices => moderation::tell_notices(pool, SystemClock.now()).await,
            Self::Statistics => statistics::follow(pool, BATCH, SystemClock.now()).await,
        }
    }
}

/// Keeps what map tiles are made of and the statistics up to date with the change log, and tells it when notices begin
/// and end, until told to stop. Of several processes one follows at a time; a database that fails is tried again.
pub async fn follow_derived(pool: PgPool, stop: watch::Receiver<bool>) {
    tokio::join!(
        until_stopped(&pool, stop.clone(), Derived::Tiles),
        until_stopped(&pool, stop.clone(), Derived::Statistics),
        until_stopped(&pool, stop, Derived::Notices)
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
        let taken = derived.step(pool).await?;
        if taken > 0 {
            // Whoever is behind goes on at once.
            let pause = if taken < BATCH.unsigned_abs() { derived.apart() } else { Duration::ZERO };
            sleep(&mut stop, pause).await;
            continue;
        }
        tokio::select! {
            woken = listener.wait(POLL) => woken?,
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
    Ok(())
}
