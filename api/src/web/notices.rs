//! What is temporary at a place, for whoever announces it.

use askama::Template;
use plainpied_criteria::{Lang, schema};
use plainpied_store::establishment::FeatureRecord;
use serde_json::Value;

use super::faulty::{faulty, text_of};
use super::{Shell, Tongue, notice_time};
use crate::notices::KINDS;
use crate::problem::Problem;
use crate::view::{NoticeView, known};

/// The list and the form.
#[derive(Debug, Template)]
#[template(path = "notices.html")]
pub(crate) struct NoticesPage {
    shell: Shell,
    place: String,
    address: String,
    csrf: String,
    typed: Vec<(String, String)>,
    faults: Vec<(&'static str, String)>,
    said: Option<&'static str>,
    lines: Vec<Line>,
    /// What may be the matter: value and label.
    kinds: Vec<(String, String)>,
    /// The answers that are known: key, label, and whether it is ticked.
    answers: Vec<(String, &'static str, bool)>,
}

#[derive(Debug)]
struct Line {
    id: String,
    title: &'static str,
    when: String,
    message: String,
}

impl NoticesPage {
    /// # Errors
    /// 500 for a record that cannot be read.
    pub fn new(
        record: &FeatureRecord,
        notices: &[NoticeView],
        (typed, csrf): (Vec<(String, String)>, String),
        lang: Lang,
    ) -> Result<Self, Problem> {
        let (tongue, address) = (Tongue(lang), format!("/establishments/{}", record.id));
        let line = |notice: &NoticeView| Line {
            id: notice.id.to_string(),
            title: notice.title(lang),
            when: notice_time(notice, lang),
            message: notice.message.clone(),
        };
        let answers = known(record)?.0;
        let ticked = |key: &str| typed.iter().any(|(name, _)| *name == format!("criteria[{key}]"));
        let answered = schema().criteria().iter().filter(|criterion| answers.get(criterion.id).is_some());
        let answers = answered
            .map(|criterion| (criterion.key.clone(), criterion.label.get(lang), ticked(&criterion.key)))
            .collect();
        let title = tongue.say("Ce qui est temporaire ici", "What is temporary here").to_owned();
        Ok(Self {
            shell: Shell::new(lang, title, &format!("{address}/notices"))
                .below([(record.name.clone(), address.clone())]),
            place: record.name.clone(),
            address,
            csrf,
            faults: Vec::new(),
            said: None,
            lines: notices.iter().map(line).collect(),
            kinds: KINDS.map(|kind| (kind.to_owned(), NoticeView::title_of(kind, lang).to_owned())).into(),
            answers,
            typed,
        })
    }

    /// What was just done.
    pub fn said(mut self, what: Option<&str>) -> Self {
        let tongue = self.shell.tongue;
        self.said = match what {
            Some("announced") => Some(tongue.say(
                "C'est annoncé : la page du lieu et ses verdicts le disent.",
                "It is announced: the page of the place and its verdicts say so.",
            )),
            Some("ended") => Some(tongue.say("C'est terminé.", "It has ended.")),
            Some("over") => Some(tongue.say("C'était déjà terminé.", "It had ended already.")),
            _ => None,
        };
        self
    }

    /// With what is wrong: the faults of the body that the form stands for.
    pub fn wrong(mut self, errors: &Value) -> Self {
        let tongue = self.shell.tongue;
        let texts = [
            ("kind", "Choisissez ce qui se passe.", "Choose what is the matter."),
            (
                "message",
                "Dites en quelques mots ce qui change pour qui vient (500 caractères au plus).",
                "Say in a few words what changes for whoever comes (500 characters at most).",
            ),
            (
                "criteria",
                "Une des réponses cochées n'existe pas.",
                "One of the ticked answers does not exist.",
            ),
            ("from", "Un jour est attendu, comme 2026-11-24.", "A day is expected, as 2026-11-24."),
            (
                "until",
                "Un jour à venir est attendu, après le début et au plus un an après.",
                "A day to come is expected, after the beginning and at most a year after it.",
            ),
        ];
        self.faults = faulty(errors, &texts, tongue);
        self.shell.fail();
        self
    }

    fn typed(&self, name: &str) -> &str {
        text_of(&self.typed, name)
    }

    fn chosen(&self) -> String {
        self.typed("kind").to_owned()
    }

    fn error(&self, name: &str) -> &str {
        text_of(&self.faults, name)
    }
}
