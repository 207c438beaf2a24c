//! `GET` and `POST /contribute/drafts/{id}/summary`: what a draft says, and publishing it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::drafted::{Drafted, Wanted, looked_at, sent};
use super::publish;
use crate::auth::{Instead, PageForm, Visitor};
use crate::drafts::page_of;
use crate::extract::{KeptParams, Params, PathId};
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, SummaryPage, Tongue, Trouble};

/// `GET`: what it says.
pub(crate) async fn page(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(KeptParams { lang, .. }): Params<KeptParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Instead> {
    let own = Tongue(lang).to(&page_of(id.as_uuid(), "summary"));
    let wanted = Wanted { id: id.as_uuid(), page: &own, lang, headers: &headers };
    let Drafted { open, .. } = looked_at(&state, &wanted, visitor.as_ref()).await?;
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let page = SummaryPage::new(&open, Trouble::default(), sending(&state, csrf), lang);
    Ok(web::page(&page).map(web::private)?)
}

/// `POST`: publishes it.
pub(crate) async fn publish(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(KeptParams { lang, .. }): Params<KeptParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let own = Tongue(lang).to(&page_of(id.as_uuid(), "summary"));
    let wanted = Wanted { id: id.as_uuid(), page: &own, lang, headers: &headers };
    let drafted = sent(&state, &wanted, &form).await?;
    Ok(publish::publish(&state, drafted, &form, lang).await?)
}
