//! Being told of changes by mail: asking for it, and what one has asked for.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::Interest;
use plainpied_store::subscription::Subscription;

use super::{Shell, Tongue};
use crate::subscriptions::{Frequency, MOST, Named};

/// Where somebody asks for it.
const ASK: &str = "/subscribe";
/// Where what was asked for stands.
const LIST: &str = "/account/subscriptions";

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hindrance {
    /// No frequency was chosen.
    Frequency,
    /// The account has no address to send mails to.
    NoAddress,
    /// The account has as many as it may.
    TooMany,
}

/// How somebody is told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// How often, as it was chosen.
    pub frequency: String,
    /// Whether the account is told already.
    pub already: bool,
    pub hindrance: Option<Hindrance>,
    /// Empty where nobody is signed in.
    pub csrf: String,
}

/// What is to be followed.
#[derive(Debug)]
pub(crate) struct Wish {
    /// The box that holds it: `establishment`, `commune`, `search`; and what it holds.
    pub held: (&'static str, String),
    /// None: a search that asked for nothing but what a person needs.
    pub named: Option<Named>,
    /// Whether needs or limits of the person were left out.
    pub less: bool,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "subscribe.html")]
pub(crate) struct SubscribePage {
    shell: Shell,
    wish: Wish,
    told: Told,
    choices: Vec<(String, String, String)>,
    faults: Vec<(&'static str, String)>,
}

impl SubscribePage {
    /// The form for a wish.
    pub fn new(wish: Wish, told: Told, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let faults: Vec<_> =
            told.hindrance.into_iter().map(|one| ("frequency", hindrance(one, tongue))).collect();
        let title = tongue.say("Être prévenu des changements", "Be told of changes");
        let title = tongue.title(title, !faults.is_empty());
        let query =
            form_urlencoded::Serializer::new(String::new()).append_pair(wish.held.0, &wish.held.1).finish();
        let above = wish.named.as_ref().and_then(|named| Some((named.title.clone(), named.address.clone()?)));
        let shell = Shell::new(lang, title, &format!("{ASK}?{query}")).below(above);
        Self { shell, choices: choices(tongue), faults, wish, told }
    }

    /// What is wrong with the frequency, in words; empty: nothing.
    fn wrong(&self) -> &str {
        self.faults.first().map_or("", |(_, words)| words)
    }
}

fn hindrance(hindrance: Hindrance, tongue: Tongue) -> String {
    match (hindrance, tongue.0) {
        (Hindrance::Frequency, _) => tongue.say("Choisissez à quel rythme.", "Choose how often.").to_owned(),
        (Hindrance::NoAddress, _) => tongue
            .say(
                "Votre compte n'a pas d'adresse e-mail : ajoutez-en une dans « Mon espace ».",
                "Your account has no e-mail address: add one in “My space”.",
            )
            .to_owned(),
        (Hindrance::TooMany, Lang::Fr) => {
            format!("Un compte a {MOST} abonnements au plus : mettez fin à l'un des vôtres d'abord.")
        }
        (Hindrance::TooMany, Lang::En) => {
            format!("An account has at most {MOST} subscriptions: end one of yours first.")
        }
    }
}

/// How often: word, label, help.
fn choices(tongue: Tongue) -> Vec<(String, String, String)> {
    let choice = |(word, frequency): (&'static str, Frequency)| {
        let (label, help) = match frequency {
            Frequency::AtOnce => (
                tongue.say("Tout de suite", "At once"),
                tongue.say(
                    "Dès que quelque chose change, avec cinq minutes au moins entre deux messages.",
                    "As soon as something changes, with five minutes at least between two mails.",
                ),
            ),
            Frequency::Daily => {
                (tongue.say("Chaque jour", "Every day"), tongue.say("Le matin.", "In the morning."))
            }
            Frequency::Weekly => (
                tongue.say("Chaque semaine", "Every week"),
                tongue.say("Le lundi matin.", "On Monday morning."),
            ),
        };
        (word.to_owned(), label.to_owned(), help.to_owned())
    };
    Frequency::ALL.into_iter().map(choice).collect()
}

/// What an account is told of.
#[derive(Debug, Template)]
#[template(path = "subscriptions.html")]
pub(crate) struct SubscriptionsPage {
    shell: Shell,
    csrf: String,
    /// What was just done, in words.
    done: Option<&'static str>,
    lines: Vec<Line>,
    /// Word and label.
    choices: Vec<(String, String)>,
}

#[derive(Debug)]
struct Line {
    id: String,
    named: Named,
    frequency: String,
    since: String,
    /// Whether it came by managing places.
    managed: bool,
}

impl SubscriptionsPage {
    /// The list; `typed`: a subscription and the frequency that was chosen for it, and not kept yet.
    pub fn new(
        found: Vec<(Subscription, Named)>,
        (done, typed): (Option<&str>, Option<(&str, &str)>),
        csrf: String,
        lang: Lang,
    ) -> Self {
        let tongue = Tongue(lang);
        let line = |(subscription, named): (Subscription, Named)| {
            let id = subscription.id.to_string();
            let typed = typed.filter(|(one, _)| *one == id).map(|(_, frequency)| frequency.to_owned());
            Line {
                frequency: typed.unwrap_or(subscription.frequency),
                since: tongue.day(subscription.created_at.date()),
                managed: subscription.interest == Interest::Managed,
                id,
                named,
            }
        };
        let my_space = tongue.say("Mon espace", "My space").to_owned();
        let title = tongue.say("Mes abonnements", "My subscriptions").to_owned();
        Self {
            lines: found.into_iter().map(line).collect(),
            choices: choices(tongue).into_iter().map(|(word, label, _)| (word, label)).collect(),
            done: done.and_then(|done| said(done, tongue)),
            csrf,
            shell: Shell::new(lang, title, LIST).below([(my_space, "/account".to_owned())]),
        }
    }
}

fn said(done: &str, tongue: Tongue) -> Option<&'static str> {
    let (fr, en) = match done {
        "kept" => ("C'est noté : vous serez prévenu par mail.", "It is noted: you will be told by mail."),
        "changed" => ("Le rythme est changé.", "It is changed how often you are told."),
        "ended" => {
            ("C'est fini : vous n'en serez plus prévenu.", "It has ended: you are told no more of it.")
        }
        _ => return None,
    };
    Some(tongue.say(fr, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(named: Option<Named>) -> Wish {
        Wish { held: ("search", "q=pain".to_owned()), named, less: true }
    }

    #[test]
    fn the_form_says_that_needs_are_left_out_and_a_fault_stands_in_title_summary_and_beside_the_choice() {
        let named =
            Named { title: "Recherche : <b>".to_owned(), address: Some("/?q=pain".to_owned()), feed: None };
        let told = Told { hindrance: Some(Hindrance::Frequency), ..Told::default() };
        let page = SubscribePage::new(wish(Some(named)), told, Lang::Fr).render().unwrap();
        assert!(page.contains("<title>Erreur : ") && page.contains("href=\"#frequency\""), "{page}");
        assert!(page.contains("frequency-error") && page.contains("ne sont pas gardés"), "{page}");
        assert!(page.contains("name=\"search\" value=\"q=pain\"") && !page.contains("<b>"), "{page}");
        assert!(!page.contains("name=\"csrf\""), "{page}");
    }

    #[test]
    fn a_search_for_nothing_but_needs_cannot_be_followed() {
        let page = SubscribePage::new(wish(None), Told::default(), Lang::En).render().unwrap();
        assert!(!page.contains("<form method=\"post\"") && page.contains("Nothing is left"), "{page}");
    }
}
