use std::path::PathBuf;
use std::time::{Duration, Instant};

use plainpied_search::embedded::{
    Binding, IndexWriter, Opened, RebuildState, RebuildStatus, RequestId, Resources, WriterError, WriterLock,
};
use plainpied_store::{PgPool, StoreError, change, installation};
use tokio::sync::watch;

use crate::IndexerError;
use crate::feed::{count, feed};
use crate::rebuild::{Meanwhile, rebuild};
use crate::retry::{Retry, sleep};
use crate::vocabulary::Vocabulary;

/// What a worker needs.
pub struct WorkerConfig {
    /// The database.
    pub pool: PgPool,
    /// The folder of the index.
    pub dir: PathBuf,
    /// The longest wait between two looks at the log.
    pub poll: Duration,
    /// Called after each commit of the index: lets searches of the same process see it at once.
    pub committed: Box<dyn Fn() + Send + Sync>,
}

/// Follows the change log.
pub struct Worker {
    config: WorkerConfig,
    stop: watch::Receiver<bool>,
}

/// The least time from one commit to the next: each makes a segment, which is merged with others later. A change after a
/// quiet time does not wait.
const APART: Duration = Duration::from_millis(250);
/// How often a lag is told in the log.
const TELL_EVERY: Duration = Duration::from_secs(10);

impl Worker {
    /// A worker that ends when `stop` turns true.
    pub fn new(config: WorkerConfig, stop: watch::Receiver<bool>) -> Self {
        Self { config, stop }
    }

    /// Follows the log until told to stop. A database or an index that fails is tried again, ever more slowly; nothing
    /// ends it but the signal.
    pub async fn run(mut self) {
        let mut retry = Retry::new();
        while let Some(lock) = self.wait_for_lock().await {
            match self.follow(lock).await {
                Ok(()) => return,
                Err(error) => retry.after(&error, &mut self.stop).await,
            }
        }
    }

    /// The right to write the index, as soon as it can be had; `None` when told to stop before.
    async fn wait_for_lock(&mut self) -> Option<WriterLock> {
        let mut told = false;
        while !*self.stop.borrow() {
            match WriterLock::try_acquire(&self.config.dir) {
                Ok(lock) => return Some(lock),
                Err(WriterError::Busy { .. }) if told => {}
                Err(WriterError::Busy { dir }) => {
                    tracing::info!(dir = %dir.display(), "another process writes this index: waiting for its end");
                    told = true;
                }
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the index folder cannot be used"
                    );
                }
            }
            sleep(&mut self.stop, Duration::from_secs(1)).await;
        }
        None
    }

    async fn follow(&mut self, lock: WriterLock) -> Result<(), IndexerError> {
        let pool = self.config.pool.clone();
        let mut connection = pool.acquire().await.map_err(StoreError::from)?;
        let installation = installation::get(&mut connection).await?;
        let mut vocabulary = Vocabulary::load(&mut connection).await?;
        let head = change::head(&mut connection).await?.position;
        drop(connection);
        let binding = Binding::new(installation.id);
        let mut writer = self.open(lock, &binding, head).await?;
        (self.config.committed)();
        let mut listener = change::Listener::connect(&pool).await?;
        let mut told = Instant::now();
        while !*self.stop.borrow() {
            if let Some(request) = writer.lock().pending_request()? {
                writer = self.rebuild_live(writer, &binding, Some(request)).await?;
                vocabulary = Vocabulary::load(&mut *pool.acquire().await.map_err(StoreError::from)?).await?;
            }
            let begun = Instant::now();
            if self.step(&vocabulary, &mut writer).await? {
                self.tell_lag(&writer, &mut told).await?;
                sleep(&mut self.stop, APART.saturating_sub(begun.elapsed())).await;
                continue;
            }
            let mut stop = self.stop.clone();
            tokio::select! {
                woken = listener.wait(self.config.poll) => woken?,
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        Ok(())
    }

    /// Takes the next changes into the live index; whether there were any.
    async fn step(&self, vocabulary: &Vocabulary, writer: &mut IndexWriter) -> Result<bool, IndexerError> {
        let before = writer.position();
        let Some(position) = feed(&self.config.pool, vocabulary, writer, before).await? else {
            return Ok(false);
        };
        tokio::task::block_in_place(|| writer.commit(position))?;
        (self.config.committed)();
        count(before, position);
        Ok(true)
    }

    async fn tell_lag(&self, writer: &IndexWriter, told: &mut Instant) -> Result<(), IndexerError> {
        if told.elapsed() < TELL_EVERY {
            return Ok(());
        }
        *told = Instant::now();
        let mut connection = self.config.pool.acquire().await.map_err(StoreError::from)?;
        let head = change::head(&mut connection).await?;
        let lag = head.position - writer.position();
        metrics::gauge!("plainpied_index_lag_changes").set(lag as f64);
        tracing::info!(
            position = writer.position(),
            lag,
            pending = head.pending,
            "catching up with the change log"
        );
        Ok(())
    }

    /// Opens the index, or makes it anew where it cannot go on.
    async fn open(
        &self,
        lock: WriterLock,
        binding: &Binding,
        head: i64,
    ) -> Result<IndexWriter, IndexerError> {
        let opened = tokio::task::block_in_place(|| IndexWriter::open(lock, binding, Resources::live()))?;
        match opened {
            Opened::Ready(writer) if writer.position() <= head => {
                tracing::info!(position = writer.position(), head, "following the change log");
                Ok(writer)
            }
            // The base was restored to an earlier state: the index holds what never was.
            Opened::Ready(writer) => {
                tracing::warn!(
                    position = writer.position(),
                    head,
                    "the index is ahead of the database: rebuilding"
                );
                self.rebuild_live(writer, binding, None).await
            }
            Opened::NeedsRebuild { reason, lock } => {
                tracing::info!(reason, "building the index");
                let mut idle =
                    Reported { lock: &lock, request: lock.pending_request()?, worker: self, live: None };
                self.reported(
                    rebuild(&self.config.pool, &lock, binding, &mut idle).await,
                    &lock,
                    idle.request,
                )
            }
        }
    }

    /// Makes the index anew, while the old one goes on following the log.
    async fn rebuild_live(
        &self,
        mut writer: IndexWriter,
        binding: &Binding,
        request: Option<RequestId>,
    ) -> Result<IndexWriter, IndexerError> {
        let lock = writer.lock().clone();
        let mut connection = self.config.pool.acquire().await.map_err(StoreError::from)?;
        let vocabulary = Vocabulary::load(&mut connection).await?;
        drop(connection);
        let live = Some((&mut writer, &vocabulary));
        let mut meanwhile = Reported { lock: &lock, request, worker: self, live };
        let rebuilt = rebuild(&self.config.pool, &lock, binding, &mut meanwhile).await;
        let rebuilt = self.reported(rebuilt, &lock, request)?;
        (self.config.committed)();
        Ok(rebuilt)
    }

    /// Tells whoever asked how it ended.
    fn reported(
        &self,
        rebuilt: Result<IndexWriter, IndexerError>,
        lock: &WriterLock,
        request: Option<RequestId>,
    ) -> Result<IndexWriter, IndexerError> {
        let (state, message) = match &rebuilt {
            Ok(writer) => {
                (RebuildState::Done, format!("the new index stands at position {}", writer.position()))
            }
            Err(error) => (RebuildState::Failed, error.to_string()),
        };
        tracing::info!(message, "rebuild ended");
        lock.report(&RebuildStatus { request, state, done: 0, total: 0, message })?;
        rebuilt
    }
}

/// What a worker does while it rebuilds: reports to whoever asked, and keeps the live index up to date.
struct Reported<'a> {
    lock: &'a WriterLock,
    request: Option<RequestId>,
    worker: &'a Worker,
    live: Option<(&'a mut IndexWriter, &'a Vocabulary)>,
}

impl Meanwhile for Reported<'_> {
    fn progress(&mut self, done: u64, total: u64) {
        let message = String::new();
        let status =
            RebuildStatus { request: self.request, state: RebuildState::Running, done, total, message };
        if let Err(error) = self.lock.report(&status) {
            tracing::warn!(error = &error as &dyn std::error::Error, "progress could not be reported");
        }
    }

    async fn follow(&mut self) {
        if let Some((writer, vocabulary)) = &mut self.live
            && let Err(error) = self.worker.step(vocabulary, writer).await
        {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the old index fell behind during the rebuild"
            );
            self.live = None;
        }
    }
}
