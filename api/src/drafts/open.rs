//! A draft with what it is about.

use std::sync::Arc;

use plainpied_criteria::{Answers, Criterion, GroupSet, schema};
use plainpied_store::establishment::{self, FeatureRecord};
use serde_json::{Map, Value};

use super::{Draft, Step, answer_of, overlaid, steps};
use crate::problem::{Problem, code};
use crate::questions::groups;
use crate::reference::Reference;
use crate::state::AppState;
use crate::view;
use crate::web::text_of;

/// A draft, the place that it describes, and what would be known if it were published.
#[derive(Debug)]
pub(crate) struct Open {
    pub draft: Draft,
    /// The place; none: a new one.
    pub record: Option<FeatureRecord>,
    pub reference: Arc<Reference>,
    /// What is known of the place.
    pub known: Answers,
    /// What would be known.
    pub answers: Answers,
    groups: GroupSet,
}

impl Open {
    /// A draft with its place; none: the place is no more.
    ///
    /// # Errors
    /// The database cannot answer.
    pub async fn load(state: &AppState, draft: Draft) -> Result<Option<Self>, Problem> {
        let mut record = None;
        if let Some(id) = draft.establishment {
            let read = state.query(async |connection| establishment::get(connection, id).await);
            let Some(found) = read.await? else {
                return Ok(None);
            };
            record = Some(found);
        }
        let source = record.iter().map(|record| record.source_key.as_str());
        let reference = state.reference_with(source).await?;
        let known = match &record {
            Some(record) => view::known(record)?.0,
            None => Answers::new(),
        };
        let groups = match &record {
            Some(record) => groups(record, &reference)?,
            None => groups_of(text_of(&draft.fields, "activity"), &reference)?,
        };
        let answers = overlaid(&known, &draft.fields);
        Ok(Some(Self { draft, record, reference, known, answers, groups }))
    }

    /// The same after its fields have changed.
    pub fn with(mut self, change: impl FnOnce(&mut super::Pairs)) -> Self {
        change(&mut self.draft.fields);
        self.answers = overlaid(&self.known, &self.draft.fields);
        self
    }

    /// The pages of questions. Of a place that is here already, what is known is not asked again, unless the draft says
    /// something of it.
    pub fn steps(&self) -> Vec<Step> {
        steps(&self.answers, &self.groups, |criterion| {
            self.known.get(criterion.id).is_none() || self.says(criterion)
        })
    }

    /// Whether the draft holds anything about a question, be it that it is not known.
    pub fn says(&self, criterion: &'static Criterion) -> bool {
        self.draft.fields.iter().any(|(name, _)| super::about(name, criterion))
    }

    /// What the draft adds to what is known, as the writing functions take it.
    pub fn said(&self) -> Map<String, Value> {
        let said = schema().criteria().iter().filter_map(|criterion| {
            let answer = answer_of(&self.draft.fields, criterion)?;
            let stands = self.answers.get(criterion.id).is_some();
            let is_new = self.known.get(criterion.id) != self.answers.get(criterion.id);
            (stands && is_new).then(|| (criterion.key.clone(), answer))
        });
        said.collect()
    }

    /// The questions that somebody else answered otherwise since the draft showed them.
    pub fn conflicts(&self) -> Vec<&'static Criterion> {
        let said = self.said();
        let differs = |criterion: &&'static Criterion| {
            let shown = format!("seen:{}", criterion.key);
            let shown = self.draft.fields.iter().find(|(name, _)| *name == shown);
            said.contains_key(&criterion.key)
                && shown.is_some_and(|(_, text)| *text != seen(&self.known, criterion))
        };
        schema().criteria().iter().filter(differs).collect()
    }
}

/// What is known of a criterion, as forms hold it to tell whether it changed meanwhile; `-`: nothing.
pub(crate) fn seen(known: &Answers, criterion: &Criterion) -> String {
    known.get(criterion.id).map_or_else(|| "-".to_owned(), |value| value.to_json().to_string())
}

/// What places of an activity are asked.
fn groups_of(activity: &str, reference: &Reference) -> Result<GroupSet, Problem> {
    let groups = reference.activity(activity).map_or(&[][..], |activity| activity.groups.as_slice());
    GroupSet::new(schema(), &[groups])
        .map_err(|error| Problem::new(&code::INTERNAL).cause(format!("activity {activity}: {error}")))
}
