//! `/account`: one's own space. Each form of it is a `POST` that leads back there, or shows it again with what was typed
//! and what is wrong with it.

pub mod address;
pub mod contributions;
pub mod drafts;
pub mod establishments;
pub mod get;
pub mod keys;
pub mod leave;
pub mod needs;
pub mod notifications;
pub mod password;
pub mod profile;
pub mod sessions;
pub mod subscriptions;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;

use crate::auth::{Instead, SignedIn};
use crate::state::AppState;
use crate::web::{self, AccountPage, Notes, Tongue};

/// Leads back, and says what was done.
fn done(lang: Lang, what: &str) -> Response {
    Redirect::to(&Tongue(lang).to(&format!("/account?done={what}"))).into_response()
}

/// The page again, with what is wrong.
async fn again(
    state: &AppState,
    (signed_in, lang): (&SignedIn, Lang),
    notes: Notes,
) -> Result<Response, Instead> {
    let page = AccountPage::load(state, signed_in, lang, notes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response())
}
