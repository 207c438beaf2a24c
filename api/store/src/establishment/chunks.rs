use std::slice;

use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;

use super::{FeatureRecord, by_ids};
use crate::StoreError;

/// Records that are read together.
const CHUNK: usize = 500;

/// The published establishments among some ids, in the order of the ids, some at a time: the database reads the next
/// while something is done with those before.
#[derive(Debug)]
pub struct Chunks<'a> {
    left: slice::Chunks<'a, EstablishmentId>,
    read: Option<Vec<FeatureRecord>>,
}

impl<'a> Chunks<'a> {
    /// Reads the first.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn begin(
        connection: &mut PgConnection,
        ids: &'a [EstablishmentId],
    ) -> Result<Self, StoreError> {
        let mut left = ids.chunks(CHUNK);
        let read = match left.next() {
            Some(ids) => Some(by_ids(connection, ids).await?),
            None => None,
        };
        Ok(Self { left, read })
    }

    /// Those that were read; none: that was all.
    pub fn take(&mut self) -> Option<Vec<FeatureRecord>> {
        self.read.take()
    }

    /// Reads the next while work is done.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn meanwhile<T>(
        &mut self,
        connection: &mut PgConnection,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        let Some(ids) = self.left.next() else {
            return Ok(work.await);
        };
        let (read, done) = futures::future::join(by_ids(connection, ids), work).await;
        self.read = Some(read?);
        Ok(done)
    }
}
