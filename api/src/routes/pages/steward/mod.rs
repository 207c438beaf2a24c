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
use crate::state::{AppState, in_time};

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
    let mut may = Vec::new();
    for act in wanted {
        match signed_in.caller().permit(state, act.action(), Some(id)).await {
            Ok(_) => may.push(act.word()),
            Err(problem) if problem.code().name == code::NOT_ALLOWED.name => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(may)
}

async fn is_merged(state: &AppState, id: EstablishmentId) -> Result<bool, Problem> {
    let found =
        in_time(async { establishment::locate(&mut *state.pool().acquire().await?, id).await }).await?;
    Ok(found.is_some_and(|found| found.status == Status::Merged))
}

/// Whether what keeps two records from being merged is the one that was named.
pub(super) fn names_nothing(act: Act, problem: &Problem) -> bool {
    let name = problem.code().name;
    matches!(act, Act::Merge(_)) && (name == code::INVALID_BODY.name || name == code::NOT_FOUND.name)
}
