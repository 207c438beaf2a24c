//! Something that is suggested: it waits whatever the rules say.

use plainpied_domain::{EstablishmentId, Origin};
use plainpied_store::write::WriteContext;
use plainpied_store::{Connection, StoreError};
use time::Date;
use uuid::Uuid;

use super::decide::source;
use super::{Kept, Waiting, keep};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Form, Room, published};

/// Keeps what somebody suggests.
///
/// # Errors
/// 422 with every field that is wrong; what would keep it from being written.
pub(crate) async fn suggest(state: &AppState, waiting: &Waiting<'_>) -> Result<Kept, Problem> {
    suggest_draft(state, waiting, None).await
}

/// [`suggest`] for what was drafted: the draft is removed in the same transaction.
///
/// # Errors
/// As [`suggest`]; 404 where the draft is gone.
pub(crate) async fn suggest_draft(
    state: &AppState,
    waiting: &Waiting<'_>,
    draft: Option<Uuid>,
) -> Result<Kept, Problem> {
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let room = Room { catalogue: &catalogue, reference: &reference, site: state.site() };
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    let mut connection = state.acquire().await?;
    let establishment = waiting.asked.establishment().map(EstablishmentId::as_uuid);
    let source = source(&mut connection, waiting.account, establishment).await?;
    let said = (waiting.body, waiting.expected);
    let origin = |day: Date| Origin { source, observed: Some(day) };
    let (job, reason) = waiting.asked.read(&form, said, origin)?;
    let at = state.clock().now();
    let mut new_id = || EstablishmentId::new(at, rand::random());
    let reason = reason.as_deref().unwrap_or_default();
    // It is only tried, and the trial is undone: nobody will stand in its version.
    let mut context = WriteContext { at, actor: "", reason, new_id: &mut new_id };
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let kept = keep(&mut transaction, &room, &mut context, (waiting, job)).await?;
    if let Some(draft) = draft {
        published(&mut transaction, draft).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(kept)
}
