use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

/// What every address that writes may refuse with.
pub(crate) struct WriteErrors;

const ERRORS: [(&str, &str); 11] = [
    ("400", "A parameter or header is wrong, or the body is no JSON"),
    ("401", "No key, or one that is of no use"),
    ("403", "The key's scopes or the account's role do not reach so far"),
    ("404", "There never was such an establishment"),
    ("410", "It is closed, merged or withdrawn"),
    ("412", "It has changed since the version in If-Match: changes has what was missed"),
    ("413", "The body has more than 2 MiB"),
    ("415", "The body is no JSON"),
    ("422", "Fields are wrong: errors has a JSON Pointer for each"),
    ("429", "More than the client's share"),
    ("503", "The database cannot answer now; nothing was written, or the Idempotency-Key tells"),
];

impl IntoResponses for WriteErrors {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = || ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemView"))).build();
        let response = |text: &str| {
            ResponseBuilder::new().description(text).content("application/problem+json", problem()).build()
        };
        ERRORS.iter().map(|(status, text)| ((*status).to_owned(), response(text).into())).collect()
    }
}
