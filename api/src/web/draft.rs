//! A draft: its pages of questions, its summary, and the list of drafts.

use askama::Template;
use plainpied_criteria::{Criterion, LEAST_FOUNDING, Lang, founding, schema, sentence};

use super::edit::{Sender, Sending};
use super::question::{Answered, QuestionView, Unfit};
use super::{DraftLine, Likely, Shell, Tongue};
use crate::drafts::{Draft, Open, Step, seen};

/// Something that is wrong: where the reader puts it right, and what it is.
pub(crate) type Fault = (String, String);

/// The questions of one page.
#[derive(Debug, Template)]
#[template(path = "draft_step.html")]
pub(crate) struct StepPage {
    shell: Shell,
    place: String,
    questions: Vec<QuestionView>,
    /// What was known of them when they were shown: field and value.
    shown: Vec<(String, String)>,
    faults: Vec<Fault>,
    /// `question 3 of about 12`
    progress: String,
    action: String,
    back: String,
    /// The next page, for whoever answers none of this one.
    skip: String,
    /// Whether enough is said to publish it.
    publishable: bool,
    sending: Sending,
}

impl StepPage {
    /// The page of `steps[at]`, with what was typed and what is wrong with it.
    pub fn new(
        open: &Open,
        (steps, at): (&[Step], usize),
        typed: Option<Typed<'_>>,
        sending: Sending,
        lang: Lang,
    ) -> Self {
        let tongue = Tongue(lang);
        let typed = typed.unwrap_or((open.draft.fields.as_slice(), &[]));
        let step = steps.get(at).map_or(&[][..], Vec::as_slice);
        let questions = questions(open, step, typed, tongue);
        let wrong = questions.iter().filter(|question| !question.error.is_empty());
        let faults: Vec<Fault> = wrong
            .map(|one| (one.name.clone(), format!("{}{} {}", one.label, tongue.say(" :", ":"), one.error)))
            .collect();
        let to = |at: usize| question_page(&open.draft, steps, at, tongue);
        let back = match at.checked_sub(1) {
            Some(before) => to(before),
            None if open.record.is_some() => tongue.to(&open.draft.page("summary")),
            None => tongue.to(&open.draft.page("place")),
        };
        let title = tongue.say("Décrire un lieu", "Describe a place");
        let title = if faults.is_empty() {
            format!("{} – {title}", progress(at, steps.len(), tongue))
        } else {
            tongue.title(title, true)
        };
        let known = step.iter().copied().filter(|_| open.record.is_some());
        Self {
            shell: Shell::new(lang, title, &address(&open.draft, steps, at)),
            place: open.draft.name.clone(),
            questions,
            shown: known.map(|one| (format!("seen:{}", one.key), seen(&open.known, one))).collect(),
            faults,
            progress: progress(at, steps.len(), tongue),
            action: to(at),
            back,
            skip: to(at + 1),
            publishable: open.record.is_some() || founding(schema(), &open.answers) + 1 >= LEAST_FOUNDING,
            sending,
        }
    }
}

/// What was typed, and what is wrong with it.
type Typed<'a> = (&'a [(String, String)], &'a [(&'static str, Unfit)]);

/// The questions of a page; what one drawing explains stands under it.
fn questions(
    open: &Open,
    step: &[&'static Criterion],
    typed: Typed<'_>,
    tongue: Tongue,
) -> Vec<QuestionView> {
    let mut questions: Vec<QuestionView> =
        step.iter().copied().map(|criterion| question(open, criterion, typed, tongue)).collect();
    let mut drawn: Option<&'static str> = None;
    for question in &mut questions {
        let svg = question.sketch.as_ref().map(|sketch| sketch.svg);
        if svg.is_some() && svg == drawn {
            question.sketch = None;
        }
        drawn = svg.or(drawn);
    }
    questions
}

fn question(
    open: &Open,
    criterion: &'static Criterion,
    (fields, unfit): Typed<'_>,
    tongue: Tongue,
) -> QuestionView {
    let said = Answered::of(fields, &criterion.key);
    let said = match said.is_nothing() {
        // What is known of the place stands there; what is not is neither yes nor no nor unknown yet.
        true => open.known.get(criterion.id).map_or(said, |value| Answered::known(Some(value))),
        false => said,
    };
    let unfit = unfit.iter().find(|(key, _)| *key == criterion.key).map(|(_, unfit)| *unfit);
    QuestionView::new(&criterion.key, criterion, &said, unfit, tongue)
}

/// `question 3 of about 12`: answers open questions and close others.
fn progress(at: usize, all: usize, tongue: Tongue) -> String {
    let (question, of) = (tongue.say("Question", "Question"), tongue.say("sur environ", "of about"));
    format!("{question} {} {of} {all}", at + 1)
}

/// Path and query of a page of questions, without language; beyond the last one the summary.
fn address(draft: &Draft, steps: &[Step], at: usize) -> String {
    let first = steps.get(at).and_then(|step| step.first());
    match first {
        Some(criterion) => format!("{}?criterion={}", draft.page("questions"), criterion.key),
        None => draft.page("summary"),
    }
}

/// The address of a page of questions; beyond the last one the summary.
pub(crate) fn question_page(draft: &Draft, steps: &[Step], at: usize, tongue: Tongue) -> String {
    tongue.to(&address(draft, steps, at))
}

/// What a draft says, before it is published.
#[derive(Debug, Template)]
#[template(path = "draft_summary.html")]
pub(crate) struct SummaryPage {
    shell: Shell,
    place: String,
    /// The page of the place; none: a new one.
    about: Option<String>,
    /// Of a new place: what was typed, label and text.
    lines: Vec<(String, String)>,
    change_place: String,
    answers: Vec<SaidView>,
    /// Questions that nobody has answered: their number, and the first of them.
    open_questions: usize,
    next: String,
    /// Answers that are still needed.
    missing: usize,
    faults: Vec<Fault>,
    /// Places so alike that nothing was published.
    alike: Vec<Likely>,
    may_force: bool,
    until: String,
    action: String,
    delete: String,
    sending: Sending,
}

#[derive(Debug)]
struct SaidView {
    label: String,
    sentence: String,
    /// What somebody else answered meanwhile.
    meanwhile: Option<String>,
    change: String,
}

/// What came of publishing so far.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    pub faults: Vec<Fault>,
    pub alike: Vec<Likely>,
    pub may_force: bool,
    /// Questions that somebody else answered otherwise meanwhile.
    pub conflicts: Vec<&'static Criterion>,
}

impl SummaryPage {
    pub fn new(open: &Open, trouble: Trouble, sending: Sending, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let steps = open.steps();
        let next = steps.iter().position(|step| step.iter().any(|one| !open.says(one)));
        let missing = match open.record {
            Some(_) => 0,
            None => LEAST_FOUNDING.saturating_sub(founding(schema(), &open.answers)),
        };
        let title = tongue.say("Relire et publier", "Read again and publish");
        let title = tongue.title(title, !trouble.faults.is_empty() || !trouble.conflicts.is_empty());
        Self {
            shell: Shell::new(lang, title, &open.draft.page("summary")),
            place: open.draft.name.clone(),
            about: open.record.as_ref().map(|record| tongue.to(&format!("/establishments/{}", record.id))),
            lines: if open.record.is_some() { Vec::new() } else { lines(open, tongue) },
            change_place: tongue.to(&open.draft.page("place")),
            answers: answers(open, &steps, &trouble.conflicts, tongue),
            open_questions: steps.iter().flatten().filter(|one| !open.says(one)).count(),
            next: next.map_or_else(String::new, |at| question_page(&open.draft, &steps, at, tongue)),
            missing,
            faults: trouble.faults,
            alike: trouble.alike,
            may_force: trouble.may_force,
            until: tongue.day(open.draft.expires_at.date()),
            action: tongue.to(&open.draft.page("summary")),
            delete: tongue.to(&open.draft.page("delete")),
            sending,
        }
    }

    fn is_open(&self) -> bool {
        self.sending.sender == Sender::Anybody
    }

    fn signs_in(&self) -> bool {
        self.sending.sender == Sender::SignsIn
    }

    fn is_late(&self) -> bool {
        self.answers.iter().any(|answer| answer.meanwhile.is_some())
    }
}

/// What a draft answers, in the order of the schema; what another answer rules out is not asked, and left out.
fn answers(open: &Open, steps: &[Step], conflicts: &[&'static Criterion], tongue: Tongue) -> Vec<SaidView> {
    let said = schema().criteria().iter().filter(|criterion| open.says(criterion));
    let view = |criterion: &'static Criterion| {
        let at = steps.iter().position(|step| step.iter().any(|one| one.id == criterion.id))?;
        let own = crate::drafts::answer_of(&open.draft.fields, criterion)
            .and_then(|_| open.answers.get(criterion.id));
        let told = |value| sentence(criterion, value, tongue.0);
        Some(SaidView {
            label: criterion.label.get(tongue.0).to_owned(),
            sentence: match own {
                Some(value) => told(Some(value)),
                None => tongue.say("Je ne sais pas", "I do not know").to_owned(),
            },
            meanwhile: conflicts
                .iter()
                .any(|one| one.id == criterion.id)
                .then(|| told(open.known.get(criterion.id))),
            change: format!("{}#{}", question_page(&open.draft, steps, at, tongue), criterion.key),
        })
    };
    said.filter_map(view).collect()
}

/// What a draft says of a new place beside its answers.
fn lines(open: &Open, tongue: Tongue) -> Vec<(String, String)> {
    let activity = open.draft.typed("activity");
    let activity = open.reference.activity(activity).map_or(activity, |found| found.name(tongue.0));
    let typed = |name| open.draft.typed(name).to_owned();
    let street = format!("{} {}", typed("house_number"), typed("street"));
    let commune = format!("{} {}", typed("postal_code"), typed("commune"));
    let all = [
        (("Nom", "Name"), typed("name")),
        (("Activité", "Activity"), activity.to_owned()),
        (("Rue", "Street"), street.trim().to_owned()),
        (("Commune", "Commune"), commune.trim().to_owned()),
    ];
    let known = all.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|((fr, en), text)| (tongue.say(fr, en).to_owned(), text)).collect()
}

/// All drafts of somebody who is signed in.
#[derive(Debug, Template)]
#[template(path = "drafts.html")]
pub(crate) struct DraftsPage {
    shell: Shell,
    drafts: Vec<DraftLine>,
    csrf: String,
}

impl DraftsPage {
    pub fn new(drafts: &[Draft], csrf: String, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let title = tongue.say("Mes brouillons", "My drafts").to_owned();
        let space = (tongue.say("Mon espace", "My space").to_owned(), "/account".to_owned());
        Self {
            shell: Shell::new(lang, title, "/account/drafts").below([space]),
            drafts: drafts.iter().map(|draft| DraftLine::new(draft, tongue)).collect(),
            csrf,
        }
    }
}
