//! Finds what each write is about, and locks it.

use std::collections::HashMap;

use plainpied_criteria::Schema;
use plainpied_domain::{Establishment, EstablishmentId, Status};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Deed, Target, Write};
use crate::StoreError;
use crate::row::{self, EstablishmentRow};

/// What a target leads to.
pub(super) enum Found {
    Nothing,
    Gone {
        id: EstablishmentId,
        status: Status,
    },
    /// The source said exactly this last time.
    Same(EstablishmentId),
    /// Locked until the end of the transaction.
    Current(Box<Establishment>),
}

/// What each write is about, in their order. Rows that may change are locked in the order of their ids, so that two
/// batches never wait for each other in a ring.
pub(super) async fn resolve(
    connection: &mut PgConnection,
    schema: &Schema,
    writes: &[Write],
) -> Result<Vec<Found>, StoreError> {
    let known = known_targets(connection, writes).await?;
    let wanted: Vec<Uuid> = std::iter::zip(&known, writes)
        .filter_map(|(known, write)| known.as_ref().filter(|known| known.must_lock(&write.deed)))
        .map(|known| known.id)
        .collect();
    let mut locked = lock(connection, schema, &wanted).await?;
    std::iter::zip(known, writes)
        .map(|(known, write)| {
            let Some(known) = known else {
                return Ok(Found::Nothing);
            };
            let id = EstablishmentId::from(known.id);
            // Locked last: what the row says now counts, not what it said a moment before.
            match locked.remove(&known.id) {
                Some(current) if !write.deed.fits(current.record.status) => {
                    Ok(Found::Gone { id, status: current.record.status })
                }
                Some(current) => Ok(Found::Current(Box::new(current))),
                None if known.status.is_gone() => Ok(Found::Gone { id, status: known.status }),
                None => Ok(Found::Same(id)),
            }
        })
        .collect()
}

struct Known {
    id: Uuid,
    status: Status,
    same: bool,
}

impl Known {
    /// What is gone is not described any more, but can be opened again.
    fn must_lock(&self, deed: &Deed) -> bool {
        match deed {
            Deed::Say(_) => !self.same && !self.status.is_gone(),
            Deed::Settle(..) => true,
        }
    }
}

/// The establishments that the targets name, by external id or by ours, with one look-up for the batch.
async fn known_targets(
    connection: &mut PgConnection,
    writes: &[Write],
) -> Result<Vec<Option<Known>>, StoreError> {
    let mut sources = Vec::with_capacity(writes.len());
    let mut external = Vec::with_capacity(writes.len());
    let mut ours = Vec::with_capacity(writes.len());
    let mut fingerprints = Vec::with_capacity(writes.len());
    for write in writes {
        match &write.target {
            Target::External { source, id, ours: own, fingerprint } => {
                sources.push(Some(source.as_str().to_owned()));
                external.push(Some(id.clone()));
                ours.push(own.map(EstablishmentId::as_uuid));
                fingerprints.push(Some(*fingerprint));
            }
            Target::New => {
                sources.push(None);
                external.push(None);
                ours.push(None);
                fingerprints.push(None);
            }
            Target::Existing { id, .. } => {
                sources.push(None);
                external.push(None);
                ours.push(Some(id.as_uuid()));
                fingerprints.push(None);
            }
        }
    }
    let rows = sqlx::query_file!(
        "src/write/known_targets.sql",
        &sources as &[Option<String>],
        &external as &[Option<String>],
        &ours as &[Option<Uuid>],
        &fingerprints as &[Option<i64>]
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|found| {
            let (Some(id), Some(status)) = (found.id, found.status) else {
                return Ok(None);
            };
            Ok(Some(Known { id, status: row::parse(id, "status", &status)?, same: found.same }))
        })
        .collect()
}

pub(super) async fn lock(
    connection: &mut PgConnection,
    schema: &Schema,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Establishment>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    sqlx::query_file_as!(EstablishmentRow, "src/write/lock.sql", ids)
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(|row| Ok((row.id, row.into_domain(schema)?)))
        .collect()
}
