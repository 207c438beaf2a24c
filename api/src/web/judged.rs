//! Verdicts in words, with an icon that says the same to those who see it.

use plainpied_criteria::needs::{Verdict, needs};

use super::Tongue;
use crate::view::VerdictSummaryView;

/// A verdict as it is shown.
#[derive(Debug)]
pub(crate) struct VerdictBadge {
    /// The class of its colours.
    pub class: &'static str,
    /// A sign beside the words, hidden from screen readers.
    pub icon: &'static str,
    pub words: &'static str,
}

/// A verdict for a need, and why.
#[derive(Debug)]
pub(crate) struct NeedVerdict {
    pub need: &'static str,
    pub badge: VerdictBadge,
    pub reasons: Vec<String>,
}

impl VerdictBadge {
    pub fn new(verdict: Verdict, tongue: Tongue) -> Self {
        let (class, icon, words) = match verdict {
            Verdict::Yes => ("yes", "✓", tongue.say("Oui", "Yes")),
            Verdict::WithHelp => ("help", "◐", tongue.say("Oui, avec de l'aide", "Yes, with help")),
            Verdict::Unknown => ("maybe", "?", tongue.say("On ne sait pas", "Not known")),
            Verdict::No => ("no", "✕", tongue.say("Non", "No")),
        };
        Self { class, icon, words }
    }
}

impl NeedVerdict {
    pub fn of(summary: &VerdictSummaryView<'_>, tongue: Tongue, most: usize) -> Option<Self> {
        let need = needs().get(summary.need)?;
        Some(Self {
            need: need.name.get(tongue.0),
            badge: VerdictBadge::new(summary.verdict, tongue),
            reasons: summary.reasons.iter().take(most).cloned().collect(),
        })
    }
}
