//! `GET /ogc/conformance`: the standards that are kept (Part 1, clause 7.4).

use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use serde_json::json;

use crate::extract::Params;
use crate::ogc::{CLASSES, FormParams, Sheet, answer};
use crate::problem::Problem;

/// The conformance classes.
pub(crate) async fn handler(
    Params(params): Params<FormParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let json = || json!({ "conformsTo": CLASSES });
    let sheet = |lang| Sheet {
        title: if lang == Lang::Fr { "Normes respectées" } else { "Standards that are kept" }.to_owned(),
        head: vec![if lang == Lang::Fr { "Classe de conformité" } else { "Conformance class" }.to_owned()],
        rows: CLASSES.iter().map(|class| vec![((*class).to_owned(), None)]).collect(),
        ..Sheet::default()
    };
    answer(params.f, &headers, json, sheet)
}
