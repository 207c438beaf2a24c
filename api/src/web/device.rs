//! Pages about what is kept on the reader's own device.

use askama::Template;
use plainpied_criteria::Lang;

use super::Shell;

/// What is shown without a network.
#[derive(Debug, Template)]
#[template(path = "offline.html")]
pub(crate) struct OfflinePage {
    shell: Shell,
}

/// The places that the reader keeps. The server knows none of them: the script of the page writes the list.
#[derive(Debug, Template)]
#[template(path = "saved.html")]
pub(crate) struct SavedPage {
    shell: Shell,
}

impl OfflinePage {
    pub fn new(lang: Lang) -> Self {
        let title = if lang == Lang::Fr { "Pas de réseau" } else { "No network" };
        Self { shell: Shell::new(lang, title.to_owned(), "/offline") }
    }
}

impl SavedPage {
    pub fn new(lang: Lang) -> Self {
        let title = if lang == Lang::Fr { "Mes lieux" } else { "My places" };
        Self { shell: Shell::new(lang, title.to_owned(), "/saved") }
    }
}
