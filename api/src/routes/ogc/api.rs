//! `GET /ogc/api`: the OpenAPI 3.0 document of `/ogc` (Part 1, clause 7.3 and requirements class oas30).

use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;

use crate::extract::Params;
use crate::ogc::{Base, Form, FormParams, Sheet, document, json_answer, sheet_page};
use crate::problem::Problem;

const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

/// The document, or its addresses as a page.
pub(crate) async fn handler(
    Params(params): Params<FormParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let document = document(&base);
    if Form::choose(params.f, &headers, OPENAPI)? == Form::Json {
        return json_answer(OPENAPI, serde_json::to_vec(&document)?);
    }
    let paths = document["paths"].as_object().into_iter().flatten();
    let rows = paths.map(|(path, item)| {
        let summary = item["get"]["summary"].as_str().unwrap_or_default().to_owned();
        let address = (!path.contains('{')).then(|| format!("{}?f=html", base.url(path)));
        vec![(format!("/ogc{path}"), address), (summary, None)]
    });
    let rows = rows.collect();
    let sheet = |lang: Lang| Sheet {
        title: "OGC API - Features: OpenAPI 3.0".to_owned(),
        head: match lang {
            Lang::Fr => vec!["Adresse".to_owned(), "Contenu".to_owned()],
            Lang::En => vec!["Address".to_owned(), "What it has".to_owned()],
        },
        rows,
        ..Sheet::default()
    };
    sheet_page(&headers, sheet)
}
