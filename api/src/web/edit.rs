//! One question about a place, as a form.

use askama::Template;
use plainpied_criteria::{Criterion, Lang, schema, sentence, visible};
use plainpied_store::establishment::FeatureRecord;

use super::present::origin_of;
use super::question::{Answered, QuestionView, Unfit};
use super::{Shell, Tongue};
use crate::drafts::seen;
use crate::problem::{Problem, code};
use crate::questions::groups;
use crate::reference::Reference;
use crate::view::known;

/// What becomes of what somebody sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// Somebody who is signed in.
    Known,
    /// Nobody who is known, and a moderator looks at it first.
    Anybody,
    /// Nobody who is known: signing in comes before.
    SignsIn,
}

/// What a form holds beside its boxes.
#[derive(Debug)]
pub(crate) struct Sending {
    pub sender: Sender,
    /// Empty where nobody is signed in.
    pub csrf: String,
    /// By which a double click is known.
    pub once: String,
}

/// What was answered, and what came of it so far.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// None: nothing yet, the present answer stands there.
    pub answered: Option<Answered>,
    pub unfit: Option<Unfit>,
    /// Somebody else answered the same question since the form was shown.
    pub late: bool,
    /// What is known and would go with this answer, which rules it out.
    pub going: Vec<&'static Criterion>,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "edit.html")]
pub(crate) struct EditPage {
    shell: Shell,
    place: String,
    /// The page of the place.
    address: String,
    criterion: String,
    /// What is known of it, or that nothing is.
    present: String,
    /// By whom and when, where something is known.
    origin: Option<(String, Option<(String, String)>)>,
    question: QuestionView,
    faults: Vec<(&'static str, String)>,
    /// What would go with the answer, in sentences, and the same as the form names it.
    going: Vec<String>,
    goes: String,
    sending: Sending,
    /// What is known, by which it is told whether somebody else answers meanwhile.
    seen: String,
}

impl EditPage {
    /// The form about a criterion of a place.
    ///
    /// # Errors
    /// 404 for a question that this place is not asked, 500 for a record that this program cannot have written.
    pub fn new(
        (record, reference): (&FeatureRecord, &Reference),
        criterion: &'static Criterion,
        attempt: Attempt,
        sending: Sending,
        lang: Lang,
    ) -> Result<Self, Problem> {
        let (answers, provenance) = known(record)?;
        let groups = groups(record, reference)?;
        let answer = answers.get(criterion.id);
        if answer.is_none() && !visible(schema(), &answers, &groups).any(|id| id == criterion.id) {
            return Err(Problem::new(&code::NOT_FOUND)
                .detail("this place is not asked that: it does not concern what is done there, or another answer rules it out")
                .at("criterion"));
        }
        let tongue = Tongue(lang);
        let answered = attempt.answered.unwrap_or_else(|| Answered::known(answer));
        let question = QuestionView::new("answer", criterion, &answered, attempt.unfit, tongue);
        let unfit = attempt.unfit.map(|_| question.error.clone());
        let late = attempt.late.then(|| late_words(tongue).to_owned());
        let faults: Vec<_> = unfit.into_iter().chain(late).map(|words| ("answer", words)).collect();
        let title = tongue.say("Donner une réponse", "Give an answer");
        let title = match faults.is_empty() && !attempt.going.is_empty() {
            true => format!("{}{title}", tongue.say("À confirmer : ", "To confirm: ")),
            false => tongue.title(title, !faults.is_empty()),
        };
        let address = format!("/establishments/{}", record.id);
        let own = format!("{address}/edit?criterion={}", criterion.key);
        Ok(Self {
            shell: Shell::new(lang, title, &own).below([(record.name.clone(), address.clone())]),
            place: record.name.clone(),
            address,
            criterion: criterion.key.clone(),
            present: sentence(criterion, answer, lang),
            origin: answer.map(|_| origin_of(&provenance, criterion, reference, tongue)),
            question,
            faults,
            going: attempt.going.iter().map(|gone| sentence(gone, answers.get(gone.id), lang)).collect(),
            goes: goes(&attempt.going),
            sending,
            seen: seen(&answers, criterion),
        })
    }

    /// A page about this criterion of the place.
    fn about(&self, page: &str) -> String {
        self.shell.to(&format!("{}/{page}?criterion={}", self.address, self.criterion))
    }

    fn confirmations(&self) -> String {
        self.shell.to(&format!("{}/confirmations", self.address))
    }

    fn asks(&self) -> String {
        self.shell.to(&format!("{}/asks", self.address))
    }

    fn is_open(&self) -> bool {
        self.sending.sender == Sender::Anybody
    }

    fn signs_in(&self) -> bool {
        self.sending.sender == Sender::SignsIn
    }
}

/// Answers that go, as the form names them.
pub(crate) fn goes(going: &[&'static Criterion]) -> String {
    going.iter().map(|criterion| criterion.key.as_str()).collect::<Vec<_>>().join(",")
}

fn late_words(tongue: Tongue) -> &'static str {
    tongue.say(
        "Quelqu'un a répondu à cette question entre-temps. Votre réponse est toujours dans le formulaire : comparez-la à ce que l'on sait maintenant, puis enregistrez-la si elle est encore juste.",
        "Somebody answered this question meanwhile. Your answer is still in the form: compare it with what is known now, then save it if it is still right.",
    )
}
