use std::time::Duration;

use plainpied_store::{PgPool, change, tile};
use tokio::sync::watch;

use crate::IndexerError;
use crate::retry::Retry;

/// Changes that are taken together.
const BATCH: i64 = 2_000;
/// The longest wait between two looks at the log.
const POLL: Duration = Duration::from_millis(500);

/// Keeps what map tiles are made of up to date with the change log until told to stop. Of several processes one follows
/// at a time; a database that fails is tried again.
pub async fn follow_tiles(pool: PgPool, mut stop: watch::Receiver<bool>) {
    let mut retry = Retry::new();
    loop {
        match follow(&pool, stop.clone()).await {
            Ok(()) => return,
            Err(error) => retry.after(&error, &mut stop).await,
        }
        if *stop.borrow() {
            return;
        }
    }
}

async fn follow(pool: &PgPool, mut stop: watch::Receiver<bool>) -> Result<(), IndexerError> {
    let mut listener = change::Listener::connect(pool).await?;
    while !*stop.borrow() {
        if tile::follow(pool, BATCH).await? > 0 {
            continue;
        }
        tokio::select! {
            woken = listener.wait(POLL) => woken?,
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
    Ok(())
}
