//! `GET /api/docs`: the OpenAPI document as a page.

use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;

use crate::extract::{NoParams, Params};
use crate::problem::Problem;
use crate::view::{Body, media};
use crate::web::{self, DocsPage, Shell};

/// Made once: the document is part of the program.
static PAGE: OnceLock<String> = OnceLock::new();

pub(crate) async fn handler(Params(NoParams): Params<NoParams>) -> Result<Response, Problem> {
    let page = match PAGE.get() {
        Some(page) => page,
        None => {
            let written = askama::Template::render(&page()?)?;
            PAGE.get_or_init(|| written)
        }
    };
    let mut response = Body::new(media::HTML, page.as_bytes()).into_response();
    web::protect(response.headers_mut());
    Ok(response)
}

/// The page of the present document. It is in English, like the document.
pub(crate) fn page() -> Result<DocsPage, Problem> {
    let mut shell = Shell::new(Lang::En, "API".to_owned(), "/api/docs");
    shell.other = None;
    let document = serde_json::to_value(crate::openapi::openapi())?;
    Ok(DocsPage::new(shell, &document))
}
