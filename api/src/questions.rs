//! The next questions about a place: one function for the API, for contribution forms and for campaigns.

use std::collections::BTreeMap;

use plainpied_criteria::needs::Need;
use plainpied_criteria::{CriterionId, GroupSet, Lang, schema, sentence};
use plainpied_domain::questions::{Asked, Heard, Question, questions};
use plainpied_domain::{Freshness, Provenance};
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::participation::HeardRecord;
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use crate::problem::{Problem, code};
use crate::reference::Reference;
use crate::view::known;

/// A question worth asking, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NextQuestionView {
    /// The criterion.
    #[schema(value_type = String, example = "entree_largeur_mini")]
    pub criterion: &'static str,
    /// Its label.
    #[schema(value_type = String)]
    pub label: &'static str,
    /// What is known of it, or that nothing is, in a sentence.
    pub sentence: String,
    /// `unknown`, `stale`, `contested`.
    #[schema(value_type = String, example = "unknown")]
    pub reason: &'static str,
    /// Needs about which the answer would decide.
    #[schema(value_type = Vec<String>)]
    pub decides: Vec<&'static str>,
    /// What people said of it.
    #[serde(flatten)]
    pub heard: HeardView,
    /// When the answer was last seen to be so, where that is too long ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date")]
    pub seen: Option<Date>,
    /// What it is worth: the order of the questions.
    pub score: u32,
}

/// What people said of an answer.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct HeardView {
    /// How many needed it to decide.
    pub asked: u32,
    /// How many found the present answer true on the spot.
    pub proved: u32,
    /// How many found it untrue.
    pub disproved: u32,
}

impl From<Heard> for HeardView {
    fn from(heard: Heard) -> Self {
        Self { asked: heard.asked, proved: heard.proved, disproved: heard.disproved }
    }
}

impl From<&HeardRecord> for HeardView {
    fn from(record: &HeardRecord) -> Self {
        heard(record).into()
    }
}

fn heard(record: &HeardRecord) -> Heard {
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Heard { asked: count(record.asked), proved: count(record.proved), disproved: count(record.disproved) }
}

/// What such places are asked.
///
/// # Errors
/// 500 for an activity whose groups the schema does not declare.
pub(crate) fn groups(record: &FeatureRecord, reference: &Reference) -> Result<GroupSet, Problem> {
    let of = |slug: &String| reference.activity(slug).map_or(&[][..], |activity| activity.groups.as_slice());
    let groups: Vec<&[String]> = record.activities.iter().map(of).collect();
    GroupSet::new(schema(), &groups)
        .map_err(|error| Problem::new(&code::INTERNAL).cause(format!("establishment {}: {error}", record.id)))
}

/// The questions worth asking about a place for these needs, the best first: see [`plainpied_domain::questions`].
///
/// # Errors
/// 500 for a record that this program cannot have written.
pub(crate) fn next_questions(
    record: &FeatureRecord,
    reference: &Reference,
    (needs, lang): (&[&'static Need], Lang),
    said: &[HeardRecord],
    now: OffsetDateTime,
) -> Result<Vec<NextQuestionView>, Problem> {
    let (answers, provenance): (_, Provenance) = known(record)?;
    let groups = groups(record, reference)?;
    let said: BTreeMap<CriterionId, Heard> =
        said.iter().filter_map(|one| Some((schema().get(&one.criterion)?.id, heard(one)))).collect();
    let place = Asked { answers: &answers, provenance: &provenance, groups: &groups };
    let found = questions(schema(), &place, needs, &said, now.date());
    let view = |question: Question| {
        let criterion = schema().criterion(question.criterion);
        let answer = answers.get(question.criterion);
        NextQuestionView {
            criterion: &criterion.key,
            label: criterion.label.get(lang),
            sentence: sentence(criterion, answer, lang),
            reason: match (answer, question.stale) {
                (None, _) => "unknown",
                (_, Some(_)) => "stale",
                _ => "contested",
            },
            decides: question.decides,
            heard: question.heard.into(),
            seen: question.stale.map(|Freshness { seen, .. }| seen),
            score: question.score,
        }
    };
    Ok(found.into_iter().map(view).collect())
}
