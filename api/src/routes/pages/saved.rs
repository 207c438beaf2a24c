//! `GET /saved`: the places that the reader keeps, on this device and, by consent, in the account.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::auth::Visitor;
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::people;
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, SavedPage};

/// What was done before.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SavedParams {
    /// The language of the page.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// What was done.
    #[param(value_type = Option<String>)]
    done: Option<String>,
}

impl QueryParams for SavedParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, done: fields.take("done") })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Visitor(visitor): Visitor,
    Params(params): Params<SavedParams>,
) -> Result<Response, Problem> {
    let page = SavedPage::new(params.lang);
    let Some(signed_in) = visitor else {
        return web::page(&page);
    };
    let favourites = people::favourites(&state, signed_in.account.id).await?;
    web::page(&page.of(signed_in.csrf, favourites, params.done.as_deref())).map(web::private)
}
