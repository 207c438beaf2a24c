//! `POST /establishments/{id}/answers`: begins to answer questions about a place, one page after the other.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::add::{again, too_many, with_cookie};
use crate::auth::{Instead, PageForm};
use crate::drafts::{self, Drafter, page_of};
use crate::extract::{LangParams, Params, PathId};
use crate::routes::establishments::published;
use crate::state::AppState;
use crate::web::{Adding, DraftLine, Tongue};

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let tongue = Tongue(lang);
    published(&state, id).await?;
    form.sender(&state, true, &tongue.to(&format!("/establishments/{id}"))).await?;
    let drafter = Drafter::of(&headers, &state, form.visitor());
    // Who began before goes on there.
    let begun = drafts::list(&state, &drafter).await?;
    if let Some(draft) = begun.iter().find(|draft| draft.establishment == Some(id)) {
        return Ok(Redirect::to(&tongue.to(&draft.page("questions"))).into_response());
    }
    let Some(new) = drafts::begin(&state, drafter, Some(id), &[]).await? else {
        let adding = Adding {
            drafts: begun.iter().map(|draft| DraftLine::new(draft, tongue)).collect(),
            wrong: vec![("drafts".to_owned(), too_many(tongue))],
            ..Adding::default()
        };
        return again(&state, &form, adding, (StatusCode::UNPROCESSABLE_ENTITY, lang)).await;
    };
    let next = Redirect::to(&tongue.to(&page_of(new.id, "questions"))).into_response();
    Ok(with_cookie(next, new.cookie))
}
