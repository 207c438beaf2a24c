//! `GET /account/drafts`: what somebody has begun to say of places and not published yet.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::auth::Visitor;
use crate::drafts::{self, Drafter};
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, DraftsPage, Tongue};

pub(crate) async fn handler(
    State(state): State<AppState>,
    Visitor(visitor): Visitor,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(signed_in) = visitor else {
        return Ok(Redirect::to(&Tongue(lang).to("/signin?next=/account/drafts")).into_response());
    };
    let drafts = drafts::list(&state, &Drafter::of(&headers, &state, Some(&signed_in))).await?;
    web::page(&DraftsPage::new(&drafts, signed_in.csrf, lang)).map(web::private)
}
