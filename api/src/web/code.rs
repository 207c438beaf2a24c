use askama::Template;
use axum::response::Response;
use plainpied_criteria::Lang;

use super::{Shell, page};
use crate::problem::{Code, Problem, code};

/// What an error code means.
#[derive(Debug, Template)]
#[template(path = "code.html")]
struct CodePage {
    shell: Shell,
    code: &'static Code,
    meaning: &'static str,
    advice: &'static str,
    /// What went wrong this time, in English; empty on the page of the code itself.
    detail: String,
    /// The same in the language of the reader, where there are words for it.
    told: Option<String>,
    /// The name of the request, by which the log knows it, where the fault is ours.
    request: Option<String>,
}

impl CodePage {
    fn new(shell: Shell, code: &'static Code) -> Self {
        let (meaning, advice) = (code.meaning.get(shell.lang()), code.advice.get(shell.lang()));
        Self { shell, code, meaning, advice, detail: String::new(), told: None, request: None }
    }

    /// In the words of somebody who looked for a place.
    fn name_no_place(&mut self) {
        let tongue = self.shell.tongue;
        self.shell.title = tongue.say("Ce lieu n'existe pas", "There is no such place").to_owned();
        self.meaning = tongue.say(
            "Aucun lieu n'a cette adresse : elle est peut-être mal recopiée.",
            "No place has this address: perhaps it was not copied right.",
        );
        self.advice = tongue.say(
            "Cherchez le lieu par son nom et sa commune : s'il est connu ici, vous le retrouverez.",
            "Look for the place by its name and commune: if it is known here, you will find it.",
        );
    }

    /// Whether signing in, or another link for it, is the way on.
    fn signs_in(&self) -> bool {
        [&code::NOT_SIGNED_IN, &code::SPENT_LINK, &code::INVALID_LINK]
            .iter()
            .any(|code| code.name == self.code.name)
    }

    /// Whether a form was sent that is too large.
    fn is_too_large(&self) -> bool {
        self.code.name == code::LARGE_BODY.name
    }
}

/// What is known of what went wrong.
#[derive(Debug, Default)]
pub(crate) struct Wrong<'a> {
    /// In English.
    pub detail: &'a str,
    /// The same in the language of the reader, where there are words for it.
    pub told: Option<String>,
    /// The name of the request.
    pub request: Option<String>,
    /// Whether a place was asked for.
    pub of_place: bool,
}

/// The page of a code.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn code_page(code: &'static Code, lang: Lang) -> Result<Response, Problem> {
    let shell = Shell::new(lang, code.title.get(lang).to_owned(), &code.path());
    page(&CodePage::new(shell, code))
}

/// The page shown instead of a page that went wrong, with what went wrong this time: for programmers in English, for the
/// reader where there are words for it. None where even that goes wrong.
pub(crate) fn problem_page(code: &'static Code, wrong: Wrong<'_>, lang: Lang) -> Option<String> {
    // It lies in no area of the site.
    let mut shell = Shell::new(lang, code.title.get(lang).to_owned(), "");
    // The address that failed may not be shown twice: the other language would fail alike.
    shell.other = None;
    let request = wrong.request.filter(|_| code.status.is_server_error());
    let (detail, told) = (wrong.detail.to_owned(), wrong.told);
    let mut page = CodePage { detail, told, request, ..CodePage::new(shell, code) };
    if wrong.of_place && code.name == code::NOT_FOUND.name {
        page.name_no_place();
    }
    page.render().ok()
}
