//! `POST /contribute/drafts/{id}/delete`: deletes a draft.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::auth::{Instead, PageForm};
use crate::drafts::{self, Drafter, page_of};
use crate::extract::{LangParams, Params, PathId};
use crate::state::AppState;
use crate::web::Tongue;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let tongue = Tongue(lang);
    let summary = tongue.to(&page_of(id.as_uuid(), "summary"));
    form.sender(&state, true, &summary).await?;
    let drafter = Drafter::of(&headers, &state, form.visitor());
    drafts::discard(&state, &drafter, id.as_uuid()).await?;
    let next = if form.typed("back") == "account" { "/account/drafts" } else { "/contribute?said=deleted" };
    Ok(Redirect::to(&tongue.to(next)).into_response())
}
