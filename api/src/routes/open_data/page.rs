//! `GET /open-data/`: the files of the last whole set, and how to use the API.

use axum::extract::State;
use axum::response::Response;

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::publish;
use crate::state::AppState;
use crate::web::{self, OpenDataPage};

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let published = publish::latest(state.http().open_data.as_ref()).await?;
    web::page(&OpenDataPage::new(lang, published.map(|published| published.manifest)))
}
