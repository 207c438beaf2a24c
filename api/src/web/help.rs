//! How verdicts come about: a page for all needs, and one for each with its rules in words.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Limits, Need, needs};

use super::judged::VerdictBadge;
use super::rules::{LinkView, label, links};
use super::{Shell, Tongue};

/// Where help is.
const PATH: &str = "/help";

/// Help.
#[derive(Debug, Template)]
#[template(path = "help.html")]
pub(crate) struct HelpPage {
    shell: Shell,
    badges: Vec<(VerdictBadge, &'static str)>,
    needs: Vec<(&'static str, String)>,
}

/// One need.
#[derive(Debug, Template)]
#[template(path = "help_need.html")]
pub(crate) struct NeedPage {
    shell: Shell,
    explanation: &'static str,
    informative: bool,
    links: Vec<LinkView>,
    /// Name, unit and what holds unless the person says otherwise.
    limits: Vec<(&'static str, i64)>,
    useful: Vec<&'static str>,
    search: String,
}

impl HelpPage {
    pub fn new(lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let title = tongue.say("Aide : d'où viennent les réponses", "Help: where the answers come from");
        let all = needs().all().iter();
        Self {
            shell: Shell::new(lang, title.to_owned(), PATH).indexed(),
            badges: badges(tongue),
            needs: all.map(|need| (need.name.get(lang), address(need))).collect(),
        }
    }
}

fn badges(tongue: Tongue) -> Vec<(VerdictBadge, &'static str)> {
    use plainpied_criteria::needs::Verdict;
    let meaning = |verdict| {
        match verdict {
        Verdict::Yes => tongue.say(
            "Tout ce qu'il faut est connu, et tout convient.",
            "All that matters is known, and all of it suits.",
        ),
        Verdict::WithHelp => tongue.say(
            "Cela convient si quelqu'un du lieu aide, par exemple en posant une rampe amovible.",
            "It suits if somebody of the place helps, for instance by putting down a removable ramp.",
        ),
        Verdict::Unknown => tongue.say(
            "Il manque au moins une réponse. Ce n'est ni un oui, ni un non : appelez le lieu, ou aidez-nous à savoir.",
            "At least one answer is missing. That is neither yes nor no: call the place, or help us to know.",
        ),
        Verdict::No => tongue.say(
            "On sait qu'au moins une chose ne convient pas.",
            "At least one thing is known not to suit.",
        ),
    }
    };
    let order = [Verdict::Yes, Verdict::WithHelp, Verdict::Unknown, Verdict::No];
    order.into_iter().map(|verdict| (VerdictBadge::new(verdict, tongue), meaning(verdict))).collect()
}

fn address(need: &Need) -> String {
    format!("{PATH}/needs/{}", need.key)
}

impl NeedPage {
    pub fn new(need: &'static Need, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let shell = Shell::new(lang, need.name.get(lang).to_owned(), &address(need)).indexed();
        let help = tongue.say("Aide", "Help").to_owned();
        let limits = needs().in_force(need, &Limits::NONE).filter_map(|(key, number)| {
            let limit = needs().limits().iter().find(|limit| limit.key == key)?;
            Some((limit.label.get(lang), number))
        });
        Self {
            shell: shell.below([(help, PATH.to_owned())]),
            explanation: need.explanation.get(lang),
            informative: need.informative,
            links: links(need, tongue),
            limits: limits.collect(),
            useful: need.also_useful.iter().map(|id| label(*id, tongue)).collect(),
            search: format!("/?needs={}", need.key),
        }
    }
}
