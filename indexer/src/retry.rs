use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::IndexerError;

/// The first pause after a failure, and the longest.
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);
/// Whatever went well for so long begins with the first pause again.
const WELL: Duration = Duration::from_secs(60);

/// The pauses between attempts: ever longer while they fail.
pub(crate) struct Retry {
    pause: Duration,
    began: Instant,
}

impl Retry {
    pub fn new() -> Self {
        Self { pause: FIRST, began: Instant::now() }
    }

    /// Tells of a failure, and waits until the next attempt or the end.
    pub async fn after(&mut self, error: &IndexerError, stop: &mut watch::Receiver<bool>) {
        let pause = self.pause;
        tracing::warn!(error = error as &dyn std::error::Error, ?pause, "indexing failed, trying again");
        if self.began.elapsed() > WELL {
            self.pause = FIRST;
        }
        sleep(stop, self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST);
        self.began = Instant::now();
    }
}

/// Sleeps, but not beyond the end.
pub(crate) async fn sleep(stop: &mut watch::Receiver<bool>, time: Duration) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        // An error means that the sender is gone: the process ends.
        _ = stop.wait_for(|stop| *stop) => {}
    }
}
