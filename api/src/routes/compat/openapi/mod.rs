//! The description of the compatible API.

pub mod docs;
pub mod get;

use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};

const ABOUT: &str = "The API of Acceslibre, answered by Plainpied: a client changes only its base address. What is \
different on purpose stands in docs/compatible-api.md: what is unknown never passes a filter, drafts are shown to their \
authors only, and a parameter that is wrong is refused by its name.\n\n\
Reading needs no registration; writing needs a key in the header `Authorization: Api-Key <key>`. New clients do better \
with /api/v1/.";

const TAGS: [(&str, &str); 4] = [
    ("erps", "Establishments"),
    ("accessibilite", "Their answers"),
    ("activites", "What is done there"),
    ("about", "This description"),
];

/// What the routes are added to.
pub(super) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Plainpied, compatible API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("MIT").identifier(Some("MIT")).build()));
    let key = ApiKeyValue::with_description("Authorization", "`Api-Key <key>`");
    let schemes =
        ComponentsBuilder::new().security_scheme("key", SecurityScheme::ApiKey(ApiKey::Header(key)));
    let tag = |(name, about): (&str, &str)| TagBuilder::new().name(name).description(Some(about)).build();
    OpenApiBuilder::new().info(info).tags(Some(TAGS.map(tag))).components(Some(schemes.build())).build()
}

/// The document.
pub(crate) fn document() -> OpenApi {
    super::documented().split_for_parts().1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_says_what_it_is_and_every_reference_leads_somewhere() {
        let text = serde_json::to_string(&document()).unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let paths = document["paths"].as_object().unwrap();
        assert_eq!(paths.len(), 9);
        for (path, item) in paths {
            for operation in item.as_object().unwrap().values().filter(|value| value.is_object()) {
                for member in ["summary", "description", "operationId"] {
                    assert!(operation[member].is_string(), "{path} has no {member}");
                }
            }
        }
        let references = text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(references.clone().count() > 0);
        for reference in references {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
    }
}
