use axum::http::{HeaderMap, header};
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use super::{Fields, QueryParams};
use crate::problem::Problem;

/// The language that a query string asks for. Never refuses: errors have to be said in some language too.
pub fn language_of(query: Option<&str>) -> Lang {
    let english = query.is_some_and(|query| query.split('&').any(|part| part == "lang=en"));
    if english { Lang::En } else { Lang::Fr }
}

/// The language that the reader's browser asks for first, of the two there are (RFC 9110 clause 12.5.4).
pub(crate) fn accepted_language(headers: &HeaderMap) -> Lang {
    let accepted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = accepted.split(',').map(|tag| tag.trim().to_ascii_lowercase());
    let first = tags.find(|tag| tag.starts_with("fr") || tag.starts_with("en"));
    if first.is_some_and(|tag| tag.starts_with("fr")) { Lang::Fr } else { Lang::En }
}

/// The parameters of a page that has no others.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LangParams {
    /// The language of the page: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    pub lang: Lang,
}

impl QueryParams for LangParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)? })
    }
}

/// The parameter `lang`.
///
/// # Errors
/// A language that pages are not written in.
pub(crate) fn lang(fields: &mut Fields) -> Result<Lang, Problem> {
    Ok(fields.word("lang", &[("fr", Lang::Fr), ("en", Lang::En)])?.unwrap_or_default())
}
