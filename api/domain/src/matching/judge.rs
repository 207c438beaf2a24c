use super::evidence::{Evidence, Reason};
use super::profile::Profile;
use super::{LEAD, SURE};

/// A candidate with what was found.
#[derive(Debug, Clone)]
pub struct Judged<T> {
    /// The candidate, as the caller knows it.
    pub candidate: T,
    /// 0 to 100.
    pub score: f64,
    /// Whether it is sure to be the place that is wanted.
    pub matches: bool,
    /// What the score is made of.
    pub reasons: Vec<Reason>,
}

impl<T> Judged<T> {
    /// The score as it is told: to a tenth.
    pub fn rounded(&self) -> f64 {
        (self.score * 10.0).round() / 10.0
    }
}

/// A candidate that may be the place that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a, T> {
    /// As the caller knows it. Equals follow each other in its order.
    pub key: T,
    /// What is known of it.
    pub profile: &'a Profile,
    /// An id of ours or of a source leads here.
    pub identified: bool,
}

/// Candidates by their score, the best first; the first matches where it is sure and no other is near.
pub fn judge<'a, T: Ord + 'a>(
    wanted: &Profile,
    candidates: impl Iterator<Item = Candidate<'a, T>>,
) -> Vec<Judged<T>> {
    let mut found: Vec<(f64, Evidence, T)> = candidates
        .map(|candidate| {
            let evidence = Evidence::of(wanted, candidate.profile, candidate.identified);
            (evidence.sum(), evidence, candidate.key)
        })
        .collect();
    found.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.2.cmp(&right.2)));
    let second = found.get(1).map_or(f64::NEG_INFINITY, |(sum, ..)| *sum);
    let sure = found.first().is_some_and(|(sum, evidence, _)| {
        let believed = evidence.decisive || (evidence.named && *sum >= SURE);
        believed && sum - second >= LEAD
    });
    let judged = found.into_iter().enumerate().map(|(place, (sum, evidence, candidate))| Judged {
        candidate,
        score: sum.clamp(0.0, 100.0),
        matches: sure && place == 0,
        reasons: evidence.reasons,
    });
    judged.collect()
}
