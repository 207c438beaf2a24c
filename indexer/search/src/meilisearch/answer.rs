//! What a query comes to, before it is sent: the standings that it takes, and what each of them is asked.

use plainpied_criteria::needs::Verdict;

use super::asking::Question;
use super::filter;
use crate::Query;
use crate::order::Order;

/// Places of one standing; `None` where nothing is asked of answers.
pub(super) struct Bucket {
    pub standing: Option<Verdict>,
    /// What makes them so.
    pub statements: Vec<String>,
}

/// The buckets that a query finds, and the one that it leaves out as unknown.
pub(super) struct Buckets {
    pub taken: Vec<Bucket>,
    pub left_out: Option<Bucket>,
}

impl Buckets {
    pub(super) fn of(query: &Query) -> Self {
        let asked = &query.asked;
        if asked.is_nothing() {
            let everything = Bucket { standing: None, statements: Vec::new() };
            return Self { taken: vec![everything], left_out: None };
        }
        let mut buckets = Self { taken: Vec::new(), left_out: None };
        for verdict in Verdict::ALL.into_iter().rev() {
            let standing = Some(verdict);
            let Some(statements) = filter::standing(asked, verdict) else { continue };
            let bucket = Bucket { standing, statements };
            if asked.leaves_out(standing) {
                buckets.left_out = Some(bucket);
            } else if asked.takes(standing) {
                buckets.taken.push(bucket);
            }
        }
        buckets
    }

    /// What holds for all that is taken; `None`: nothing can be.
    pub(super) fn union(&self) -> Option<Option<String>> {
        let parts: Vec<Option<String>> =
            self.taken.iter().map(|bucket| filter::all(&bucket.statements)).collect();
        if parts.is_empty() {
            return None;
        }
        // A bucket without statements holds everything.
        let parts: Option<Vec<String>> = parts.into_iter().map(|part| Some(format!("({})", part?))).collect();
        Some(parts.map(|parts| format!("({})", parts.join(" OR "))))
    }
}

impl Order {
    /// What the server sorts by, so that the first that it gives are the first of all.
    pub(super) fn sort(self, query: &Query) -> Vec<String> {
        let by = match (self, query.near) {
            (Self::Score, _) => return Vec::new(),
            (Self::Distance, Some(near)) => {
                let (lat, lon) = (near.centre.lat(), near.centre.lon());
                return vec![format!("_geoPoint({lat}, {lon}):asc"), "id:asc".to_owned()];
            }
            (Self::Distance | Self::Name, _) => ["sort_name:asc", "id:asc"].as_slice(),
            (Self::Merit, _) => &["completeness:desc", "observed:desc", "sort_name:asc", "id:asc"],
        };
        by.iter().map(|by| (*by).to_owned()).collect()
    }
}

/// A question with more that must hold.
pub(super) fn narrowed(question: &Question, statements: impl IntoIterator<Item = String>) -> Question {
    let mut question = question.clone();
    question.filter.extend(statements);
    question
}
