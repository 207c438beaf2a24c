//! Telling the moderators that something is wrong with a place.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;

use super::{Shell, Tongue};

/// What was typed, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    pub kind: String,
    pub message: String,
    pub kind_error: String,
    pub message_error: String,
}

/// The form, or the thanks for it.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub(crate) struct ReportPage {
    shell: Shell,
    place: String,
    address: String,
    kinds: Vec<(String, String, String)>,
    typed: Typed,
    faults: Vec<(&'static str, String)>,
    /// Empty where nobody is signed in.
    csrf: String,
    sent: bool,
}

impl ReportPage {
    pub fn new((id, place): (EstablishmentId, &str), typed: Typed, csrf: String, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let address = format!("/establishments/{id}");
        let title = tongue.say("Signaler un problème", "Report a problem");
        let faults: Vec<_> = [("kind", &typed.kind_error), ("message", &typed.message_error)]
            .into_iter()
            .filter(|(_, error)| !error.is_empty())
            .map(|(name, error)| (name, error.clone()))
            .collect();
        let title = tongue.title(title, !faults.is_empty());
        Self {
            shell: Shell::new(lang, title, &format!("{address}/report"))
                .below([(place.to_owned(), address.clone())]),
            place: place.to_owned(),
            kinds: kinds(tongue),
            address,
            typed,
            faults,
            csrf,
            sent: false,
        }
    }

    /// After it was sent.
    pub fn sent(mut self) -> Self {
        self.sent = true;
        self
    }
}

fn kinds(tongue: Tongue) -> Vec<(String, String, String)> {
    let kind = |key: &str, fr: &str, en: &str, (help_fr, help_en): (&str, &str)| {
        (key.to_owned(), tongue.say(fr, en).to_owned(), tongue.say(help_fr, help_en).to_owned())
    };
    vec![
        kind(
            "wrong",
            "Une information est fausse",
            "Something is wrong",
            ("Dites laquelle ci-dessous.", "Say what below."),
        ),
        kind("closed", "Le lieu est fermé définitivement", "The place has closed for good", ("", "")),
        kind(
            "duplicate",
            "Le lieu a deux fiches",
            "The place has two records",
            ("Donnez l'adresse de l'autre fiche.", "Give the address of the other record."),
        ),
        kind("offensive", "Un texte est choquant ou illicite", "A text is offensive or unlawful", ("", "")),
        kind("other", "Autre chose", "Something else", ("", "")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_offers_every_kind_of_report_that_the_moderators_take() {
        let offered: Vec<String> = kinds(Tongue(Lang::Fr)).into_iter().map(|(key, ..)| key).collect();
        let mut known = crate::moderation::KINDS.map(str::to_owned).to_vec();
        known.sort();
        let mut sorted = offered;
        sorted.sort();
        assert_eq!(sorted, known);
    }

    #[test]
    fn a_fault_is_said_in_the_title_in_the_summary_and_beside_its_box_and_what_was_typed_stays() {
        let id = EstablishmentId::from(uuid::Uuid::nil());
        let typed = Typed { message: "<b>".into(), kind_error: "Choisissez".into(), ..Typed::default() };
        let page = ReportPage::new((id, "Boulangerie"), typed, String::new(), Lang::Fr).render().unwrap();
        assert!(page.contains("<title>Erreur : Signaler un problème"), "{page}");
        assert!(
            page.contains("<a href=\"#kind\">Choisissez</a>") && page.contains("id=\"kind-error\""),
            "{page}"
        );
        assert!(page.contains("&#60;b&#62;</textarea>") && !page.contains("<b>"), "{page}");
    }
}
