//! `/account/address`: another e-mail address, which counts once the link that goes there was followed.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::{again, done};
use crate::auth::{Instead, PageForm};
use crate::extract::{LangParams, Params, PathPart};
use crate::guard::Attempt;
use crate::people::{self, Change};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, MessagePage, Notes};

/// `POST /account/address`: sends the link.
pub(crate) async fn ask(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(LangParams { lang }): Params<LangParams>,
    _: Attempt,
    mut form: PageForm,
) -> Result<Response, Instead> {
    let typed = form.fields.take("email").unwrap_or_default();
    let signed_in = form.signed_in()?;
    let Ok(email) = people::email_of(&typed) else {
        let notes = Notes::wrong("email", "Ce n'est pas une adresse e-mail.", "This is no e-mail address.");
        return again(&state, (signed_in, lang), notes.with("email", typed)).await;
    };
    let change = Change { account: &signed_in.account, email: &email, lang: signed_in.lang };
    people::ask_to_change(&state, &state.site().or_host(&headers), &change).await?;
    Ok(done(lang, "address"))
}

/// `GET /account/address/{token}`: the button.
pub(crate) async fn get(
    State(state): State<AppState>,
    PathPart(token): PathPart,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    people::promised_change(&state, &token).await?;
    web::page(&MessagePage::confirm_address(lang, &token)).map(web::private)
}

/// `POST /account/address/{token}`: from now on it counts. The link is proof enough: it may be read elsewhere.
pub(crate) async fn confirm(
    State(state): State<AppState>,
    PathPart(token): PathPart,
    Params(LangParams { lang }): Params<LangParams>,
    _: PageForm,
) -> Result<Response, Problem> {
    people::change_address(&state, &token).await?;
    Ok(web::page(&MessagePage::address_changed(lang)).map(web::private)?.into_response())
}
