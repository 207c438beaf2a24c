//! What is temporary at a place, and what it takes away from what is known.

use plainpied_criteria::needs::{Limits, Verdict, needs};
use plainpied_criteria::{Answers, Lang, Schema, schema};
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::moderation::NoticeRecord;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::verdicts::{answers, usual_verdicts};
use crate::problem::Problem;

/// Something temporary, such as a lift out of order.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct NoticeView {
    /// Id.
    pub id: Uuid,
    /// `lift`, `entrance`, `works`, `equipment`, `other`.
    #[schema(example = "lift")]
    pub kind: String,
    /// In words.
    #[schema(example = "The lift is out of order; the hall is on the first floor.")]
    pub message: String,
    /// Answers that do not hold meanwhile: verdicts take them as unknown.
    pub criteria: Vec<String>,
    /// From when on.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub from: OffsetDateTime,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub until: OffsetDateTime,
    /// On whose word.
    pub source: String,
    /// Whether it holds now, and not only later.
    #[serde(default)]
    pub current: bool,
}

impl NoticeView {
    pub fn new(record: NoticeRecord, now: OffsetDateTime) -> Self {
        Self {
            id: record.id,
            kind: record.kind,
            message: record.message,
            criteria: record.criteria,
            from: record.begins_at,
            until: record.ends_at,
            source: record.source_key,
            current: record.begins_at <= now,
        }
    }

    /// What kind of thing it is.
    pub fn title(&self, lang: Lang) -> &'static str {
        Self::title_of(&self.kind, lang)
    }

    /// What kind of thing it is, by its word.
    pub fn title_of(kind: &str, lang: Lang) -> &'static str {
        match (kind, lang) {
            ("lift", Lang::Fr) => "Ascenseur en panne",
            ("lift", Lang::En) => "Lift out of order",
            ("entrance", Lang::Fr) => "Entrée fermée",
            ("entrance", Lang::En) => "Entrance closed",
            ("works", Lang::Fr) => "Travaux",
            ("works", Lang::En) => "Works",
            ("equipment", Lang::Fr) => "Équipement indisponible",
            ("equipment", Lang::En) => "Equipment not available",
            (_, Lang::Fr) => "À savoir en ce moment",
            (_, Lang::En) => "Good to know for now",
        }
    }
}

/// What is temporary at a place at this instant or later, the first to begin first. What cannot be read is left out and
/// logged: it must not take the place away.
pub(crate) fn notices_of(record: &FeatureRecord, now: OffsetDateTime) -> Vec<NoticeView> {
    let Some(text) = &record.notices else {
        return Vec::new();
    };
    let mut notices: Vec<NoticeView> = serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::error!(id = %record.id, %error, "the notices of a record cannot be read");
        Vec::new()
    });
    notices.retain(|notice| notice.until > now);
    for notice in &mut notices {
        notice.current = notice.from <= now;
    }
    notices
}

/// The answers without those that do not hold now.
pub(crate) fn doubted(schema: &Schema, mut answers: Answers, notices: &[NoticeView]) -> Answers {
    let now = notices.iter().filter(|notice| notice.current).flat_map(|notice| &notice.criteria);
    for criterion in now.filter_map(|key| schema.get(key)) {
        answers.remove(criterion.id);
    }
    answers.close_orphans(schema);
    answers
}

/// What each need comes to at the usual limits while these notices hold.
///
/// # Errors
/// Those of [`answers`].
pub(crate) fn present_verdicts(
    record: &FeatureRecord,
    notices: &[NoticeView],
) -> Result<Vec<Verdict>, Problem> {
    if notices.iter().all(|notice| !notice.current || notice.criteria.is_empty()) {
        return usual_verdicts(record);
    }
    let answers = doubted(schema(), answers(record)?, notices);
    Ok(needs().all().iter().map(|need| need.verdict(&answers, &Limits::NONE)).collect())
}

/// [`doubted`] by the notices of the record itself.
pub(crate) fn noticed(record: &FeatureRecord, answers: Answers, now: OffsetDateTime) -> Answers {
    if record.notices.is_none() {
        return answers;
    }
    doubted(schema(), answers, &notices_of(record, now))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::openapi::examples;

    const TEXT: &str = r#"[{"id": "0570478e-4cfc-5243-84df-c547aec78358", "kind": "entrance", "message": "closed",
        "criteria": ["entree_plain_pied"], "from": "2026-11-24T08:00:00+01:00", "until": "2026-11-26T08:00:00.5+01:00",
        "source": "manager"}]"#;

    #[test]
    fn a_notice_holds_from_its_beginning_to_its_end() {
        let record = FeatureRecord { notices: Some(TEXT.to_owned()), ..examples::record() };
        let current = |now| notices_of(&record, now).iter().map(|notice| notice.current).collect::<Vec<_>>();
        assert_eq!(current(datetime!(2026-11-24 06:59:59 UTC)), [false]);
        assert_eq!(current(datetime!(2026-11-24 07:00 UTC)), [true]);
        assert_eq!(current(datetime!(2026-11-26 07:00:01 UTC)), [false; 0]);
    }

    #[test]
    fn an_answer_is_unknown_while_a_notice_takes_it_away() {
        let record = FeatureRecord { notices: Some(TEXT.to_owned()), ..examples::record() };
        let answers = crate::view::answers(&record).unwrap();
        let known =
            |now| noticed(&record, answers.clone(), now).find(schema(), "entree_plain_pied").is_some();
        assert!(known(datetime!(2026-11-24 06:00 UTC)));
        assert!(!known(datetime!(2026-11-25 06:00 UTC)));
    }
}
