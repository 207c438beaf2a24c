//! One thing that waits, and what may be done with it.

use askama::Template;

use super::super::{Shell, Tongue};
use super::words::{about, acts, decision_words, done_words, kind_of, told, usual_act};
use crate::auth::SignedIn;
use crate::moderation::{ChangeView, Item, Kind, Teller, changes, label_of};

/// What was typed, and what became of it.
#[derive(Debug, Default)]
pub(crate) struct Deciding {
    pub answer: String,
    /// Of a report: what is done with the place; empty: nothing was chosen.
    pub act: String,
    /// Of a merge: the record that stays.
    pub into: String,
    /// What is wrong with these; empty: nothing.
    pub wrong_act: String,
    pub wrong_into: String,
    /// What is wrong with the answer; empty: nothing.
    pub wrong: String,
    /// Why it could not be done; empty: it could.
    pub refused: String,
    /// What was done before.
    pub done: Option<String>,
}

impl Deciding {
    /// Whether something typed is wrong.
    pub fn is_wrong(&self) -> bool {
        [&self.wrong, &self.wrong_act, &self.wrong_into].iter().any(|text| !text.is_empty())
    }
}

/// One thing that waits, or waited.
#[derive(Debug, Template)]
#[template(path = "moderation_item.html")]
pub(crate) struct ItemPage {
    shell: Shell,
    csrf: String,
    action: String,
    place_address: String,
    item: Item,
    deciding: Deciding,
    done: Option<String>,
    faults: Vec<(&'static str, String)>,
    about: &'static str,
    /// Who says it.
    author: String,
    day: String,
    decided: Option<(&'static str, String)>,
    /// Who is told of the decision.
    told: &'static str,
    changes: Vec<ChangeView>,
    history: Vec<(i32, String, Vec<ChangeView>)>,
    mine: bool,
    /// Whom it may be handed over to: accounts and their names.
    others: Vec<(String, String)>,
    /// The one that is chosen so far: none.
    chosen: String,
    is_proposal: bool,
    /// What may be done with the place of a report: value, words, what it means.
    acts: Vec<(String, &'static str, &'static str)>,
}

impl ItemPage {
    pub fn new(mut item: Item, mut deciding: Deciding, by: &SignedIn, teller: &Teller<'_>) -> Self {
        let (lang, tongue) = (teller.lang, Tongue(teller.lang));
        let title = kind_of(item.kind, tongue);
        // It is told beside what can be chosen; where nothing can any more, at the top.
        let decides = item.decision.is_none() || item.kind == Kind::Proposal;
        let faults = faults(&deciding, if decides { "do" } else { "content" });
        if deciding.act.is_empty() && deciding.wrong_act.is_empty() {
            deciding.act = if item.is_gone { "nothing" } else { usual_act(&item.about) }.to_owned();
        }
        let title = tongue.title(title, !faults.is_empty());
        let page = item.kind.page(item.id);
        let decided = item.decision.as_ref().map(|decision| {
            let day = item.decided_at.map(|at| tongue.day(at.date())).unwrap_or_default();
            (decision_words(decision, tongue), day)
        });
        let history = item
            .versions
            .iter()
            .map(|version| (version.version, tongue.day(version.at.date()), changes(&version.diff, teller)));
        Self {
            faults,
            acts: if item.kind == Kind::Report { acts(tongue).into() } else { Vec::new() },
            done: deciding.done.as_deref().and_then(|deed| done_words(deed, tongue)),
            csrf: by.csrf.clone(),
            action: tongue.to(&page),
            place_address: item
                .establishment
                .map(|id| tongue.to(&format!("/establishments/{id}")))
                .unwrap_or_default(),
            about: about(item.kind, &item.about, tongue),
            author: author_of(&item, tongue),
            day: tongue.day(item.at.date()),
            decided,
            told: told(item.kind, tongue),
            history: history.collect(),
            changes: item
                .suggestion
                .as_mut()
                .map(|view| std::mem::take(&mut view.changes))
                .unwrap_or_default(),
            chosen: String::new(),
            mine: item.assignee == Some(by.account.id),
            others: item
                .moderators
                .iter()
                .filter(|(id, _)| *id != by.account.id && item.assignee != Some(*id))
                .map(|(id, name)| (id.to_string(), name.clone()))
                .collect(),
            is_proposal: item.kind == Kind::Proposal,
            shell: Shell::new(lang, title, &page)
                .below([(tongue.say("Modération", "Moderation").to_owned(), "/moderation".to_owned())]),
            item,
            deciding,
        }
    }
    /// What answers and fields are called.
    fn named(&self, pointers: &[String]) -> String {
        let lang = self.shell.tongue.0;
        pointers.iter().map(|pointer| label_of(pointer, lang)).collect::<Vec<_>>().join(", ")
    }
}

fn author_of(item: &Item, tongue: Tongue) -> String {
    let nobody = match item.author {
        Some(_) => tongue.say("un compte supprimé", "a deleted account"),
        None => tongue.say("une personne sans compte", "somebody without an account"),
    };
    item.author_name.clone().unwrap_or_else(|| nobody.to_owned())
}

/// What is wrong, and where; `at` is where it is told what could not be done.
fn faults(deciding: &Deciding, at: &'static str) -> Vec<(&'static str, String)> {
    let errors = [
        ("act", &deciding.wrong_act),
        ("into", &deciding.wrong_into),
        ("answer", &deciding.wrong),
        (at, &deciding.refused),
    ]
    .into_iter();
    errors.filter(|(_, text)| !text.is_empty()).map(|(at, text)| (at, text.clone())).collect()
}
