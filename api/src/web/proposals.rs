//! What people would have otherwise in criteria, wordings and rules, and what the moderators answer in public.

use askama::Template;
use plainpied_criteria::needs::needs;
use plainpied_criteria::{Lang, schema};
use plainpied_store::participation::IdeaRecord;
use serde_json::Value;

use super::faulty::{faulty, text_of};
use super::{Shell, Tongue};

/// What was typed, and what came of it so far.
#[derive(Debug, Default)]
pub(crate) struct Proposing {
    pub typed: Vec<(String, String)>,
    /// Empty where nobody is signed in.
    pub csrf: String,
    /// The faults of the body that the form stands for.
    pub errors: Value,
    /// Whether something was just proposed.
    pub said: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "proposals.html")]
pub(crate) struct ProposalsPage {
    shell: Shell,
    action: String,
    proposing: Proposing,
    faults: Vec<(&'static str, String)>,
    kinds: Vec<(String, &'static str, &'static str)>,
    /// What it may be about: value and words.
    abouts: Vec<(String, String)>,
    lines: Vec<Line>,
    older: Option<String>,
}

#[derive(Debug)]
struct Line {
    id: String,
    kind: &'static str,
    about: String,
    text: String,
    day: String,
    iso: String,
    state: &'static str,
    answer: String,
    answered: String,
}

impl ProposalsPage {
    pub fn new(ideas: &[IdeaRecord], more: bool, proposing: Proposing, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let texts = [
            ("kind", "Choisissez ce que vous proposez.", "Choose what you propose."),
            (
                "about",
                "Choisissez une question ou un besoin de la liste, ou rien.",
                "Choose a question or a need of the list, or nothing.",
            ),
            (
                "text",
                "Dites ce que vous proposez, en 2000 caractères au plus.",
                "Say what you propose, in 2,000 characters at most.",
            ),
        ];
        let faults = faulty(&proposing.errors, &texts, tongue);
        let title = tongue.say("Propositions et réponses", "Proposals and answers");
        let title = tongue.title(title, !faults.is_empty());
        let last = ideas.last().filter(|_| more);
        Self {
            shell: Shell::new(lang, title, "/proposals").indexed(),
            action: tongue.to("/proposals"),
            faults,
            kinds: kinds(tongue),
            abouts: abouts(tongue),
            lines: ideas.iter().map(|idea| line(idea, tongue)).collect(),
            older: last.map(|idea| tongue.to(&format!("/proposals?before={}", idea.id))),
            proposing,
        }
    }

    fn typed(&self, name: &str) -> String {
        text_of(&self.proposing.typed, name).to_owned()
    }

    fn error(&self, name: &str) -> &str {
        text_of(&self.faults, name)
    }
}

fn kinds(tongue: Tongue) -> Vec<(String, &'static str, &'static str)> {
    let kinds = [
        ("criterion", ("Un critère qui manque", "A criterion that is missing")),
        ("wording", ("Un texte à rendre plus clair", "A text to be made clearer")),
        ("rule", ("Une règle qui se trompe", "A rule that is mistaken")),
        ("other", ("Autre chose", "Something else")),
    ];
    kinds.map(|(value, (fr, en))| (value.to_owned(), tongue.say(fr, en), "")).into()
}

fn kind_words(kind: &str, tongue: Tongue) -> &'static str {
    let (fr, en) = match kind {
        "criterion" => ("Critère", "Criterion"),
        "wording" => ("Texte", "Wording"),
        "rule" => ("Règle", "Rule"),
        _ => ("Autre", "Other"),
    };
    tongue.say(fr, en)
}

/// All criteria and needs, by key; none comes first.
fn abouts(tongue: Tongue) -> Vec<(String, String)> {
    let criteria = schema().criteria().iter();
    let criteria = criteria.map(|one| (one.key.clone(), one.label.get(tongue.0).to_owned()));
    let needs = needs().all().iter().map(|need| {
        let word = tongue.say("Besoin :", "Need:");
        (need.key.clone(), format!("{word} {}", need.name.get(tongue.0)))
    });
    let nothing = (String::new(), tongue.say("Rien en particulier", "Nothing in particular").to_owned());
    std::iter::once(nothing).chain(needs).chain(criteria).collect()
}

fn line(idea: &IdeaRecord, tongue: Tongue) -> Line {
    let about = idea.about.as_deref().map(|key| {
        let criterion = schema().get(key).map(|criterion| criterion.label.get(tongue.0));
        let need = || needs().get(key).map(|need| need.name.get(tongue.0));
        criterion.or_else(need).unwrap_or(key).to_owned()
    });
    let (fr, en) = match idea.state.as_str() {
        "accepted" => ("Accepté", "Accepted"),
        "declined" => ("Refusé", "Declined"),
        "done" => ("Fait", "Done"),
        _ => ("Pas encore de réponse", "Not answered yet"),
    };
    Line {
        id: idea.id.to_string(),
        kind: kind_words(&idea.kind, tongue),
        about: about.unwrap_or_default(),
        text: idea.text.clone(),
        day: tongue.day(idea.created_at.date()),
        iso: idea.created_at.date().to_string(),
        state: tongue.say(fr, en),
        answer: idea.answer.clone().unwrap_or_default(),
        answered: idea.answered_at.map(|at| tongue.day(at.date())).unwrap_or_default(),
    }
}
