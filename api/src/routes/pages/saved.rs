//! `GET /saved`: the places that the reader keeps on this device.

use axum::response::Response;

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::web::{self, SavedPage};

pub(crate) async fn handler(Params(LangParams { lang }): Params<LangParams>) -> Result<Response, Problem> {
    web::page(&SavedPage::new(lang))
}
