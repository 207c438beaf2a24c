//! `GET /offline`: what the service worker keeps for the time without a network.

use axum::response::Response;

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::web::{self, OfflinePage};

pub(crate) async fn handler(Params(LangParams { lang }): Params<LangParams>) -> Result<Response, Problem> {
    web::page(&OfflinePage::new(lang))
}
