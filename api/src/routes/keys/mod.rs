//! One's own keys.

pub mod create;
pub mod list;
pub mod revoke;
pub mod rotate;
mod view;

pub(crate) use view::{KeyView, MadeKeyView};

use plainpied_domain::access::Action;

use crate::auth::Caller;
use crate::problem::{Problem, code};
use crate::state::AppState;

/// Whether somebody may see to their keys. A key that a page of the web holds may be anybody's by now.
async fn allowed(caller: &Caller, state: &AppState) -> Result<(), Problem> {
    caller.permit(state, Action::Keys, None).await?;
    if caller.is_public() {
        return Err(
            Problem::new(&code::NOT_ALLOWED).detail("a key that is bound to an origin sees to no keys")
        );
    }
    Ok(())
}
