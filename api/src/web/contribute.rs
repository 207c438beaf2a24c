//! Finding a place to describe, or adding it.

use askama::Template;
use plainpied_criteria::{Criterion, Lang, schema};

use super::edit::{Sender, Sending};
use super::question::{Answered, QuestionView, Unfit};
use super::{Shell, Tongue};
use crate::reference::Reference;

/// The questions that decide most at a first visit.
const FIRST: [&str; 7] = [
    "entree_plain_pied",
    "entree_marches",
    "entree_marches_rampe",
    "entree_largeur_mini",
    "sanitaires_presence",
    "stationnement_ext_presence",
    "accueil_personnels",
];

/// Boxes of a line: name, label in French and English, what browsers fill in, the greatest length.
type Line = (&'static str, (&'static str, &'static str), &'static str, i64);
const LINES: [Line; 7] = [
    ("name", ("Nom du lieu", "Name of the place"), "off", 255),
    ("house_number", ("Numéro", "House number"), "off", 20),
    ("street", ("Rue", "Street"), "off", 200),
    ("postal_code", ("Code postal", "Postal code"), "postal-code", 5),
    ("commune", ("Commune", "Commune"), "address-level2", 100),
    ("latitude", ("Latitude (facultatif)", "Latitude (optional)"), "off", 20),
    ("longitude", ("Longitude (facultatif)", "Longitude (optional)"), "off", 20),
];

/// The first questions, as the schema has them.
pub(crate) fn first() -> impl Iterator<Item = &'static Criterion> {
    FIRST.iter().filter_map(|key| schema().get(key))
}

/// A place that may be the one that is meant.
#[derive(Debug)]
pub(crate) struct Likely {
    pub name: String,
    pub place: String,
    pub address: String,
    pub closed: bool,
}

/// What was asked and typed, and what came of it so far.
#[derive(Debug, Default)]
pub(crate) struct Adding {
    /// What was searched.
    pub q: String,
    /// What was found; none: nothing was searched.
    pub found: Option<Vec<Likely>>,
    pub typed: Vec<(String, String)>,
    /// Fields that are wrong, and what is.
    pub wrong: Vec<(String, String)>,
    /// Answers that are none.
    pub unfit: Vec<(&'static str, Unfit)>,
    /// Places that are so alike that nothing was added.
    pub alike: Vec<Likely>,
    /// Whether whoever asks may add it all the same.
    pub may_force: bool,
    pub waits: bool,
}

#[derive(Debug)]
struct LineView {
    name: &'static str,
    label: &'static str,
    value: String,
    error: String,
    autocomplete: &'static str,
    most: i64,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "contribute.html")]
pub(crate) struct ContributePage {
    shell: Shell,
    adding: Adding,
    lines: Vec<LineView>,
    activities: Vec<(String, String)>,
    activity: String,
    activity_error: String,
    questions: Vec<QuestionView>,
    /// What is wrong with the answers together.
    answers_error: String,
    faults: Vec<(String, String)>,
    sending: Sending,
}

impl Adding {
    fn typed(&self, name: &str) -> String {
        let found = self.typed.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn error(&self, name: &str) -> String {
        let found = self.wrong.iter().find(|(known, _)| known == name);
        found.map(|(_, message)| message.clone()).unwrap_or_default()
    }

    fn question(&self, criterion: &'static Criterion, tongue: Tongue) -> QuestionView {
        let name = criterion.key.as_str();
        let answered = match self.typed.is_empty() {
            true => Answered::known(None),
            false => Answered::of(&self.typed, name),
        };
        let unfit = self.unfit.iter().find(|(key, _)| *key == name).map(|(_, unfit)| *unfit);
        let mut question = QuestionView::new(name, criterion, &answered, unfit, tongue);
        if question.error.is_empty() {
            question.error = self.error(name);
        }
        question
    }
}

impl ContributePage {
    pub fn new(reference: &Reference, adding: Adding, sending: Sending, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let questions: Vec<_> = first().map(|criterion| adding.question(criterion, tongue)).collect();
        let line = |&(name, (fr, en), autocomplete, most): &Line| LineView {
            name,
            label: Tongue(lang).say(fr, en),
            value: adding.typed(name),
            error: adding.error(name),
            autocomplete,
            most,
        };
        let mut activities: Vec<_> = reference
            .activities()
            .iter()
            .map(|activity| (activity.slug.as_str().to_owned(), activity.name(lang).to_owned()))
            .collect();
        activities.sort_by_cached_key(|(_, name)| plainpied_domain::text::fold(name));
        activities.insert(0, (String::new(), tongue.say("Choisir…", "Choose…").to_owned()));
        let mut faults = adding.wrong.clone();
        let unfit =
            questions.iter().filter(|question| adding.unfit.iter().any(|(key, _)| *key == question.name));
        faults.extend(unfit.map(|question| {
            let message = format!("{}{} {}", question.label, tongue.say(" :", ":"), question.error);
            (question.name.clone(), message)
        }));
        let title = tongue.say("Contribuer", "Contribute");
        let title = match faults.is_empty() {
            true => title.to_owned(),
            false => format!("{}{title}", tongue.say("Erreur : ", "Error: ")),
        };
        Self {
            shell: Shell::new(lang, title, "/contribute"),
            lines: LINES.iter().map(line).collect(),
            activities,
            activity: adding.typed("activity"),
            activity_error: adding.error("activity"),
            questions,
            answers_error: adding.error("answers"),
            faults,
            sending,
            adding,
        }
    }

    fn is_open(&self) -> bool {
        self.sending.sender == Sender::Anybody
    }

    fn signs_in(&self) -> bool {
        self.sending.sender == Sender::SignsIn
    }
}
