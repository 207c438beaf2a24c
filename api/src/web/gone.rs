//! A place that is no more: says what became of it, and leads on.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::{EstablishmentId, Status};

use super::{Shell, Tongue};

/// The page of a place that is no more.
#[derive(Debug, Template)]
#[template(path = "gone.html")]
pub(crate) struct GonePage {
    shell: Shell,
    meaning: &'static str,
    history: String,
}

impl GonePage {
    pub fn new(id: EstablishmentId, status: Status, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let (title, meaning) = match status {
            Status::Closed => (
                tongue.say("Ce lieu est fermé définitivement", "This place has closed for good"),
                tongue.say(
                    "On nous l'a signalé, et un modérateur l'a confirmé.",
                    "We were told so, and a moderator confirmed it.",
                ),
            ),
            Status::Merged => (
                tongue.say("Cette fiche n'existe plus", "This record is no more"),
                tongue.say(
                    "Elle a été réunie avec une autre, qui a disparu elle aussi.",
                    "It was merged with another one, which is gone too.",
                ),
            ),
            _ => (
                tongue.say("Cette fiche a été retirée", "This record was withdrawn"),
                tongue.say("Un modérateur l'a retirée du site.", "A moderator took it off the site."),
            ),
        };
        let address = format!("/establishments/{id}");
        Self {
            shell: Shell::new(lang, title.to_owned(), &address),
            meaning,
            history: format!("{address}/history"),
        }
    }
}
