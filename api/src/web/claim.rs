//! Saying that one runs a place.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use serde_json::Value;

use super::faulty::{faulty, text_of};
use super::{Shell, Tongue};

/// The form, or what became of it.
#[derive(Debug, Template)]
#[template(path = "claim.html")]
pub(crate) struct ClaimPage {
    shell: Shell,
    place: String,
    address: String,
    typed: Vec<(String, String)>,
    faults: Vec<(&'static str, String)>,
    csrf: String,
    /// What became of it; empty: it was not sent.
    done: &'static str,
}

impl ClaimPage {
    pub fn new(
        (id, place): (EstablishmentId, &str),
        typed: Vec<(String, String)>,
        csrf: String,
        lang: Lang,
    ) -> Self {
        let address = format!("/establishments/{id}");
        let title = Tongue(lang).say("Je gère ce lieu", "I run this place").to_owned();
        Self {
            shell: Shell::new(lang, title, &format!("{address}/claim"))
                .below([(place.to_owned(), address.clone())]),
            place: place.to_owned(),
            address,
            typed,
            faults: Vec::new(),
            csrf,
            done: "",
        }
    }

    /// With what is wrong: the faults of the body that the form stands for.
    pub fn wrong(mut self, errors: &Value) -> Self {
        let tongue = self.shell.tongue;
        let texts = [
            (
                "message",
                "Dites comment on peut le vérifier : quelques mots (1000 caractères au plus), une adresse web ou le SIRET.",
                "Say how it can be checked: a few words (1,000 characters at most), a web address or the SIRET.",
            ),
            (
                "website",
                "Une adresse web comme https://exemple.fr est attendue.",
                "A web address such as https://example.org is expected.",
            ),
            ("siret", "Un SIRET a 14 chiffres.", "A SIRET has 14 digits."),
        ];
        self.faults = faulty(errors, &texts, tongue);
        self.shell.fail();
        self
    }

    /// After it was sent.
    pub fn sent(mut self) -> Self {
        self.done = self.shell.tongue.say(
            "Merci. Les modérateurs vont regarder ; vous serez prévenu de leur décision.",
            "Thank you. The moderators will look at it; you will be told of their decision.",
        );
        self
    }

    /// That this account manages the place, or has asked for it already.
    pub fn known(mut self) -> Self {
        self.done = self.shell.tongue.say(
            "Vous gérez déjà ce lieu, ou votre demande attend encore une décision.",
            "You manage this place already, or your claim still waits for a decision.",
        );
        self
    }

    fn typed(&self, name: &str) -> &str {
        text_of(&self.typed, name)
    }

    fn error(&self, name: &str) -> &str {
        text_of(&self.faults, name)
    }
}
