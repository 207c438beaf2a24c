//! Undoing all that an account did.

use plainpied_domain::{EstablishmentId, Origin, Settlement, Status};
use plainpied_store::write::{self, Catalogue, Deed, Target, Write, WriteContext};
use plainpied_store::{Connection, PgConnection, StoreError, history};
use uuid::Uuid;

use super::WrittenView;
use super::perform::judged;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::state::AppState;

/// Establishments of one transaction.
const TOGETHER: usize = 50;

/// The account that an actor of a version is, if it is one.
pub(crate) fn author_of(actor: &str) -> Option<Uuid> {
    actor.strip_prefix("account:")?.parse().ok()
}

/// Puts everything back that an account changed and nobody changed since; what was changed by that.
///
/// # Errors
/// The database cannot answer: some establishments may be done, and are not done again.
pub(crate) async fn revert_account(
    state: &AppState,
    (account, origin): (Uuid, &Origin),
    caller: &Caller,
    reason: &str,
) -> Result<Vec<WrittenView>, Problem> {
    let catalogue = state.catalogue().await?;
    let actor = caller.account.actor();
    let mut connection = state.acquire().await?;
    let touched = history::touched_by(&mut connection, account).await?;
    let mut done = Vec::new();
    for part in touched.chunks(TOGETHER) {
        let at = state.clock().now();
        let mut new_id = || EstablishmentId::new(at, rand::random());
        let mut context = WriteContext { at, actor: &actor, reason, new_id: &mut new_id };
        let mut transaction = connection.begin().await.map_err(StoreError::from)?;
        for id in part {
            let write = undoing(&mut transaction, &catalogue, (*id, account), origin).await?;
            let outcomes = write::apply(&mut transaction, &catalogue, &mut context, &[write]).await?;
            for outcome in outcomes {
                let (_, written) = judged(&mut transaction, None, outcome, state.site()).await?;
                done.extend(Some(written).filter(|written| written.outcome != "unchanged"));
            }
        }
        transaction.commit().await.map_err(StoreError::from)?;
        state.wake();
    }
    Ok(done)
}

/// What undoes an account's part in one establishment. The row is locked first, so that nobody writes in between.
async fn undoing(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    (id, account): (EstablishmentId, Uuid),
    origin: &Origin,
) -> Result<Write, StoreError> {
    write::locked(connection, catalogue.schema, &[id]).await?;
    let versions = history::versions(connection, id, None, i64::MAX).await?;
    let actor = plainpied_store::account::actor(account);
    let alone = versions.iter().all(|version| version.actor == actor);
    let settlement = if alone {
        Settlement::Became(Status::Deleted)
    } else {
        let own = versions.into_iter().filter(|version| version.actor == actor && version.version > 1);
        Settlement::Undone(own.map(|version| version.diff).collect())
    };
    let target = Target::Existing { id, version: None };
    Ok(Write { target, deed: Deed::Settle(origin.clone(), settlement) })
}
