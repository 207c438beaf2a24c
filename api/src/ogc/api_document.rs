//! The OpenAPI 3.0 document of `/ogc` (Part 1, requirements class oas30). Beside the one of `/api/v1`, which is OpenAPI 3.1:
//! GIS clients of today read 3.0.

use serde_json::{Value, json};

use super::{Base, Collection};

/// The document.
pub(crate) fn document(base: &Base) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Plainpied: OGC API - Features",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Places open to the public and what is known of their accessibility. null is unknown: neither yes nor no.",
            "license": { "name": "Licence Ouverte 2.0", "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/" },
        },
        "servers": [{ "url": base.url("") }],
        "paths": paths(),
        "components": { "parameters": parameters(), "responses": responses(), "schemas": schemas() },
    })
}

fn paths() -> Value {
    let simple = |id: &str, summary: &str| get(id, summary, &["f"], "object");
    json!({
        "/": simple("getLandingPage", "Where everything is"),
        "/conformance": simple("getConformance", "The standards that are kept"),
        "/api": { "get": {
            "operationId": "getApi", "summary": "This document", "parameters": [reference("parameters", "f")],
            "responses": { "200": {
                "description": "The document",
                "content": {
                    "application/vnd.oai.openapi+json;version=3.0": { "schema": { "type": "object" } },
                    "text/html": { "schema": { "type": "string" } },
                },
            }, "400": reference("responses", "BadRequest") },
        } },
        "/collections": simple("getCollections", "All feature collections"),
        "/collections/{collectionId}": get("getCollection", "A feature collection", &["collectionId", "f"], "object"),
        "/collections/{collectionId}/queryables":
            get("getQueryables", "What can be asked of its items", &["collectionId", "f"], "queryables"),
        "/collections/{collectionId}/items": get("getFeatures", "Items", &[
            "collectionId", "f", "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang",
            "filter-crs", "properties", "sortby",
        ], "featureCollection"),
        "/collections/{collectionId}/items/{featureId}":
            get("getFeature", "One item", &["collectionId", "featureId", "f", "crs"], "feature"),
    })
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn get(id: &str, summary: &str, parameters: &[&str], schema: &str) -> Value {
    let media = match schema {
        "feature" | "featureCollection" => "application/geo+json",
        "queryables" => "application/schema+json",
        _ => "application/json",
    };
    let body = if schema.starts_with("feature") {
        reference("schemas", schema)
    } else {
        json!({ "type": "object" })
    };
    let parameters: Vec<Value> = parameters.iter().map(|name| reference("parameters", name)).collect();
    json!({ "get": {
        "operationId": id,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": { "description": summary, "content": {
                media: { "schema": body },
                "text/html": { "schema": { "type": "string" } },
            } },
            "400": reference("responses", "BadRequest"),
            "404": reference("responses", "NotFound"),
            "406": reference("responses", "NotAcceptable"),
            "503": reference("responses", "Unavailable"),
        },
    } })
}

fn parameters() -> Value {
    let ids: Vec<String> = Collection::all().map(Collection::id).collect();
    let path =
        |name: &str, schema: Value| json!({ "name": name, "in": "path", "required": true, "schema": schema });
    let query = |name: &str, description: &str, schema: Value| {
        json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema,
                "style": "form", "explode": false })
    };
    let text = || json!({ "type": "string" });
    let uri = || json!({ "type": "string", "format": "uri" });
    let numbers = json!({ "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } });
    let names = || json!({ "type": "array", "items": { "type": "string" } });
    json!({
        "collectionId": path("collectionId", json!({ "type": "string", "enum": ids })),
        "featureId": path("featureId", text()),
        "f": query("f", "The form of the answer", json!({ "type": "string", "enum": ["json", "html"] })),
        "limit": query("limit", "Items on a page",
            json!({ "type": "integer", "minimum": 1, "maximum": 10_000, "default": 100 })),
        "cursor": query("cursor", "Where the page before ended: follow the link `next`", text()),
        "bbox": query("bbox", "Only items in this box, in the axis order of bbox-crs", numbers),
        "bbox-crs": query("bbox-crs", "The reference system of bbox", uri()),
        "crs": query("crs", "The reference system of positions in the answer", uri()),
        "datetime": query("datetime", "Only items last changed then: an instant, or an interval with a slash", text()),
        "filter": query("filter", "CQL2", text()),
        "filter-lang": query("filter-lang", "How the filter is written",
            json!({ "type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text" })),
        "filter-crs": query("filter-crs", "The reference system of shapes in the filter", uri()),
        "properties": query("properties", "The properties that are wanted", names()),
        "sortby": query("sortby", "Properties to put items in order by, - for the greatest first", names()),
    })
}

fn responses() -> Value {
    let problem = |description: &str| {
        json!({ "description": description,
                "content": { "application/problem+json": { "schema": reference("schemas", "problem") } } })
    };
    json!({
        "BadRequest": problem("A parameter is wrong; `parameter` names it"),
        "NotFound": problem("There is no such collection or item"),
        "NotAcceptable": problem("Neither JSON nor a page is acceptable"),
        "Unavailable": problem("The database cannot answer now"),
    })
}

fn schemas() -> Value {
    let link = json!({ "type": "object", "required": ["href", "rel"], "properties": {
        "href": { "type": "string" }, "rel": { "type": "string" }, "type": { "type": "string" }, "title": { "type": "string" },
    } });
    let links = json!({ "type": "array", "items": reference("schemas", "link") });
    json!({
        "link": link,
        "feature": { "type": "object", "required": ["type", "geometry", "properties"], "properties": {
            "type": { "type": "string", "enum": ["Feature"] },
            "id": { "type": "string" },
            "geometry": { "type": "object", "nullable": true },
            "properties": { "type": "object", "nullable": true },
            "links": links,
        } },
        "featureCollection": { "type": "object", "required": ["type", "features"], "properties": {
            "type": { "type": "string", "enum": ["FeatureCollection"] },
            "features": { "type": "array", "items": reference("schemas", "feature") },
            "links": links,
            "timeStamp": { "type": "string", "format": "date-time" },
            "numberMatched": { "type": "integer", "minimum": 0 },
            "numberReturned": { "type": "integer", "minimum": 0 },
        } },
        "problem": { "type": "object", "required": ["type", "title", "status"], "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "detail": { "type": "string" }, "parameter": { "type": "string" },
        } },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{ItemParams, ItemsParams};
    use super::*;
    use crate::extract::names;

    #[test]
    fn the_document_lists_the_parameters_that_are_read_and_every_reference_leads_somewhere() {
        let paths = paths();
        let listed = |path: &str| -> BTreeSet<String> {
            let all = paths[path]["get"]["parameters"].as_array().unwrap();
            let names =
                all.iter().map(|one| one["$ref"].as_str().unwrap().rsplit('/').next().unwrap().to_owned());
            names.filter(|name| !name.ends_with("Id")).collect()
        };
        let items = "/collections/{collectionId}/items";
        assert_eq!(listed(items), names::<ItemsParams>().into_iter().collect());
        assert_eq!(listed(&format!("{items}/{{featureId}}")), names::<ItemParams>().into_iter().collect());
        let (all, text) = (
            json!({ "components": { "parameters": parameters(), "responses": responses(), "schemas": schemas() } }),
            paths.to_string(),
        );
        for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(all.pointer(reference).is_some(), "{reference}");
        }
    }
}
