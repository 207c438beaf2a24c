//! `GET /account`: name, addresses, sessions, keys and contributions of whoever is signed in.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::auth::{Visitor, kept};
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, AccountPage, Notes, Tongue};

/// What was done before, and what was typed before the session had ended.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountParams {
    /// The language of the page.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// What was done.
    done: Option<String>,
    /// Names what was typed.
    kept: Option<String>,
}

impl QueryParams for AccountParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, done: fields.take("done"), kept: fields.take("kept") })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Visitor(visitor): Visitor,
    Params(params): Params<AccountParams>,
) -> Result<Response, Problem> {
    let tongue = Tongue(params.lang);
    let Some(signed_in) = visitor else {
        return Ok(Redirect::to(&tongue.to("/signin?next=/account")).into_response());
    };
    let typed = match &params.kept {
        Some(token) => kept(&state, token).await?,
        None => Vec::new(),
    };
    let notes = Notes { done: params.done, typed, ..Notes::default() };
    let page = AccountPage::load(&state, &signed_in, params.lang, notes).await?;
    web::page(&page).map(web::private)
}
