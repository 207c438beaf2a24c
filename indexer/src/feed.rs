//! From the change log to an index: the live one, or one that is being rebuilt.

use std::collections::BTreeSet;

use plainpied_domain::EstablishmentId;
use plainpied_search::Document;
use plainpied_search::embedded::{IndexWriter, Rebuild, WriterError};
use plainpied_store::{PgPool, change, document};

use crate::IndexerError;
use crate::vocabulary::Vocabulary;

/// Changes taken at once: what is searchable late is at most the time of so many.
const BATCH: i64 = 5_000;

/// What takes documents.
pub(crate) trait Sink {
    fn upsert(&mut self, document: Document) -> Result<(), WriterError>;
    fn delete(&mut self, id: EstablishmentId) -> Result<(), WriterError>;
}

impl Sink for IndexWriter {
    fn upsert(&mut self, document: Document) -> Result<(), WriterError> {
        Self::upsert(self, &document)
    }

    fn delete(&mut self, id: EstablishmentId) -> Result<(), WriterError> {
        Self::delete(self, id)
    }
}

impl Sink for Rebuild {
    fn upsert(&mut self, document: Document) -> Result<(), WriterError> {
        Self::upsert(self, &document)
    }

    fn delete(&mut self, id: EstablishmentId) -> Result<(), WriterError> {
        Self::delete(self, id);
        Ok(())
    }
}

/// Counts changes that the live index has taken.
pub(crate) fn count(before: i64, position: i64) {
    metrics::gauge!("plainpied_index_position").set(position as f64);
    metrics::counter!("plainpied_indexed_changes_total").increment(position.abs_diff(before));
}

/// Takes the next changes after a position into the sink; the position reached, `None` where there are no more.
///
/// The state that is read is at least as new as the change that led to it, so that taking a change twice, or two
/// changes at once, ends the same.
pub(crate) async fn feed(
    pool: &PgPool,
    vocabulary: &Vocabulary,
    sink: &mut (impl Sink + Send),
    position: i64,
) -> Result<Option<i64>, IndexerError> {
    change::sequence(pool, BATCH).await?;
    let mut connection = pool.acquire().await.map_err(plainpied_store::StoreError::from)?;
    let changes = change::after(&mut connection, position, BATCH).await?;
    let Some(last) = changes.last() else {
        return Ok(None);
    };
    let ids: BTreeSet<_> = changes.iter().map(|change| change.establishment).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let records = document::of(&mut connection, &ids).await?;
    drop(connection);
    let found: BTreeSet<_> = records.iter().map(|record| record.id).collect();
    // The engine works on this thread: other tasks must not wait for it.
    tokio::task::block_in_place(|| {
        for record in records {
            sink.upsert(vocabulary.document(record))?;
        }
        // Whatever cannot be found any more: drafts, closed, merged and deleted places.
        for id in ids.into_iter().filter(|id| !found.contains(id)) {
            sink.delete(id)?;
        }
        Ok::<_, WriterError>(())
    })?;
    Ok(Some(last.position))
}
