//! `GET /api/docs`: the OpenAPI document as a page.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::page;
use crate::problem::Problem;
use crate::view::Body;

#[derive(Template)]
#[template(path = "docs.html")]
struct DocsPage {
    lang: &'static str,
    operations: Vec<Operation>,
}

struct Operation {
    path: String,
    anchor: String,
    summary: String,
    description: String,
    parameters: Vec<Parameter>,
    responses: Vec<Answer>,
}

struct Parameter {
    name: String,
    place: String,
    description: String,
}

struct Answer {
    status: String,
    description: String,
    media: String,
}

pub(super) async fn handler() -> Result<Response, Problem> {
    let document = serde_json::to_value(crate::openapi::openapi())?;
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.map(|(path, item)| operation(path, &item["get"])).collect();
    Ok(page(Body::page(&DocsPage {
        lang: "en",
        operations,
    })?))
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn operation(path: &str, get: &Value) -> Operation {
    let parameters = get["parameters"].as_array().into_iter().flatten();
    let responses = get["responses"].as_object().into_iter().flatten();
    Operation {
        path: path.to_owned(),
        anchor: text(get, "operationId"),
        summary: text(get, "summary"),
        description: text(get, "description"),
        parameters: parameters
            .map(|parameter| Parameter {
                name: text(parameter, "name"),
                place: text(parameter, "in"),
                description: text(parameter, "description"),
            })
            .collect(),
        responses: responses
            .map(|(status, answer)| Answer {
                status: status.clone(),
                description: text(answer, "description"),
                media: answer["content"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(media, _)| media.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
            .collect(),
    }
}
