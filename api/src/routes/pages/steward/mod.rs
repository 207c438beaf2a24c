//! What moderators, and in part managers and authors, do to a place beside describing it: shown before it is done. The
//! pages call what the API calls.

pub mod account;
pub mod act;
mod preview;

use plainpied_domain::EstablishmentId;

use crate::auth::SignedIn;
use crate::moderation::Act;
use crate::problem::{Problem, code};
use crate::state::AppState;

pub(super) use act::id_in;
pub(super) use preview::{concerned, named};

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
    let wanted: &[Act] = if published { &[Act::Close, Act::Merge(id)] } else { &[Act::Reopen] };
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
