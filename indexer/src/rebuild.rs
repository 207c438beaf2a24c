//! A new index beside the live one.

use std::pin::pin;
use std::time::{Duration, Instant};

use futures::TryStreamExt;
use plainpied_search::embedded::{Binding, IndexWriter, Rebuild, Resources, WriterLock};
use plainpied_store::{PgPool, StoreError, change, document};

use crate::IndexerError;
use crate::feed::feed;
use crate::vocabulary::Vocabulary;

/// How often progress is told, and the live index looked after meanwhile.
const PACE: Duration = Duration::from_millis(250);

/// Changes that are put into the log at once.
const AT_ONCE: i64 = 100_000;

/// What happens while an index is rebuilt.
pub(crate) trait Meanwhile {
    /// So many documents of about so many are done.
    fn progress(&mut self, done: u64, total: u64);
    /// The live index goes on following the log.
    fn follow(&mut self) -> impl Future<Output = ()> + Send;
}

/// What is read before the snapshot that fills an index.
pub(crate) struct Beginning {
    pub vocabulary: Vocabulary,
    /// Whatever the snapshot misses has a later position, and is replayed.
    pub position: i64,
    /// About how many documents there are.
    pub total: u64,
}

impl Beginning {
    pub async fn read(pool: &PgPool) -> Result<Self, IndexerError> {
        // What is committed goes to the log first: the snapshot has it, and it would be replayed change by change.
        while change::sequence(pool, AT_ONCE).await? == AT_ONCE.unsigned_abs() {}
        let mut connection = pool.acquire().await.map_err(StoreError::from)?;
        Ok(Self {
            vocabulary: Vocabulary::load(&mut connection).await?,
            position: change::head(&mut connection).await?.position,
            total: document::estimate(&mut connection).await?,
        })
    }
}

/// Fills a new index from one snapshot of the base, replays what was changed since, and puts it in the place of the
/// live one. The writer of the new index, which stands at the position reached.
pub(crate) async fn rebuild(
    pool: &PgPool,
    lock: &WriterLock,
    binding: &Binding,
    meanwhile: &mut (impl Meanwhile + Send),
) -> Result<IndexWriter, IndexerError> {
    let mut rebuild = Rebuild::begin(lock, binding, Resources::rebuild())?;
    let Beginning { vocabulary, mut position, total } = Beginning::read(pool).await?;
    fill(pool, &vocabulary, &mut rebuild, (meanwhile, total)).await?;
    while let Some(reached) = feed(pool, &vocabulary, &mut rebuild, position).await? {
        position = reached;
        meanwhile.follow().await;
    }
    Ok(tokio::task::block_in_place(|| rebuild.publish(position, Resources::live()))?)
}

async fn fill(
    pool: &PgPool,
    vocabulary: &Vocabulary,
    rebuild: &mut Rebuild,
    (meanwhile, total): (&mut (impl Meanwhile + Send), u64),
) -> Result<(), IndexerError> {
    let mut snapshot = document::snapshot(pool).await?;
    let mut records = pin!(document::all(&mut snapshot));
    let mut told = Instant::now();
    let mut chunk = Vec::with_capacity(1_000);
    loop {
        let record = records.try_next().await?;
        let over = record.is_none();
        chunk.extend(record);
        if chunk.len() == chunk.capacity() || over {
            tokio::task::block_in_place(|| {
                chunk.drain(..).try_for_each(|record| rebuild.add(&vocabulary.document(record)))
            })?;
        }
        if told.elapsed() >= PACE || over {
            meanwhile.progress(rebuild.added(), total.max(rebuild.added()));
            meanwhile.follow().await;
            told = Instant::now();
        }
        if over {
            return Ok(());
        }
    }
}
