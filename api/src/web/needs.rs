//! Needs, limits and favourites that an account keeps by consent.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_criteria::needs::LimitError;

use super::faulty::text_of;
use super::wanted::{LimitBox, NeedBox};
use super::{Shell, Tongue, Wanted};
use crate::people::Consent;

/// The form, and the way back from it.
#[derive(Template)]
#[template(path = "account_needs.html")]
pub(crate) struct NeedsPage {
    shell: Shell,
    csrf: String,
    needs: Vec<NeedBox>,
    limits: Vec<LimitBox>,
    /// The day of the consent; none: it was not given.
    since: Option<String>,
    agrees: bool,
    done: &'static str,
    faults: Vec<(String, String)>,
}

impl NeedsPage {
    pub fn new(consent: Option<&Consent>, csrf: String, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let title = tongue.say("Mes besoins, mes limites, mes lieux", "My needs, limits and places");
        let kept = Wanted::new(consent.map(|consent| consent.own.pairs()).unwrap_or_default());
        Self {
            shell: Shell::new(lang, title.to_owned(), "/account/needs")
                .below([(tongue.say("Mon espace", "My space").to_owned(), "/account".to_owned())]),
            csrf,
            needs: kept.needs(lang),
            limits: kept.limits(lang),
            since: consent.map(|consent| tongue.day(consent.given_at.date())),
            agrees: false,
            done: "",
            faults: Vec::new(),
        }
    }

    /// Whether the account keeps something by consent.
    pub fn is_kept(&self) -> bool {
        self.since.is_some()
    }

    /// After something was done.
    pub fn done(mut self, done: Option<&str>) -> Self {
        let (fr, en) = match done {
            Some("kept_some") => (
                "C'est gardé, sauf des lieux : votre compte en garde 500 au plus.",
                "It is kept, save some places: your account keeps 500 at most.",
            ),
            Some("kept") => ("C'est gardé dans votre compte.", "It is kept in your account."),
            Some("withdrawn") => (
                "Votre accord est retiré. Vos besoins, vos limites et vos lieux sont effacés de votre compte.",
                "Your consent is withdrawn. Your needs, limits and places are deleted from your account.",
            ),
            _ => return self,
        };
        self.done = self.shell.tongue.say(fr, en);
        self
    }

    /// With what was chosen in a form of an earlier session, of which nothing is kept yet.
    pub fn of_another_session(mut self, chosen: &Wanted, agrees: bool) -> Self {
        let tongue = self.shell.tongue;
        self.choose(chosen, agrees);
        let (fr, en) = (
            "Vous vous êtes connecté de nouveau entre-temps, et rien n'est encore gardé. Regardez votre choix, puis gardez-le.",
            "You signed in again meanwhile, and nothing is kept yet. Look at your choice, then keep it.",
        );
        self.faults.push(("own-needs".to_owned(), tongue.say(fr, en).to_owned()));
        self
    }

    /// With what was chosen, and what is wrong with it: a number, or that nobody agreed.
    pub fn wrong(mut self, chosen: &Wanted, error: Option<LimitError>, agrees: bool) -> Self {
        let tongue = self.shell.tongue;
        self.choose(chosen, agrees);
        if let Some(LimitError::Value { key: wrong, .. }) = error {
            let limit = self.limits.iter_mut().filter(|limit| limit.key == wrong);
            self.faults.extend(limit.map(|limit| limit.refuse(tongue)));
        }
        if !agrees && !self.is_kept() {
            let (fr, en) = (
                "Rien n'est gardé sans votre accord : cochez la case si vous le donnez.",
                "Nothing is kept without your consent: tick the box if you give it.",
            );
            self.faults.push(("consent".to_owned(), tongue.say(fr, en).to_owned()));
        }
        self
    }

    /// With something wrong: what was chosen stands in the boxes.
    fn choose(&mut self, chosen: &Wanted, agrees: bool) {
        let lang = self.shell.lang();
        (self.needs, self.limits, self.agrees) = (chosen.needs(lang), chosen.limits(lang), agrees);
        self.shell.fail();
    }

    fn error(&self, name: &str) -> &str {
        text_of(&self.faults, name)
    }
}
