use axum::http::{HeaderMap, header};
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use super::{Fields, QueryParams};
use crate::problem::Problem;

/// The cookie that holds the language that a reader chose.
pub(crate) const LANG_COOKIE: &str = "lang";

/// The language of a page whose address names none; stands in the extensions of requests for pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spoken(pub Lang);

/// The language that a query string asks for. Never refuses: errors have to be said in some language too.
pub(crate) fn language_of(query: Option<&str>) -> Option<Lang> {
    let named = |part: &str| part.strip_prefix("lang=").and_then(language_named);
    query.and_then(|query| query.split('&').find_map(named))
}

/// The language with this code.
pub(crate) fn language_named(code: &str) -> Option<Lang> {
    match code {
        "fr" => Some(Lang::Fr),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language that the reader chose before, else the one that the browser asks for, else French.
pub(crate) fn spoken(headers: &HeaderMap) -> Lang {
    chosen(headers).or_else(|| asked(headers)).unwrap_or_default()
}

/// The language that the reader's browser asks for, of the two there are (RFC 9110 clause 12.5.4).
pub(crate) fn accepted_language(headers: &HeaderMap) -> Lang {
    asked(headers).unwrap_or(Lang::En)
}

fn chosen(headers: &HeaderMap) -> Option<Lang> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == LANG_COOKIE).and_then(|(_, code)| language_named(code))
}

/// The tag with the highest quality that is one of ours; among equals the first.
fn asked(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())?;
    let mut best: Option<(f32, Lang)> = None;
    for range in accepted.split(',') {
        let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let quality = rest.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>).unwrap_or(0.0);
        if let Some(lang) = language_named(&primary)
            && quality > best.map_or(0.0, |(quality, _)| quality)
        {
            best = Some((quality, lang));
        }
    }
    best.map(|(_, lang)| lang)
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

/// The parameters of a page with a form, to which one may come back from signing in.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct KeptParams {
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    pub kept: Option<String>,
    /// The language of the page: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    pub lang: Lang,
}

impl QueryParams for KeptParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { kept: fields.take("kept"), lang: lang(fields)? })
    }
}

/// The parameter `lang`; without it the language of the reader on pages, French elsewhere.
///
/// # Errors
/// A language that pages are not written in.
pub(crate) fn lang(fields: &mut Fields) -> Result<Lang, Problem> {
    let spoken = fields.spoken();
    Ok(fields.word("lang", &[("fr", Lang::Fr), ("en", Lang::En)])?.unwrap_or(spoken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(cookie: &str, accepted: &str) -> Lang {
        let pairs = [(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accepted)];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        spoken(&given.map(|(name, value)| (name, value.parse().unwrap())).collect())
    }

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_asks_for() {
        assert_eq!(with("a=b; lang=fr", "en-GB,en;q=0.9"), Lang::Fr);
        assert_eq!(with("lang=de", "en-GB,en;q=0.9"), Lang::En);
        assert_eq!(with("", ""), Lang::Fr);
    }

    #[test]
    fn qualities_decide_among_the_languages_there_are() {
        assert_eq!(with("", "de, en;q=0.5, fr;q=0.8"), Lang::Fr);
        assert_eq!(with("", "de-DE, EN-us"), Lang::En);
        assert_eq!(with("", "en;q=0, de"), Lang::Fr);
    }

    #[test]
    fn an_address_names_a_language_or_none() {
        assert_eq!(language_of(Some("q=pain&lang=en")), Some(Lang::En));
        assert_eq!(language_of(Some("lang=de")), None);
        assert_eq!(language_of(None), None);
    }
}
