//! What is asked of a place, and how much of it is answered.

use crate::answers::Answers;
use crate::model::{Criterion, CriterionId};
use crate::schema::Schema;

/// A group that an activity names and the schema does not declare.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("group {0:?} is not declared")]
pub struct UnknownGroup(pub String);

/// What the activities of a place ask, taken together. The same activities always ask the same: keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupSet {
    /// One bit for each criterion, in schema order.
    asked: [u64; 4],
}

impl GroupSet {
    /// What is asked everywhere: of a place without activity, or whose activities belong to no group.
    pub fn base(schema: &Schema) -> Self {
        Self::of(schema, |criterion| criterion.groups.is_empty())
    }

    /// What the activities ask, each given as the keys of its groups, united.
    ///
    /// An activity without group asks what is asked everywhere. One with groups asks what any of them asks: the
    /// criteria that name the group, and those asked everywhere that the group does not remove.
    ///
    /// # Errors
    /// A group that the schema does not declare.
    pub fn new<A: AsRef<[G]>, G: AsRef<str>>(
        schema: &Schema,
        activities: &[A],
    ) -> Result<Self, UnknownGroup> {
        if activities.is_empty() {
            return Ok(Self::base(schema));
        }
        let mut united = Self { asked: [0; 4] };
        for groups in activities.iter().map(AsRef::as_ref) {
            if groups.is_empty() {
                united.add(Self::base(schema));
            }
            for key in groups.iter().map(AsRef::as_ref) {
                let group = schema.group(key).ok_or_else(|| UnknownGroup(key.to_owned()))?;
                let removed = |id: &CriterionId| group.removes.binary_search(id).is_ok();
                united.add(Self::of(schema, |criterion| match criterion.groups.as_slice() {
                    [] => !removed(&criterion.id),
                    named => named.contains(&group.id),
                }));
            }
        }
        Ok(united)
    }

    /// Whether the criterion is asked at all, its parent aside.
    pub fn asks(&self, id: CriterionId) -> bool {
        self.asked[id.index() / 64] & (1 << (id.index() % 64)) != 0
    }

    fn of(schema: &Schema, is_asked: impl Fn(&Criterion) -> bool) -> Self {
        let mut asked = [0; 4];
        for criterion in schema.criteria().iter().filter(|criterion| is_asked(criterion)) {
            asked[criterion.id.index() / 64] |= 1 << (criterion.id.index() % 64);
        }
        Self { asked }
    }

    fn add(&mut self, other: Self) {
        self.asked.iter_mut().zip(other.asked).for_each(|(asked, more)| *asked |= more);
    }
}

/// The criteria to show: asked, and without parent or with an open one. Schema order.
pub fn visible<'a>(
    schema: &'a Schema,
    answers: &'a Answers,
    groups: &'a GroupSet,
) -> impl Iterator<Item = CriterionId> + 'a {
    let is_visible = |criterion: &&Criterion| groups.asks(criterion.id) && answers.opens(criterion);
    schema.criteria().iter().filter(is_visible).map(|criterion| criterion.id)
}

/// The criteria that count in completeness: those to show, minus those declared `counts = false`. Schema order.
pub fn exposed<'a>(
    schema: &'a Schema,
    answers: &'a Answers,
    groups: &'a GroupSet,
) -> impl Iterator<Item = CriterionId> + 'a {
    visible(schema, answers, groups).filter(|id| schema.criterion(*id).counts)
}

/// 100 x answered / exposed, rounded down, from 0 to 100. False is an answer. 0 where nothing is exposed.
///
/// Answers that are no longer asked are kept in the set and counted nowhere.
pub fn completeness(schema: &Schema, answers: &Answers, groups: &GroupSet) -> u8 {
    let mut answered = 0_usize;
    let mut all = 0_usize;
    for id in exposed(schema, answers, groups) {
        all += 1;
        answered += usize::from(answers.get(id).is_some());
    }
    // At most 100, since no more can be answered than is exposed.
    (100 * answered).checked_div(all).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(0)
}
