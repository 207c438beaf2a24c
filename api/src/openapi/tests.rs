use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

#[test]
fn no_two_views_have_one_name_in_the_document() {
    // Of two schemas with one name the document holds the one that comes last, and says so nowhere.
    let mut names = BTreeMap::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for item in text
            .split("#[derive(")
            .skip(1)
            .filter(|item| item.split(")]").next().is_some_and(|traits| traits.contains("ToSchema")))
        {
            let name = item.lines().find_map(name_in).unwrap();
            let before = names.insert(name.to_owned(), file.clone());
            assert!(
                before.is_none(),
                "{name} stands in {before:?} and in {file:?}: give one #[schema(as = ...)]"
            );
        }
    }
    assert!(names.len() > 100, "{}", names.len());
}

/// The name that a line gives to an item's schema, if it gives one.
fn name_in(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let declared = || line.split_once("struct ").or(line.split_once("enum ")).map(|(_, name)| name);
    let name = match line.strip_prefix("#[schema(as = ") {
        None if line.starts_with(['#', '/']) => None,
        None => declared(),
        named => named,
    };
    name?.split(|sign: char| !sign.is_alphanumeric()).next()
}

/// The sources below a folder, without the compatible API, which has a document of its own.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.file_name().unwrap() != "compat")
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
