use askama::Template;
use axum::response::Response;
use plainpied_criteria::Lang;

use super::{Shell, page};
use crate::problem::{Code, Problem};

/// What an error code means.
#[derive(Debug, Template)]
#[template(path = "code.html")]
struct CodePage {
    shell: Shell,
    code: &'static Code,
    /// What went wrong this time, in English; empty on the page of the code itself.
    detail: String,
    /// The same in the language of the reader, where there are words for it.
    told: Option<String>,
}

/// The page of a code.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn code_page(code: &'static Code, lang: Lang) -> Result<Response, Problem> {
    let shell = Shell::new(lang, code.title.get(lang).to_owned(), &code.path());
    page(&CodePage { shell, code, detail: String::new(), told: None })
}

/// The page shown instead of a page that went wrong, with what went wrong this time: for programmers in English, for the
/// reader where there are words for it. None where even that goes wrong.
pub(crate) fn problem_page(
    code: &'static Code,
    (detail, told): (&str, Option<String>),
    lang: Lang,
) -> Option<String> {
    // It lies in no area of the site.
    let mut shell = Shell::new(lang, code.title.get(lang).to_owned(), "");
    // The address that failed may not be shown twice: the other language would fail alike.
    shell.other = None;
    CodePage { shell, code, detail: detail.to_owned(), told }.render().ok()
}
