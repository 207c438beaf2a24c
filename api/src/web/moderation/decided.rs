//! What was decided.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_store::moderation::DecidedRecord;

use super::super::{Shell, Tongue};
use super::Part;
use super::words::{about, decision_words, kind_of, kinds_of};
use crate::moderation::Kind;

/// What was decided.
#[derive(Debug, Template)]
#[template(path = "moderation_decided.html")]
pub(crate) struct DecidedPage {
    shell: Shell,
    kinds: Vec<Part>,
    lines: Vec<DecidedLine>,
    next: Option<String>,
}

#[derive(Debug)]
struct DecidedLine {
    address: String,
    kind: &'static str,
    about: &'static str,
    place: String,
    decision: &'static str,
    answer: String,
    day: String,
    by: String,
}

impl DecidedPage {
    pub fn new(records: &[DecidedRecord], (kind, more): (Option<Kind>, bool), lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let of = |kind: Option<Kind>| match kind {
            Some(kind) => format!("/moderation/decided?kind={}", kind.word()),
            None => "/moderation/decided".to_owned(),
        };
        let kinds = std::iter::once(None).chain(Kind::WORDS.map(|(_, kind)| Some(kind))).map(|each| {
            let words = each.map_or_else(|| tongue.say("Tout", "All"), |kind| kinds_of(kind, tongue));
            (tongue.to(&of(each)), words.to_owned(), each == kind)
        });
        let next = records.last().filter(|_| more).map(|last| {
            let join = if kind.is_some() { '&' } else { '?' };
            let before = last.decided_at.unix_timestamp_nanos() / 1_000;
            tongue.to(&format!("{}{join}before={before}&id={}", of(kind), last.id))
        });
        let above = (tongue.say("Modération", "Moderation").to_owned(), "/moderation".to_owned());
        let title = tongue.say("Décisions prises", "What was decided").to_owned();
        Self {
            shell: Shell::new(lang, title, "/moderation/decided").below([above]),
            kinds: kinds.collect(),
            lines: records.iter().filter_map(|record| decided_line(record, tongue)).collect(),
            next,
        }
    }
}

fn decided_line(record: &DecidedRecord, tongue: Tongue) -> Option<DecidedLine> {
    let kind = Kind::of(&record.kind)?;
    Some(DecidedLine {
        address: tongue.to(&kind.page(record.id)),
        kind: kind_of(kind, tongue),
        about: about(kind, &record.about, tongue),
        place: record.place.chars().take(120).collect(),
        decision: decision_words(&record.decision, tongue),
        answer: record.answer.clone(),
        day: tongue.day(record.decided_at.date()),
        by: record.by.clone().unwrap_or_else(|| tongue.say("inconnu", "unknown").to_owned()),
    })
}
