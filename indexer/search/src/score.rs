//! What hits are ranked by, whichever engine finds them.

use plainpied_criteria::needs::Verdict;
use time::Date;

use crate::ScoreParts;

/// The distance at which half of the bonus for being near is left, metres.
const HALF_NEAR: f64 = 2_000.0;
/// The distance at which being far has taken half of what it takes at most, metres.
const HALF_FAR: f64 = 50_000.0;
/// The age at which half of the bonus for being lately seen is left, days.
const HALF_FRESH: f64 = 365.0;
/// The bonuses at their greatest: shares of the text score.
const NEAR: f64 = 0.5;
/// What being far takes at most: a place at the other end of the country is no answer to somebody who said where they
/// are, unless nothing near has its words.
const FAR: f64 = 0.6;
const COMPLETE: f32 = 0.05;
const FRESH: f64 = 0.05;

/// What lies within so many metres of a point is looked at before all else.
pub(crate) const AROUND: f64 = 20_000.0;

/// What is known of a hit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Merits {
    pub(crate) text: f32,
    pub(crate) metres: Option<f64>,
    pub(crate) standing: Option<Verdict>,
    /// Percent.
    pub(crate) completeness: u8,
    pub(crate) observed: Option<Date>,
}

impl Merits {
    /// What its score is made of.
    pub(crate) fn parts(&self, today: Option<Date>) -> ScoreParts {
        let near = self
            .metres
            .map_or(0.0, |metres| NEAR / (1.0 + metres / HALF_NEAR) - FAR * metres / (metres + HALF_FAR));
        let standing = match self.standing {
            Some(Verdict::Yes) => 0.1,
            Some(Verdict::WithHelp) => 0.05,
            Some(Verdict::Unknown) | None => 0.0,
            Some(Verdict::No) => -0.05,
        };
        let age = today.zip(self.observed).map(|(today, day)| (today - day).whole_days().max(0) as f64);
        ScoreParts {
            text: self.text,
            near: near as f32,
            standing,
            completeness: COMPLETE * f32::from(self.completeness) / 100.0,
            freshness: age.map_or(0.0, |days| FRESH / (1.0 + days / HALF_FRESH)) as f32,
        }
    }
}

/// Steps from a verdict up to yes.
pub(crate) fn below_yes(verdict: Verdict) -> u8 {
    Verdict::Yes.rank() - verdict.rank()
}
