//! What every need says of a document within the usual limits: two bits each of one number, the first need lowest.

use plainpied_criteria::Answers;
use plainpied_criteria::needs::{Limits, Verdict, needs};

/// Needs that fit.
const MOST: usize = 32;

/// Asks the reference evaluator.
pub(super) fn pack(answers: &Answers) -> u64 {
    let usual = Limits::default();
    let verdicts =
        needs().all().iter().take(MOST).map(|need| u64::from(need.verdict(answers, &usual).rank()));
    verdicts.rev().fold(0, |packed, verdict| packed << 2 | verdict)
}

/// What the need of this rank says.
pub(super) fn unpack(packed: u64, rank: usize) -> Verdict {
    Verdict::ALL[(packed >> (2 * rank) & 3) as usize]
}
