//! What is worth asking next about a place: what would decide for people, what people asked for, what was said to be
//! untrue, what was seen too long ago. One order for contribution forms and for campaigns.

use std::collections::{BTreeMap, BTreeSet};

use plainpied_criteria::needs::{Limits, Need, Reason};
use plainpied_criteria::{Answers, CriterionId, GroupSet, Schema, visible};
use time::Date;

use crate::{Freshness, Provenance};

/// What a question is worth: each reason adds up.
mod weights {
    /// The first question of a need that waits for it; the second half of it, the third a third.
    pub const DECIDES: u32 = 120;
    /// Each person who asked, up to [`MOST`].
    pub const ASKED: u32 = 40;
    /// Each person who found it untrue, beyond those who found it true, up to [`MOST`].
    pub const CONTESTED: u32 = 60;
    /// Seen too long ago, where a verdict rests on it, and where none does.
    pub const STALE_REASON: u32 = 50;
    pub const STALE: u32 = 15;
    /// Unknown and asked of such places.
    pub const UNKNOWN: u32 = 5;
    /// People beyond this number add nothing: one person who clicks all day does not rule.
    pub const MOST: u32 = 10;
}

/// A place as far as questions go.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What is known.
    pub answers: &'a Answers,
    /// Since when.
    pub provenance: &'a Provenance,
    /// What such places are asked.
    pub groups: &'a GroupSet,
}

/// What people said of one answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// How many needed it to decide.
    pub asked: u32,
    /// How many found on the spot that it is so.
    pub proved: u32,
    /// How many found that it is not.
    pub disproved: u32,
}

impl Heard {
    /// How many more found it untrue than true.
    fn contested(self) -> u32 {
        self.disproved.saturating_sub(self.proved)
    }
}

/// A question, and why it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// About what.
    pub criterion: CriterionId,
    /// What it is worth.
    pub score: u32,
    /// Needs about which its answer would decide.
    pub decides: Vec<&'static str>,
    /// What people said.
    pub heard: Heard,
    /// When the answer was last seen to be so, where that is too long ago.
    pub stale: Option<Freshness>,
}

/// The questions worth asking, the best first. An answer that is known, fresh and uncontested is not asked again.
pub fn questions(
    schema: &Schema,
    place: &Asked<'_>,
    needs: &[&'static Need],
    heard: &BTreeMap<CriterionId, Heard>,
    today: Date,
) -> Vec<Question> {
    let mut decides: BTreeMap<CriterionId, (u32, Vec<&'static str>)> = BTreeMap::new();
    let mut reasons: BTreeSet<CriterionId> = BTreeSet::new();
    for need in needs {
        let explained = need.explain(schema, place.answers, &Limits::NONE);
        let all = explained.links.iter().flat_map(|link| &link.reasons);
        reasons.extend(all.map(|Reason { criterion, .. }| *criterion));
        for (rank, criterion) in (1..).zip(explained.questions) {
            let entry = decides.entry(criterion).or_default();
            entry.0 += weights::DECIDES / rank;
            entry.1.push(need.key.as_str());
        }
    }
    let question = |criterion: CriterionId| {
        let heard = heard.get(&criterion).copied().unwrap_or_default();
        let (weight, decides) = decides.get(&criterion).cloned().unwrap_or_default();
        let known = place.answers.get(criterion).is_some();
        let stale = if known { stale(schema, place, criterion, today) } else { None };
        let old = stale
            .map_or(0, |_| if reasons.contains(&criterion) { weights::STALE_REASON } else { weights::STALE });
        let score = if known {
            old + weights::CONTESTED * heard.contested().min(weights::MOST)
        } else {
            weights::UNKNOWN + weight + weights::ASKED * heard.asked.min(weights::MOST)
        };
        Question { criterion, score, decides, heard, stale }
    };
    let mut questions: Vec<Question> = visible(schema, place.answers, place.groups)
        .map(question)
        .filter(|question| question.score > 0)
        .collect();
    // Stable: equals stay in the order in which a person meets them.
    questions.sort_by_key(|question| std::cmp::Reverse(question.score));
    questions
}

fn stale(schema: &Schema, place: &Asked<'_>, criterion: CriterionId, today: Date) -> Option<Freshness> {
    place.provenance.freshness(schema.criterion(criterion)).filter(|freshness| freshness.is_stale(today))
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::needs::needs;
    use plainpied_criteria::schema;
    use serde_json::json;
    use time::macros::date;

    use super::*;
    use crate::Origin;

    const TODAY: Date = date!(2026 - 11 - 25);

    fn id(key: &str) -> CriterionId {
        schema().get(key).unwrap().id
    }

    fn asked(answers: serde_json::Value, observed: Option<Date>, heard: &[(&str, Heard)]) -> Vec<Question> {
        let answers = Answers::parse_part(schema(), &answers).unwrap();
        let provenance = Provenance::of(Origin { source: "osm".into(), observed });
        let groups = GroupSet::base(schema());
        let place = Asked { answers: &answers, provenance: &provenance, groups: &groups };
        let wheelchair = [needs().get("manual_wheelchair").unwrap()];
        let heard = heard.iter().map(|(key, heard)| (id(key), *heard)).collect();
        questions(schema(), &place, &wheelchair, &heard, TODAY)
    }

    #[test]
    fn what_decides_for_a_need_comes_before_what_is_merely_unknown() {
        let questions = asked(json!({}), None, &[]);
        assert_eq!(questions[0].decides, ["manual_wheelchair"]);
        let last = questions.last().unwrap();
        assert!(last.decides.is_empty() && last.score < questions[0].score);
    }

    #[test]
    fn what_many_asked_for_comes_first() {
        let key = "accueil_audiodescription_presence";
        let of = |questions: &[Question]| questions.iter().position(|one| one.criterion == id(key)).unwrap();
        assert!(of(&asked(json!({}), None, &[])) > 0);
        let heard = Heard { asked: 9, ..Heard::default() };
        assert_eq!(of(&asked(json!({}), None, &[(key, heard)])), 0);
    }

    #[test]
    fn a_fresh_answer_is_not_asked_again_and_an_old_or_contested_one_is() {
        let answers = || json!({ "entree_plain_pied": true });
        let is_asked = |questions: Vec<Question>| {
            questions.into_iter().find(|one| one.criterion == id("entree_plain_pied"))
        };
        assert_eq!(is_asked(asked(answers(), Some(TODAY), &[])), None);
        assert_eq!(is_asked(asked(answers(), None, &[])), None, "an unknown day is not an old one");
        let old = is_asked(asked(answers(), Some(date!(2010 - 01 - 01)), &[])).unwrap();
        assert_eq!(old.stale.unwrap().seen, date!(2010 - 01 - 01));
        let contested = Heard { disproved: 2, proved: 1, asked: 0 };
        let heard = [("entree_plain_pied", contested)];
        assert!(is_asked(asked(answers(), Some(TODAY), &heard)).is_some());
        let settled = [("entree_plain_pied", Heard { disproved: 1, proved: 1, asked: 0 })];
        assert_eq!(is_asked(asked(answers(), Some(TODAY), &settled)), None);
    }

    #[test]
    fn nothing_is_asked_under_a_closed_parent_or_of_other_activities() {
        for question in asked(json!({ "entree_plain_pied": true }), None, &[]) {
            let criterion = schema().criterion(question.criterion);
            assert_ne!(criterion.key, "entree_marches", "there are no steps where there is level access");
            assert!(criterion.groups.is_empty(), "{} is not asked of every place", criterion.key);
        }
    }
}
