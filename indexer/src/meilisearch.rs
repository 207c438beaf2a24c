//! Follows the change log into a Meilisearch server. One process writes: it holds a lock of the database.

use std::pin::pin;
use std::time::Duration;

use futures::TryStreamExt;
use plainpied_domain::EstablishmentId;
use plainpied_search::Document;
use plainpied_search::embedded::{Binding, WriterError};
use plainpied_search::meilisearch::{MeilisearchRebuild, MeilisearchWriter, Server};
use plainpied_store::index_lock::IndexLock;
use plainpied_store::{PgPool, StoreError, change, document, installation};
use tokio::sync::watch;

use crate::IndexerError;
use crate::feed::{Sink, count, feed};
use crate::rebuild::Beginning;
use crate::retry::{Retry, sleep};
use crate::vocabulary::Vocabulary;

/// The longest wait between two looks at the log.
const POLL: Duration = Duration::from_millis(500);

/// Follows the change log into a server.
pub struct MeilisearchWorker {
    pool: PgPool,
    server: Server,
    stop: watch::Receiver<bool>,
}

/// Changes that are sent together.
#[derive(Default)]
struct Batch {
    upserts: Vec<Document>,
    deletes: Vec<EstablishmentId>,
}

impl Sink for Batch {
    fn upsert(&mut self, document: Document) -> Result<(), WriterError> {
        self.upserts.push(document);
        Ok(())
    }

    fn delete(&mut self, id: EstablishmentId) -> Result<(), WriterError> {
        self.deletes.push(id);
        Ok(())
    }
}

impl MeilisearchWorker {
    /// A worker that ends when `stop` turns true.
    pub fn new(pool: PgPool, server: Server, stop: watch::Receiver<bool>) -> Self {
        Self { pool, server, stop }
    }

    /// Follows the log until told to stop. A database or a server that fails is tried again, ever more slowly.
    pub async fn run(mut self) {
        let mut retry = Retry::new();
        while let Err(error) = self.follow().await {
            retry.after(&error, &mut self.stop).await;
        }
    }

    async fn follow(&mut self) -> Result<(), IndexerError> {
        let Some(mut lock) = self.wait_for_lock().await? else {
            return Ok(());
        };
        let mut writer = self.open().await?;
        let vocabulary = Vocabulary::load(&mut *self.pool.acquire().await.map_err(StoreError::from)?).await?;
        let mut listener = change::Listener::connect(&self.pool).await?;
        while !*self.stop.borrow() {
            // Whoever lost the lock with its connection must not write beside its successor.
            lock.check().await?;
            if self.step(&vocabulary, &mut writer).await? {
                continue;
            }
            let mut stop = self.stop.clone();
            tokio::select! {
                woken = listener.wait(POLL) => woken?,
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        Ok(())
    }

    async fn wait_for_lock(&mut self) -> Result<Option<IndexLock>, IndexerError> {
        let mut told = false;
        while !*self.stop.borrow() {
            if let Some(lock) = IndexLock::try_acquire(&self.pool).await? {
                return Ok(Some(lock));
            }
            if !told {
                tracing::info!("another process writes this index: waiting for its end");
                told = true;
            }
            sleep(&mut self.stop, Duration::from_secs(1)).await;
        }
        Ok(None)
    }

    /// Takes the next changes; whether there were any.
    async fn step(
        &self,
        vocabulary: &Vocabulary,
        writer: &mut MeilisearchWriter,
    ) -> Result<bool, IndexerError> {
        let mut batch = Batch::default();
        let before = writer.position();
        let Some(position) = feed(&self.pool, vocabulary, &mut batch, before).await? else {
            return Ok(false);
        };
        writer.apply(&batch.upserts, &batch.deletes, position).await?;
        count(before, position);
        Ok(true)
    }

    /// The live index, made anew where it cannot go on.
    async fn open(&self) -> Result<MeilisearchWriter, IndexerError> {
        let mut connection = self.pool.acquire().await.map_err(StoreError::from)?;
        let binding = Binding::new(installation::get(&mut connection).await?.id);
        let head = change::head(&mut connection).await?.position;
        drop(connection);
        let reason = match MeilisearchWriter::open(self.server.clone(), &binding).await? {
            Ok(writer) if writer.position() <= head => {
                tracing::info!(position = writer.position(), head, "following the change log");
                return Ok(writer);
            }
            Ok(_) => "it is ahead of the database".to_owned(),
            Err(reason) => reason,
        };
        tracing::info!(reason, "building the index");
        rebuild(&self.pool, &self.server, &binding, |_, _| ()).await
    }
}

/// Fills a new index from one snapshot of the base, replays what was changed since, and swaps it for the live one.
/// Tells `progress` documents done, of about so many.
///
/// # Errors
/// The database or the server: the live index stays as it was.
pub(crate) async fn rebuild(
    pool: &PgPool,
    server: &Server,
    binding: &Binding,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<MeilisearchWriter, IndexerError> {
    let Beginning { vocabulary, mut position, total } = Beginning::read(pool).await?;
    let mut rebuild = MeilisearchRebuild::begin(server.clone(), binding).await?;
    let mut snapshot = document::snapshot(pool).await?;
    let mut records = pin!(document::all(&mut snapshot));
    while let Some(record) = records.try_next().await? {
        rebuild.add(&vocabulary.document(record)).await?;
        if rebuild.added().is_multiple_of(1_000) {
            progress(rebuild.added(), total.max(rebuild.added()));
        }
    }
    loop {
        let mut batch = Batch::default();
        let Some(reached) = feed(pool, &vocabulary, &mut batch, position).await? else { break };
        rebuild.change(&batch.upserts, &batch.deletes).await?;
        position = reached;
    }
    let writer = rebuild.publish(position).await?;
    tracing::info!(position, "the new index is live");
    Ok(writer)
}
