//! What every need says of a document within the usual limits: two bits each of one number, the first need lowest.

use plainpied_criteria::Answers;
use plainpied_criteria::needs::{Limits, Verdict, needs};

/// Needs that fit.
const MOST: usize = 32;

/// Asks the reference evaluator.
pub(super) fn pack(answers: &Answers) -> u64 {
    let usual = Limits::default();
    let verdicts = needs().all().iter().take(MOST).map(|need| number(need.verdict(answers, &usual)));
    verdicts.rev().fold(0, |packed, verdict| packed << 2 | verdict)
}

/// What the need of this rank says.
pub(super) fn unpack(packed: u64, rank: usize) -> Verdict {
    match packed >> (2 * rank) & 3 {
        0 => Verdict::No,
        1 => Verdict::Unknown,
        2 => Verdict::WithHelp,
        _ => Verdict::Yes,
    }
}

fn number(verdict: Verdict) -> u64 {
    match verdict {
        Verdict::No => 0,
        Verdict::Unknown => 1,
        Verdict::WithHelp => 2,
        Verdict::Yes => 3,
    }
}
