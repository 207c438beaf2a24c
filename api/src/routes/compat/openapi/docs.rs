//! `GET /api/docs/`: the description of the compatible API as a page.

use axum::response::Response;

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::web::{self, DocsPage, Shell};

pub(crate) async fn handler(Params(LangParams { lang }): Params<LangParams>) -> Result<Response, Problem> {
    let shell = Shell::new(lang, "Acceslibre API".to_owned(), "/api/docs/");
    let document = serde_json::to_value(super::document())?;
    web::page(&DocsPage::new(shell, &document))
}
