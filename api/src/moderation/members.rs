//! Members of the bodies of moderators.

use crate::extract::{Faults, Members};
use crate::writing::optional_line;

/// Characters of an answer.
const LONGEST_ANSWER: usize = 1_000;

/// The member `answer`: what those who wait are told; empty where it is absent.
pub(crate) fn answer(members: &mut Members<'_>, faults: &mut Faults) -> String {
    optional_line(members, ("answer", LONGEST_ANSWER), faults).unwrap_or_default()
}

/// The member `answer`, which must not be absent.
pub(crate) fn needed_answer(members: &mut Members<'_>, faults: &mut Faults) -> String {
    let told = answer(members, faults);
    if told.is_empty() && faults.is_empty() {
        faults.add("/answer", "those who wait are to be told why", None);
    }
    told
}

/// The member `decision`, one of these words.
pub(crate) fn decision(members: &mut Members<'_>, words: &[&str], faults: &mut Faults) -> String {
    let decision = members.text("decision", faults).unwrap_or_default();
    if !words.contains(&decision.as_str()) {
        faults.add("/decision", format!("must be among {}", words.join(", ")), None);
    }
    decision
}
