//! What moderators, and in part managers and authors, do to a place beside describing it: shown before it is done. The
//! pages call what the API calls.

pub mod account;
pub mod act;
mod preview;

use plainpied_domain::{EstablishmentId, Status};
use plainpied_store::establishment;

use crate::auth::SignedIn;
use crate::moderation::Act;
use crate::problem::{Problem, code};
use crate::state::AppState;

pub(super) use act::id_in;
pub(super) use preview::{Preview, concerned, named};

/// The acts on a place that whoever is signed in may do, by their words in addresses.
///
/// # Errors
/// The database cannot answer.
pub(super) async fn acts_of(
    state: &AppState,
    signed_in: Option<&SignedIn>,
    (id, published): (EstablishmentId, bool),
) -> Result<Vec<&'static str>, Problem> {
    let Some(signed_in) = signed_in else {
        return Ok(Vec::new());
    };
    let wanted: &[Act] = if published {
        &[Act::Close, Act::Merge(id)]
    } else if is_merged(state, id).await? {
        // It lives on in another record; undoing the merge brings it back.
        &[]
    } else {
        &[Act::Reopen]
    };
    let caller = signed_in.caller();
    let ties = caller.ties(state, id).await?;
    Ok(wanted.iter().filter(|act| caller.may(act.action(), ties)).map(|act| act.word()).collect())
}

async fn is_merged(state: &AppState, id: EstablishmentId) -> Result<bool, Problem> {
    let found = state.query(async |connection| establishment::locate(connection, id).await).await?;
    Ok(found.is_some_and(|found| found.status == Status::Merged))
}

/// Whether what keeps two records from being merged is the one that was named.
pub(super) fn names_nothing(act: Act, problem: &Problem) -> bool {
    let name = problem.code().name;
    matches!(act, Act::Merge(_)) && (name == code::INVALID_BODY.name || name == code::NOT_FOUND.name)
}
