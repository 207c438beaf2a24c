//! The documentation page: the OpenAPI document, read back and laid out for people.

mod fields;

use askama::Template;
use serde_json::Value;

use super::Shell;
use fields::{FieldView, fields, kind};

/// The page of an OpenAPI document.
#[derive(Debug, Template)]
#[template(path = "docs.html")]
pub(crate) struct DocsPage {
    shell: Shell,
    version: String,
    about: Vec<String>,
    topics: Vec<TopicView>,
    objects: Vec<ObjectView>,
}

#[derive(Debug)]
struct TopicView {
    key: String,
    title: String,
    operations: Vec<OperationView>,
}

#[derive(Debug)]
struct OperationView {
    id: String,
    method: String,
    path: String,
    title: String,
    description: Vec<String>,
    /// An example of the address, for what can be asked for by following a link.
    request: Option<String>,
    /// Media types of the body that is sent, and the names of the objects in them.
    body: Vec<(String, Option<String>)>,
    parameters: Vec<ParameterView>,
    responses: Vec<ResponseView>,
    example: Option<ExampleView>,
}

#[derive(Debug)]
struct ParameterView {
    name: String,
    place: String,
    kind: String,
    required: bool,
    description: String,
}

#[derive(Debug)]
struct ResponseView {
    status: String,
    description: String,
    /// Media type, and the name of the object in it where it has one.
    contents: Vec<(String, Option<String>)>,
}

#[derive(Debug)]
struct ExampleView {
    media: String,
    text: String,
}

#[derive(Debug)]
struct ObjectView {
    name: String,
    description: String,
    fields: Vec<FieldView>,
}

impl DocsPage {
    /// The page of a document.
    pub fn new(shell: Shell, document: &Value) -> Self {
        let operations: Vec<(String, OperationView)> = members(&document["paths"])
            .flat_map(|(path, item)| members(item).map(move |(method, operation)| (path, method, operation)))
            .map(|(path, method, operation)| {
                (text(&operation["tags"][0]), operation_view(path, method, operation))
            })
            .collect();
        let mut operations = operations;
        let topics = list(&document["tags"])
            .map(|tag| {
                let key = text(&tag["name"]);
                let (own, others) =
                    std::mem::take(&mut operations).into_iter().partition(|(tag, _)| *tag == key);
                operations = others;
                let own: Vec<(String, OperationView)> = own;
                let operations = own.into_iter().map(|(_, operation)| operation).collect();
                TopicView { key: key.replace(' ', "-"), title: text(&tag["description"]), operations }
            })
            .collect();
        let objects = members(&document["components"]["schemas"])
            .map(|(name, schema)| ObjectView {
                name: name.clone(),
                description: text(&schema["description"]),
                fields: fields(schema),
            })
            .collect();
        let info = &document["info"];
        Self {
            shell,
            version: text(&info["version"]),
            about: paragraphs(&info["description"]),
            topics,
            objects,
        }
    }
}

fn operation_view(path: &str, method: &str, operation: &Value) -> OperationView {
    OperationView {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        title: text(&operation["summary"]),
        description: paragraphs(&operation["description"]),
        request: (method == "get").then(|| request(path, operation)),
        body: contents(&operation["requestBody"]),
        parameters: list(&operation["parameters"]).map(parameter).collect(),
        responses: members(&operation["responses"])
            .map(|(status, response)| response_view(status, response))
            .collect(),
        example: example(operation),
    }
}

/// The request that the examples of the parameters make.
fn request(path: &str, operation: &Value) -> String {
    let mut path = path.to_owned();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in list(&operation["parameters"]) {
        let example = if parameter["example"].is_null() {
            &parameter["schema"]["example"]
        } else {
            &parameter["example"]
        };
        if example.is_null() {
            continue;
        }
        let value = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
        match parameter["in"].as_str() {
            Some("path") => path = path.replace(&format!("{{{}}}", text(&parameter["name"])), &value),
            Some("query") => {
                query.append_pair(&text(&parameter["name"]), &value);
            }
            _ => {}
        }
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{mark}{query}")
}

fn parameter(parameter: &Value) -> ParameterView {
    ParameterView {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        kind: kind(&parameter["schema"]),
        required: parameter["required"].as_bool() == Some(true),
        description: text(&parameter["description"]),
    }
}

fn response_view(status: &str, response: &Value) -> ResponseView {
    let (status, description) = (status.to_owned(), text(&response["description"]));
    ResponseView { status, description, contents: contents(response) }
}

fn contents(message: &Value) -> Vec<(String, Option<String>)> {
    members(&message["content"])
        .map(|(media, content)| (media.clone(), content["schema"]["$ref"].as_str().map(fields::name_of)))
        .collect()
}

fn example(operation: &Value) -> Option<ExampleView> {
    members(&operation["responses"]["200"]["content"])
        .filter(|(_, content)| !content["example"].is_null())
        .max_by_key(|(media, _)| *media == "application/json")
        .and_then(|(media, content)| {
            let text = serde_json::to_string_pretty(&content["example"]).ok()?;
            Some(ExampleView { media: media.clone(), text })
        })
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn paragraphs(value: &Value) -> Vec<String> {
    let text = value.as_str().unwrap_or_default();
    text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}
