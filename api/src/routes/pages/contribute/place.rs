//! `GET` and `POST /contribute/drafts/{id}/place`: which place a draft is about, once more.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::add::{again, judge, place_of, with_cookie};
use super::drafted::{Wanted, looked_at, sent};
use crate::auth::{Instead, PageForm, Visitor, kept};
use crate::drafts::{self, page_of, put};
use crate::extract::{KeptParams, Params, PathId};
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, Adding, ContributePage, PLACE_FIELDS, Tongue};

/// `GET`: the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<KeptParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Instead> {
    let (id, lang) = (id.as_uuid(), params.lang);
    let page = Tongue(lang).to(&page_of(id, "place"));
    let wanted = Wanted { id, page: &page, lang, headers: &headers };
    let drafted = looked_at(&state, &wanted, visitor.as_ref()).await?;
    if drafted.open.record.is_some() {
        return Ok(Redirect::to(&Tongue(lang).to(&page_of(id, "summary"))).into_response());
    }
    let typed = match &params.kept {
        Some(token) => kept(&state, Some(token)).await?,
        None => drafted.open.draft.fields,
    };
    let adding = Adding { typed, draft: Some(id), ..Adding::default() };
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let page = ContributePage::new(&drafted.open.reference, adding, sending(&state, csrf), lang);
    Ok(web::page(&page).map(web::private)?)
}

/// `POST`: keeps it.
pub(crate) async fn save(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<KeptParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let (id, lang) = (id.as_uuid(), params.lang);
    let tongue = Tongue(lang);
    let page = tongue.to(&page_of(id, "place"));
    let wanted = Wanted { id, page: &page, lang, headers: &headers };
    let drafted = sent(&state, &wanted, &form).await?;
    let mut adding = Adding { typed: place_of(&form), draft: Some(id), ..Adding::default() };
    let same = ["name", "commune", "street"]
        .iter()
        .all(|name| form.typed(name).trim() == drafted.open.draft.typed(name));
    let sure = same || !form.typed("sure").is_empty();
    if let Some(status) = judge(&state, &mut adding, sure, tongue).await? {
        return again(&state, &form, adding, (status, lang)).await;
    }
    let change = |fields: &mut drafts::Pairs| {
        for name in PLACE_FIELDS {
            put(fields, name, form.typed(name).trim());
        }
    };
    let cookie = drafts::change(&state, &drafted.drafter, id, change).await?;
    let next = Redirect::to(&tongue.to(&page_of(id, "summary"))).into_response();
    Ok(with_cookie(next, cookie))
}
