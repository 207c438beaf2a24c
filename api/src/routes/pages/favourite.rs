//! `POST /establishments/{id}/favourite`: keeps a place in the account, or forgets it, as a form.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::auth::{Instead, PageForm};
use crate::extract::{LangParams, Params, PathId};
use crate::people::{self, Favoured};
use crate::routes::establishments::published;
use crate::state::AppState;
use crate::web::Tongue;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let place = format!("/establishments/{id}");
    let account = form.signed_in_or_led(&place, lang)?.account.id;
    let lead = |address: &str| Ok(Redirect::to(&Tongue(lang).to(address)).into_response());
    if form.typed("forget") == "1" {
        people::forget(&state, account, id).await?;
        return match form.typed("back") {
            "saved" => lead("/saved?done=forgotten"),
            _ => lead(&format!("{place}?said=forgotten")),
        };
    }
    published(&state, id).await?;
    match people::favour(&state, account, id).await? {
        Favoured::Kept => lead(&format!("{place}?said=favourite")),
        Favoured::TooMany => lead(&format!("{place}?said=favourites")),
        Favoured::NoConsent => lead("/account/needs"),
    }
}
