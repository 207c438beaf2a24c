//! Taking a text out of the history: which, why, and whether it is meant.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;

use super::faulty::text_of;
use super::{Shell, Tongue};
use crate::moderation::FreeText;

/// What was typed.
#[derive(Debug, Default)]
pub(crate) struct TakingOut {
    pub member: String,
    pub why: String,
    pub replacement: String,
    /// Whether it is asked now whether all of this is meant.
    pub sure: bool,
}

/// The form, or the question whether it is meant.
#[derive(Debug, Template)]
#[template(path = "redact.html")]
pub(crate) struct RedactPage {
    shell: Shell,
    csrf: String,
    place: String,
    version: i32,
    action: String,
    history: String,
    texts: Vec<FreeText>,
    typed: TakingOut,
    faults: Vec<(&'static str, String)>,
}

impl RedactPage {
    pub fn new(
        (id, name): (EstablishmentId, Option<&str>),
        (version, texts): (i32, Vec<FreeText>),
        typed: TakingOut,
        csrf: String,
        lang: Lang,
    ) -> Self {
        let tongue = Tongue(lang);
        let name = name.unwrap_or_else(|| tongue.say("Lieu retiré", "Place that is gone")).to_owned();
        let (place, history) = (format!("/establishments/{id}"), format!("/establishments/{id}/history"));
        let page = format!("{history}/{version}/redact");
        let title = tongue.say("Retirer un texte", "Take a text out").to_owned();
        Self {
            action: tongue.to(&page),
            shell: Shell::new(lang, title, &page).below([
                (name.clone(), place),
                (tongue.say("Historique", "History").to_owned(), history.clone()),
            ]),
            history: tongue.to(&history),
            place: name,
            csrf,
            version,
            texts,
            typed,
            faults: Vec::new(),
        }
    }

    /// With what is wrong with it.
    pub fn wrong(mut self, faults: Vec<(&'static str, String)>) -> Self {
        self.faults = faults;
        self.shell.fail();
        self
    }

    fn error(&self, name: &str) -> &str {
        text_of(&self.faults, name)
    }

    /// The text that was chosen.
    fn chosen(&self) -> Option<&FreeText> {
        self.texts.iter().find(|text| text.member == self.typed.member)
    }

    /// The texts as boxes of a form: value, label, and what it says.
    fn choices(&self) -> Vec<(&String, &String, &String)> {
        self.texts.iter().map(|text| (&text.member, &text.label, &text.text)).collect()
    }
}
