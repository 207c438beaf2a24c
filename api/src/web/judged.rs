//! Verdicts in words, with an icon that says the same to those who see it.

use plainpied_criteria::Lang;
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
    /// How far one is from knowing, where one does not.
    pub known: Option<String>,
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
            known: known(summary, tongue),
            reasons: summary.reasons.iter().take(most).cloned().collect(),
        })
    }
}

/// Reasons that are all good look like a yes: what is missing is said before them.
fn known(summary: &VerdictSummaryView<'_>, tongue: Tongue) -> Option<String> {
    let (known, total) = (summary.known_links, summary.total_links);
    (summary.verdict == Verdict::Unknown && known < total).then(|| match tongue.0 {
        Lang::Fr if known == 0 => "Il manque des réponses à toutes les étapes.".to_owned(),
        Lang::Fr => format!("Il manque des réponses : on en sait assez pour {known} des {total} étapes."),
        Lang::En if known == 0 => "Answers are missing for every step.".to_owned(),
        Lang::En => format!("Answers are missing: enough is known about {known} of {total} steps."),
    })
}
