use plainpied_domain::{EstablishmentId, Origin};
use plainpied_store::account::Account;
use plainpied_store::write::WriteContext;
use plainpied_store::{Connection, PgConnection, StoreError};
use time::OffsetDateTime;

use crate::problem::Problem;
use crate::writing::{Job, Room, WrittenView, judged};

/// Two establishments that are one.
#[derive(Debug, Clone)]
pub(crate) struct Duplicate {
    /// The one that goes.
    pub duplicate: EstablishmentId,
    /// The one that stays.
    pub into: EstablishmentId,
    /// Why, for the history.
    pub reason: String,
    /// Look only.
    pub dry_run: bool,
}

/// Merges a duplicate into another establishment.
///
/// # Errors
/// 404, 410, 422.
pub(crate) async fn merge(
    connection: &mut PgConnection,
    room: &Room<'_>,
    what: &Duplicate,
    (by, at): (&Account, OffsetDateTime),
) -> Result<WrittenView, Problem> {
    let actor = by.actor();
    let mut new_id = || EstablishmentId::new(at, rand::random());
    let mut context = WriteContext { at, actor: &actor, reason: &what.reason, new_id: &mut new_id };
    let origin = Origin { source: by.speaks_as(false), observed: Some(at.date()) };
    let job = Job::Merge { duplicate: what.duplicate, into: what.into, origin };
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let outcome = job.run(&mut transaction, room, &mut context).await?;
    let (_, written) = judged(&mut transaction, None, outcome, room.site).await?;
    if what.dry_run {
        transaction.rollback().await.map_err(StoreError::from)?;
    } else {
        transaction.commit().await.map_err(StoreError::from)?;
    }
    Ok(WrittenView { dry_run: what.dry_run, ..written })
}
