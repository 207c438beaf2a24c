//! The history of a place: who said what, when, on whose word, in sentences.

use askama::Template;
use plainpied_criteria::{Lang, schema};
use plainpied_domain::EstablishmentId;
use plainpied_store::history::{DisagreementRecord, RedactionRecord, VersionRecord};
use serde_json::Value;
use uuid::Uuid;

use super::said::said as said_words;
use super::steward::act_links;
use super::{Shell, Tongue};
use crate::moderation::{ChangeView, FreeText, Teller, changes, label_of, said};
use crate::writing::author_of;

/// The history.
#[derive(Debug, Template)]
#[template(path = "history.html")]
pub(crate) struct HistoryPage {
    shell: Shell,
    place: String,
    versions: Vec<VersionView>,
    /// Numbers that may be compared, the newest first.
    numbers: Vec<(String, String)>,
    compared: Option<Compared>,
    from: String,
    to: String,
    disagreements: Vec<Disagreement>,
    /// Texts that were taken out.
    redactions: Vec<TakenOut>,
    older: Option<String>,
    /// What was just done here.
    said: Option<&'static str>,
    /// What the reader may do to the place: address and words.
    acts: Vec<(String, &'static str)>,
}

#[derive(Debug)]
struct TakenOut {
    version: i32,
    day: String,
    label: String,
    why: String,
}

#[derive(Debug)]
struct VersionView {
    number: i32,
    day: String,
    iso: String,
    source: String,
    author: String,
    reason: String,
    changes: Vec<ChangeView>,
    /// Where it is undone, for whoever may.
    undo: Option<String>,
    /// Where all that its author wrote is undone, for whoever may.
    undo_all: Option<String>,
    /// Where the reader takes a text of it out; none: there is none, or it is not for this reader.
    redact: Option<String>,
}

/// What lies between two versions.
#[derive(Debug)]
struct Compared {
    from: i32,
    to: i32,
    changes: Vec<ChangeView>,
}

#[derive(Debug)]
struct Disagreement {
    sentence: String,
    source: String,
}

/// What the page is made of.
#[derive(Debug)]
pub(crate) struct History<'a> {
    pub id: EstablishmentId,
    /// None of a place that is gone.
    pub name: Option<&'a str>,
    /// The newest first.
    pub versions: &'a [VersionRecord],
    /// Of each version who wrote it; empty where that is not known any more.
    pub authors: Vec<String>,
    pub disagreements: &'a [DisagreementRecord],
    /// Two versions and what lies between them.
    pub compared: Option<(i32, i32, Value)>,
    pub redactions: &'a [RedactionRecord],
    /// Whether the reader may take texts out.
    pub redacts: bool,
    /// Whether there are older versions.
    pub more: bool,
    /// What was just done.
    pub said: Option<&'a str>,
    /// What the reader may do to the place.
    pub acts: Vec<&'static str>,
    pub undoing: Undoing,
}

/// Which versions the reader may undo.
#[derive(Debug, Default)]
pub(crate) struct Undoing {
    pub any: bool,
    /// All of an account at once.
    pub all: bool,
    /// Those of this account.
    pub own: Option<Uuid>,
}

impl Undoing {
    fn one(&self, version: &VersionRecord) -> bool {
        self.any || self.own.is_some_and(|own| author_of(&version.actor) == Some(own))
    }
}

impl HistoryPage {
    pub fn new(history: &History<'_>, teller: &Teller<'_>) -> Self {
        let (lang, tongue) = (teller.lang, Tongue(teller.lang));
        let address = format!("/establishments/{}", history.id);
        let title = tongue.say("Historique", "History").to_owned();
        let name = history.name.unwrap_or_else(|| tongue.say("Lieu retiré", "Place that is gone"));
        let source = |key: &str| {
            teller.reference.source(key).map_or_else(|| key.to_owned(), |source| source.title.clone())
        };
        let versions = history.versions.iter().zip(&history.authors).map(|(version, author)| VersionView {
            number: version.version,
            day: tongue.day(version.at.date()),
            iso: version.at.date().to_string(),
            source: source(&version.source_key),
            author: author.clone(),
            reason: version.reason.clone(),
            changes: changes(&version.diff, teller),
            undo: history
                .undoing
                .one(version)
                .then(|| tongue.to(&format!("{address}/moderate/revert?version={}", version.version))),
            undo_all: author_of(&version.actor)
                .filter(|_| history.undoing.all)
                .map(|account| tongue.to(&format!("/accounts/{account}/revert"))),
            redact: (history.redacts && !FreeText::all(version, lang).is_empty())
                .then(|| tongue.to(&format!("{address}/history/{}/redact", version.version))),
        });
        let oldest = history.versions.last().filter(|_| history.more);
        let compared = history.compared.as_ref();
        let newest = history.versions.first().map_or(1, |version| version.version);
        Self {
            numbers: (1..=newest).rev().map(|number| (number.to_string(), number.to_string())).collect(),
            from: compared.map_or(newest - 1, |(from, ..)| *from).max(1).to_string(),
            to: compared.map_or(newest, |(_, to, _)| *to).to_string(),
            compared: compared.map(|(from, to, diff)| Compared {
                from: *from,
                to: *to,
                changes: changes(diff, teller),
            }),
            versions: versions.collect(),
            disagreements: history
                .disagreements
                .iter()
                .filter_map(|one| disagreement(one, &source, lang))
                .collect(),
            redactions: history.redactions.iter().rev().map(|one| taken_out(one, tongue)).collect(),
            older: oldest.map(|version| format!("{address}/history?before={}", version.version)),
            said: history.said.and_then(|word| said_words(word, tongue)),
            acts: act_links(&history.acts, &address, tongue),
            place: name.to_owned(),
            shell: Shell::new(lang, title, &format!("{address}/history")).below([(name.to_owned(), address)]),
        }
    }
}

fn taken_out(record: &RedactionRecord, tongue: Tongue) -> TakenOut {
    TakenOut {
        version: record.version,
        day: tongue.day(record.at.date()),
        label: label_of(&record.member, tongue.0),
        why: record.why.clone(),
    }
}

fn disagreement(
    record: &DisagreementRecord,
    source: &impl Fn(&str) -> String,
    lang: Lang,
) -> Option<Disagreement> {
    let value = record.value.clone().unwrap_or_default();
    let sentence = said(schema().get(&record.criterion)?, &value, lang);
    Some(Disagreement { sentence, source: source(&record.source_key) })
}
