//! Which of the next changes a webhook is told.

use std::collections::HashSet;

use plainpied_domain::{EstablishmentId, Status};
use plainpied_search::SearchEngine;
use plainpied_store::webhook::Webhook;
use plainpied_store::{StoreError, change};

use crate::interest::found;
use crate::problem::Problem;
use crate::state::AppState;

/// Entries of the log that are looked at together.
const LOOK: i64 = 1_000;
/// Changes of a message, at most.
const MOST: usize = 50;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// The changes that are told.
    pub positions: Vec<i64>,
    /// How far the log was looked at.
    pub to: i64,
}

/// The next changes after `from`, not beyond `until`; none where there is nothing yet.
///
/// # Errors
/// 503 where database or index cannot answer.
pub(super) async fn next(
    state: &AppState,
    webhook: &Webhook,
    (from, until): (i64, i64),
) -> Result<Option<Next>, Problem> {
    let until = match found::needs_index(&webhook.interest) {
        // What the index does not hold yet, a search cannot find.
        true => until.min(state.search().status().await?.position),
        false => until,
    };
    let (entries, stands) = state
        .query(async |connection| {
            let mut entries = change::entries(connection, from, LOOK).await?;
            entries.retain(|entry| entry.position <= until);
            let stands = change::stands(connection, &entries).await?;
            Ok::<_, StoreError>((entries, stands))
        })
        .await?;
    let Some(last) = entries.last().map(|entry| entry.position) else {
        return Ok(None);
    };
    let taken: HashSet<EstablishmentId> =
        found::taken(state, &webhook.interest, &stands, webhook.account_id).await?;
    let mut positions: Vec<i64> = entries
        .iter()
        .filter(|entry| entry.status != Status::Draft && taken.contains(&entry.establishment))
        .filter(|entry| webhook.kinds.contains(&entry.kind))
        .map(|entry| entry.position)
        .take(MOST + 1)
        .collect();
    // The message is full: the next one begins after its last change.
    let full = positions.len() > MOST;
    positions.truncate(MOST);
    let to = if full { positions.last().copied().unwrap_or(last) } else { last };
    Ok(Some(Next { positions, to }))
}
