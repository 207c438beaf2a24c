//! Which places an interest takes.

use std::collections::HashSet;

use plainpied_domain::{EstablishmentId, Interest, Stand};
use plainpied_search::{Query, SearchEngine};
use plainpied_store::account;
use uuid::Uuid;

use crate::extract::Fields;
use crate::problem::Problem;
use crate::routes::search::params::Filters;
use crate::state::AppState;

/// Whether only the search index can tell.
pub(crate) fn needs_index(interest: &Interest) -> bool {
    matches!(interest, Interest::Search(_))
}

/// Those of the places that stand, or stood, where the interest of an account looks. What a search is about is asked of the index: a
/// place that is gone is found by none.
///
/// # Errors
/// 503 where the index cannot answer.
pub(crate) async fn taken(
    state: &AppState,
    interest: &Interest,
    stands: &[Stand],
    account: Uuid,
) -> Result<HashSet<EstablishmentId>, Problem> {
    if stands.is_empty() {
        return Ok(HashSet::new());
    }
    let found = match interest {
        Interest::Search(query) => state.search().ids(asked(state, query).await?).await?,
        Interest::Managed => {
            state.query(async |connection| account::managed(connection, account).await).await?
        }
        _ => {
            let taken = stands.iter().filter(|stand| interest.takes(stand) == Some(true));
            return Ok(taken.map(|stand| stand.id).collect());
        }
    };
    let wanted: HashSet<EstablishmentId> = stands.iter().map(|stand| stand.id).collect();
    Ok(found.into_iter().filter(|id| wanted.contains(id)).collect())
}

/// What a query string asks for, its words understood.
///
/// # Errors
/// A parameter that is not what it should be; 503.
pub(crate) async fn asked(state: &AppState, query: &str) -> Result<Query, Problem> {
    let filters = Filters::read(&mut Fields::parse(query)?)?;
    filters.settled(state, filters.query.clone()).await
}
