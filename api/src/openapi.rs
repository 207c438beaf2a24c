//! The OpenAPI 3.1 document, made from the code of the routes. `api/openapi.json` is its committed form; a test fails
//! where it is stale.

use utoipa::OpenApi;

/// What stands around the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plainpied",
        description = "What is known about the accessibility of establishments. Unknown is absent: never yes, never no.",
        license(name = "MIT", identifier = "MIT"),
    ),
    tags(
        (name = "search", description = "Finding places"),
        (name = "establishments", description = "Places and what is known of them"),
        (name = "reference", description = "What places refer to"),
    ),
)]
struct Frame;

/// The document without its routes.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// The document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    crate::router::documented().into_openapi()
}

/// The document as JSON, as it is served and committed.
pub fn openapi_json() -> String {
    openapi().to_pretty_json().unwrap_or_default() + "\n"
}

/// Answers as they look.
pub(crate) mod examples {
    use serde_json::{Value, json};

    const ID: &str = "0570478e-4cfc-5243-84df-c547aec78358";

    /// One establishment.
    pub fn establishment() -> Value {
        json!({
            "id": ID, "name": "Boulangerie Martin", "location": [4.8803, 45.7667], "activities": ["boulangerie"],
            "commune": {"code": "69266", "name": "Villeurbanne"}, "completeness": 12, "version": 3,
            "criteria": {"entree_plain_pied": true, "entree_largeur_mini": 90}
        })
    }

    /// One feature.
    pub fn feature() -> Value {
        json!({
            "type": "Feature", "id": ID, "geometry": {"type": "Point", "coordinates": [4.8803, 45.7667]},
            "properties": {"name": "Boulangerie Martin", "criteria": {"entree_plain_pied": true}}
        })
    }

    /// A list.
    pub fn establishments() -> Value {
        json!({"results": [establishment()], "next": null})
    }

    /// A collection.
    pub fn features() -> Value {
        json!({"type": "FeatureCollection", "features": [feature()]})
    }

    /// A search.
    pub fn search() -> Value {
        json!({"matched": 1, "relaxed": false, "position": 184_201, "results": [establishment()], "next": null})
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_document_is_that_of_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let committed: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap_or_default()).unwrap_or_default();
        let present: serde_json::Value = serde_json::from_str(&super::openapi_json()).unwrap();
        assert!(
            committed == present,
            "api/openapi.json is stale: run `cargo run -p plainpied -- openapi > api/openapi.json` and commit it"
        );
    }

    #[test]
    fn the_document_is_openapi_3_1_and_names_every_route() {
        let document: serde_json::Value = serde_json::from_str(&super::openapi_json()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        for path in [
            "search",
            "establishments",
            "establishments/{id}",
            "criteria",
            "activities",
            "communes",
        ] {
            assert!(
                document["paths"][format!("/api/v1/{path}")]["get"].is_object(),
                "{path}"
            );
        }
    }
}
