//! `GET /account/export` and `POST /account/delete`.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::again;
use crate::auth::{Instead, PageForm, Visitor, farewell};
use crate::extract::{LangParams, Params};
use crate::people;
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::Body;
use crate::web::{self, MessagePage, Notes};

/// `GET /account/export`: all that is kept, as a file.
pub(crate) async fn export(
    State(state): State<AppState>,
    Visitor(visitor): Visitor,
    Params(LangParams { .. }): Params<LangParams>,
) -> Result<Response, Problem> {
    let signed_in = visitor.ok_or_else(|| Problem::new(&code::NOT_SIGNED_IN))?;
    let body = Body::json(&people::export(&state, &signed_in.account).await?)?;
    let mut response = web::private(body.into_response());
    let file = HeaderValue::from_static("attachment; filename=\"plainpied.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, file);
    Ok(response)
}

/// `POST /account/delete`: with the box ticked.
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    mut form: PageForm,
) -> Result<Response, Instead> {
    let sure = form.fields.take("sure").is_some();
    let signed_in = form.signed_in()?;
    if !sure {
        let notes = Notes::wrong(
            "sure",
            "Cochez la case pour confirmer la suppression.",
            "Tick the box to confirm that the account is to be deleted.",
        );
        return again(&state, (signed_in, lang), notes).await;
    }
    people::leave(&state, signed_in.account.id).await?;
    let page = web::page(&MessagePage::left(lang)).map(web::private)?;
    Ok(([(header::SET_COOKIE, farewell(state.site())?)], page).into_response())
}
