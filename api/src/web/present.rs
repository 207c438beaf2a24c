//! What a page says beside the record of a place: what is temporary, what grows old, what another source says.

use std::collections::HashMap;

use plainpied_criteria::{Answers, Criterion, Lang, schema, sentence};
use plainpied_domain::{Freshness, Provenance};
use plainpied_store::history::DisagreementRecord;
use time::{Date, OffsetDateTime};

use super::Tongue;
use crate::reference::Reference;
use crate::view::NoticeView;

/// The instant of a page, and what sources say that are not followed.
#[derive(Debug)]
pub(crate) struct Present {
    pub now: OffsetDateTime,
    pub disagreements: Vec<DisagreementRecord>,
}

/// Something temporary.
#[derive(Debug)]
pub(super) struct NoticeLine {
    pub title: &'static str,
    pub message: String,
    /// From when until when.
    pub when: String,
    pub current: bool,
}

impl NoticeLine {
    pub fn new(notice: &NoticeView, tongue: Tongue) -> Self {
        Self {
            title: notice.title(tongue.0),
            message: notice.message.clone(),
            when: notice_time(notice, tongue.0),
            current: notice.current,
        }
    }
}

/// From when until when, by days.
pub(crate) fn notice_time(notice: &NoticeView, lang: Lang) -> String {
    let tongue = Tongue(lang);
    let (from, until) = (tongue.day(notice.from.date()), tongue.day(notice.until.date()));
    if notice.current {
        format!("{} {until}", tongue.say("jusqu'au", "until"))
    } else {
        format!("{} {from} {} {until}", tongue.say("du", "from"), tongue.say("au", "to"))
    }
}

/// By whom an answer is, and when it was seen: ISO and as people write it.
pub(super) fn origin_of(
    provenance: &Provenance,
    criterion: &Criterion,
    reference: &Reference,
    tongue: Tongue,
) -> (String, Option<(String, String)>) {
    let origin = provenance.origin(criterion.id);
    let unnamed = || tongue.say("source inconnue", "source unknown").to_owned();
    let source = origin.map_or_else(unnamed, |origin| {
        let source = reference.source(origin.source.as_str());
        source.map_or_else(|| origin.source.to_string(), |source| source.title.clone())
    });
    let observed = origin.and_then(|origin| origin.observed);
    (source, observed.map(|day| (day.to_string(), tongue.day(day))))
}

/// Whether an old answer is still true, as a question; none for one that is fresh.
pub(super) fn still_true(freshness: Option<Freshness>, today: Date, tongue: Tongue) -> Option<String> {
    let freshness = freshness.filter(|freshness| freshness.is_stale(today))?;
    let ago = match freshness.years(today) {
        0 => format!("{} {}", tongue.say("vu le", "seen on"), tongue.day(freshness.seen)),
        1 => tongue.say("vu il y a un an", "seen a year ago").to_owned(),
        years => match tongue.0 {
            Lang::Fr => format!("vu il y a {years} ans"),
            Lang::En => format!("seen {years} years ago"),
        },
    };
    Some(format!("{ago}{}", tongue.say(" : toujours vrai ?", ": still true?")))
}

/// What other sources say, by criterion.
pub(super) struct OtherWords<'a>(HashMap<&'a str, Vec<&'a DisagreementRecord>>);

impl<'a> OtherWords<'a> {
    pub fn of(records: &'a [DisagreementRecord]) -> Self {
        let mut by_criterion: HashMap<&str, Vec<&DisagreementRecord>> = HashMap::new();
        for record in records {
            by_criterion.entry(&record.criterion).or_default().push(record);
        }
        Self(by_criterion)
    }

    /// `Another source says: there is a step (OpenStreetMap, 1 May 2026)`, for each that says something.
    pub fn about(&self, criterion: &Criterion, reference: &Reference, tongue: Tongue) -> Vec<String> {
        let records = self.0.get(criterion.key.as_str()).map_or(&[][..], Vec::as_slice);
        records.iter().filter_map(|record| other_word(record, criterion, reference, tongue)).collect()
    }
}

fn other_word(
    record: &DisagreementRecord,
    criterion: &Criterion,
    reference: &Reference,
    tongue: Tongue,
) -> Option<String> {
    // That a source does not know is no word against one that does.
    let value = record.value.as_ref()?;
    let one = serde_json::json!({ &record.criterion: value });
    let answers = Answers::parse_part(schema(), &one).ok()?;
    let said = sentence(criterion, Some(answers.get(criterion.id)?), tongue.0);
    let source = reference.source(&record.source_key);
    let source = source.map_or(record.source_key.as_str(), |source| source.title.as_str());
    let observed = record.observed.map(|day| format!(", {}", tongue.day(day))).unwrap_or_default();
    Some(format!(
        "{} {said} ({source}{observed})",
        tongue.say("Une autre source dit :", "Another source says:")
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn an_old_answer_is_a_question_and_a_fresh_one_is_not() {
        let today = date!(2026 - 11 - 25);
        let seen = |seen, stale_on| Some(Freshness { seen, stale_on });
        let old = seen(date!(2022 - 05 - 01), date!(2025 - 05 - 01));
        assert_eq!(still_true(old, today, Tongue(Lang::Fr)).unwrap(), "vu il y a 4 ans : toujours vrai ?");
        assert_eq!(still_true(old, today, Tongue(Lang::En)).unwrap(), "seen 4 years ago: still true?");
        assert_eq!(still_true(seen(today, date!(2029 - 11 - 25)), today, Tongue(Lang::En)), None);
        assert_eq!(still_true(None, today, Tongue(Lang::En)), None);
    }

    #[test]
    fn another_source_is_named_with_its_day_and_its_ignorance_is_not_told() {
        let said = |value| DisagreementRecord {
            criterion: "entree_plain_pied".to_owned(),
            source_key: "osm".to_owned(),
            value,
            observed: Some(date!(2026 - 05 - 01)),
            at: datetime!(2026-05-02 08:00 UTC),
        };
        let (one, none) = ([said(Some(json!(false)))], [said(None)]);
        let criterion = schema().get("entree_plain_pied").unwrap();
        let reference = Reference::of(Vec::new(), Vec::new());
        let told = OtherWords::of(&one).about(criterion, &reference, Tongue(Lang::En));
        let no = sentence(criterion, Some(&plainpied_criteria::Value::Bool(false)), Lang::En);
        assert_eq!(told, [format!("Another source says: {no} (osm, 1 May 2026)")]);
        assert!(OtherWords::of(&none).about(criterion, &reference, Tongue(Lang::En)).is_empty());
    }
}
