//! `POST /signout` and `POST /account/sessions`: ends this session, another one, or all.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_store::account;
use uuid::Uuid;

use super::done;
use crate::auth::{PageForm, farewell};
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::state::{AppState, in_time};
use crate::web::Tongue;

/// `POST /signout`
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Problem> {
    let signed_in = form.signed_in()?;
    let mut connection = state.acquire().await?;
    in_time(account::end_session(&mut connection, signed_in.account.id, signed_in.session)).await?;
    let away = [(header::SET_COOKIE, farewell(state.site())?)];
    Ok((away, Redirect::to(&Tongue(lang).to("/"))).into_response())
}

/// `POST /account/sessions`: the one of `id`, or all but this one.
pub(crate) async fn end(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    mut form: PageForm,
) -> Result<Response, Problem> {
    let id: Option<Uuid> = form.fields.parsed("id")?;
    let signed_in = form.signed_in()?;
    let mut connection = state.acquire().await?;
    match id {
        Some(id) => _ = in_time(account::end_session(&mut connection, signed_in.account.id, id)).await?,
        None => {
            let but = Some(signed_in.session);
            _ = in_time(account::end_sessions(&mut connection, signed_in.account.id, but)).await?;
        }
    }
    Ok(done(lang, "sessions"))
}
