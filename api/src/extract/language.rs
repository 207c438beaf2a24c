use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use plainpied_criteria::Lang;

/// Extracts the language of a page: French, or English where the query says `lang=en`.
#[derive(Debug, Clone, Copy)]
pub struct Language(pub Lang);

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(language_of(parts.uri.query())))
    }
}

/// The language that a query string asks for. Never refuses: errors have to be said in some language too.
pub fn language_of(query: Option<&str>) -> Lang {
    let english = query.is_some_and(|query| query.split('&').any(|part| part == "lang=en"));
    if english { Lang::En } else { Lang::Fr }
}
