use std::path::Path;

use super::*;

#[test]
fn the_committed_openapi_document_is_that_of_the_routes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let now = openapi_json() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    // By content: other packages of a build may switch on another order of JSON members.
    let content = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    assert!(
        content(&committed) == content(&now),
        "api/openapi.json is stale: run UPDATE=1 cargo test -p plainpied openapi"
    );
}

#[test]
fn every_operation_says_what_it_is_and_what_its_errors_are() {
    let document = serde_json::to_value(openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 87);
    for (path, item) in paths {
        let operations = ["get", "post", "put", "patch", "delete"].map(|method| &item[method]);
        let mut operations = operations.into_iter().filter(|operation| operation.is_object()).peekable();
        assert!(operations.peek().is_some(), "{path}");
        for operation in operations {
            for member in ["summary", "description", "operationId"] {
                assert!(operation[member].is_string(), "{path} has no {member}");
            }
            for (status, response) in operation["responses"].as_object().unwrap() {
                let is_error = status.starts_with('4') || status.starts_with('5');
                let is_problem = response["content"]["application/problem+json"].is_object();
                assert_eq!(is_error, is_problem, "{path} {status}");
            }
        }
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let text = openapi_json();
    let document = serde_json::to_value(openapi()).unwrap();
    let references: Vec<&str> =
        text.split("\"$ref\": \"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!references.is_empty());
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}
