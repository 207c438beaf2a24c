//! `GET /ogc/collections/{collection}/queryables`: what can be asked of items (Part 3, clause 6.2).

use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;

use crate::extract::Params;
use crate::ogc::{Base, Form, FormParams, PathCollection, Sheet, json_answer, queryables, sheet_page};
use crate::problem::Problem;

const JSON_SCHEMA: &str = "application/schema+json";

/// The queryables as JSON Schema, or as a table.
pub(crate) async fn handler(
    PathCollection(collection, _): PathCollection,
    Params(params): Params<FormParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schema = queryables(collection, &base);
    if Form::choose(params.f, &headers, JSON_SCHEMA)? == Form::Json {
        return json_answer(JSON_SCHEMA, serde_json::to_vec(&schema)?);
    }
    let rows = schema["properties"].as_object().into_iter().flatten().map(|(name, of)| {
        let text = |member: &str| (of[member].as_str().unwrap_or_default().to_owned(), None);
        vec![(name.clone(), None), text("type"), text("title")]
    });
    let rows = rows.collect();
    let sheet = |lang: Lang| Sheet {
        title: match lang {
            Lang::Fr => format!("Propriétés : {}", collection.title(lang)),
            Lang::En => format!("Queryables: {}", collection.title(lang)),
        },
        head: vec!["Name".to_owned(), "Type".to_owned(), "Title".to_owned()],
        rows,
        ..Sheet::default()
    };
    sheet_page(&headers, sheet)
}
