//! `GET /api/docs`: the OpenAPI document as a page.

use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::view::{Body, media};
use crate::web::{self, DocsPage, Shell};

/// Made once a language: the document is part of the program.
static PAGES: [OnceLock<String>; 2] = [const { OnceLock::new() }; 2];

pub(crate) async fn handler(Params(LangParams { lang }): Params<LangParams>) -> Result<Response, Problem> {
    let made = &PAGES[usize::from(lang == Lang::En)];
    let page = match made.get() {
        Some(page) => page,
        None => {
            let written = askama::Template::render(&page(lang)?)?;
            made.get_or_init(|| written)
        }
    };
    let mut response = Body::new(media::HTML, page.as_bytes()).into_response();
    web::protect(response.headers_mut());
    Ok(response)
}

/// The page of the present document, which is in English whatever stands around it.
pub(crate) fn page(lang: Lang) -> Result<DocsPage, Problem> {
    let shell = Shell::new(lang, "API".to_owned(), "/api/docs");
    let document = serde_json::to_value(crate::openapi::openapi())?;
    Ok(DocsPage::new(shell, &document))
}
