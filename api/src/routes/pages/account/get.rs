//! `GET /account`: name, addresses, sessions, keys and contributions of whoever is signed in.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::auth::{Member, kept};
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, AccountPage, Notes};

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
    Member(signed_in): Member,
    Params(params): Params<AccountParams>,
) -> Result<Response, Problem> {
    let typed = kept(&state, params.kept.as_deref()).await?;
    let notes = Notes { done: params.done, typed, ..Notes::default() };
    let page = AccountPage::load(&state, &signed_in, params.lang, notes).await?;
    web::page(&page).map(web::private)
}
