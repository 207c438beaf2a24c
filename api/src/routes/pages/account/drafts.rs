//! `GET /account/drafts`: what somebody has begun to say of places and not published yet.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::auth::Member;
use crate::drafts::{self, Drafter};
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, DraftsPage};

pub(crate) async fn handler(
    State(state): State<AppState>,
    Member(signed_in): Member,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let drafts = drafts::list(&state, &Drafter::of(&headers, &state, Some(&signed_in))).await?;
    web::page(&DraftsPage::new(&drafts, signed_in.csrf, lang)).map(web::private)
}
