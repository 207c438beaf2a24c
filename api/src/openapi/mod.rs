//! The OpenAPI document. Paths, parameters and bodies come from the routes; examples are made by the code that makes
//! the answers. `openapi.json` beside `Cargo.toml` is its committed copy.

pub(crate) mod examples;

use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};

use crate::router;

const ABOUT: &str = "Whether people with disabilities can get into a place and use it: what is known, who said so, and \
when. Every criterion has three states: unknown (absent), false, or true or a value. Unknown is neither yes nor no.\n\n\
Reading needs no registration; writing needs a key in the header `Authorization: Api-Key <key>`. Errors are problem details (RFC 9457). Lists are paged: follow `next` \
until it is null.";

const TAGS: [(&str, &str); 7] = [
    ("search", "Finding places by words, place and activity"),
    ("establishments", "One place, or all of them"),
    ("writing", "Adding and describing places, with a key"),
    ("people", "Signing in, one's own account and keys"),
    ("open data", "Everything in one file, and what has changed since"),
    ("reference", "What places refer to"),
    ("about", "The API itself"),
];

/// What the routes are added to.
pub(crate) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Plainpied")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("MIT").identifier(Some("MIT")).build()));
    let key = ApiKeyValue::with_description("Authorization", "`Api-Key <key>` or `Bearer <key>`");
    let schemes =
        ComponentsBuilder::new().security_scheme("key", SecurityScheme::ApiKey(ApiKey::Header(key)));
    let session = ApiKeyValue::with_description(
        "__Host-plainpied",
        "Set by signing in. Whatever changes something needs `X-CSRF-Token` too: see `/api/v1/me`.",
    );
    let schemes = schemes.security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    OpenApiBuilder::new().info(info).tags(Some(TAGS.map(tag))).components(Some(schemes.build())).build()
}

fn tag((name, description): (&str, &str)) -> Tag {
    TagBuilder::new().name(name).description(Some(description)).build()
}

/// The document.
pub fn openapi() -> OpenApi {
    let (_, mut document) = router::documented().split_for_parts();
    examples::add(&mut document);
    document
}

/// The document as it is committed: indented JSON.
pub fn openapi_json() -> String {
    // Strings, numbers and maps with string keys: writing them cannot fail.
    serde_json::to_string_pretty(&openapi()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
