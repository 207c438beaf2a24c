//! Doing something to a place that is no description: what will change is shown before it is done.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::history::VersionRecord;
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

use super::faulty::text_of;
use super::{Shell, Tongue};
use crate::moderation::{Act, ChangeView, Teller, changes, label_of};

/// A place that something is done to.
#[derive(Debug)]
pub(crate) struct Concerned {
    pub id: EstablishmentId,
    /// What it is called; empty: it is gone.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// What would change of it.
    pub changed: Value,
}

/// What is shown before something is done.
#[derive(Debug, Default)]
pub(crate) struct Confirming {
    /// The places, the one that it is done to first.
    pub concerned: Vec<Concerned>,
    /// What would stay, because it was changed again since.
    pub kept: Vec<String>,
    /// What the form sends along.
    pub hidden: Vec<(&'static str, String)>,
    /// What was typed as the reason; none: it is not asked.
    pub reason: Option<String>,
    /// What keeps it from being done, by the box that it is about.
    pub faults: Vec<(&'static str, String)>,
    /// Where the form goes, and where nothing is done.
    pub action: String,
    pub cancel: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "confirm.html")]
pub(crate) struct ConfirmPage {
    shell: Shell,
    lede: &'static str,
    button: &'static str,
    places: Vec<PlaceView>,
    kept: String,
    confirming: Confirming,
}

#[derive(Debug)]
struct PlaceView {
    role: &'static str,
    name: String,
    place: String,
    address: String,
    caption: String,
    /// The id of the table of what changes.
    table: String,
    changes: Vec<ChangeView>,
}

impl ConfirmPage {
    /// `page`: its address; `back`: the page above it, by name and address.
    pub fn new(
        act: Act,
        mut confirming: Confirming,
        (page, back): (&str, (String, String)),
        teller: &Teller<'_>,
    ) -> Self {
        let (lang, tongue) = (teller.lang, Tongue(teller.lang));
        let [title, lede, button] = words(act, tongue);
        let title = tongue.title(title, !confirming.faults.is_empty());
        let kept: Vec<String> = confirming.kept.iter().map(|pointer| label_of(pointer, lang)).collect();
        let concerned = std::mem::take(&mut confirming.concerned);
        let places = concerned.into_iter().enumerate().map(|(at, place)| {
            let gone = tongue.say("Lieu retiré", "Place that is gone");
            let name = if place.name.is_empty() { gone.to_owned() } else { place.name };
            PlaceView {
                role: role(act, at, tongue),
                caption: format!("{} {name}", tongue.say("Ce qui change :", "What changes:")),
                table: format!("changes-{at}"),
                changes: changes(&place.changed, teller),
                address: tongue.to(&format!("/establishments/{}", place.id)),
                place: place.place,
                name,
            }
        });
        Self {
            lede,
            button,
            places: places.collect(),
            kept: kept.join(", "),
            confirming,
            shell: Shell::new(lang, title, page).below([back]),
        }
    }

    /// Whether it is so already.
    fn changes_nothing(&self) -> bool {
        self.places.iter().all(|place| place.changes.is_empty())
    }

    fn error(&self, name: &str) -> &str {
        text_of(&self.confirming.faults, name)
    }
}

/// Title, what it means, and the button.
fn words(act: Act, tongue: Tongue) -> [&'static str; 3] {
    let ((title, title_en), (lede, lede_en), (button, button_en)) = match act {
        Act::Close => (
            ("Fermer ce lieu", "Close this place"),
            (
                "Le lieu a fermé définitivement : on ne le trouvera plus, et sa page dira qu'il est fermé. Son historique reste, et il peut être rouvert.",
                "The place has closed for good: it is no longer found, and its page says so. Its history stays, and it can be opened again.",
            ),
            ("Fermer ce lieu", "Close this place"),
        ),
        Act::Reopen => (
            ("Rouvrir ce lieu", "Open this place again"),
            (
                "Ce qui était connu de ce lieu le sera de nouveau, et on le retrouvera.",
                "What was known of this place is known again, and it is found again.",
            ),
            ("Rouvrir ce lieu", "Open this place again"),
        ),
        Act::Merge(_) => (
            ("Réunir deux fiches", "Merge two records"),
            (
                "La fiche qui reste reprend ce que l'autre savait et qu'elle ne savait pas. L'adresse de l'autre mènera à elle.",
                "The record that stays takes over what the other one knew and it did not. The address of the other one will lead to it.",
            ),
            ("Réunir ces deux fiches", "Merge these two records"),
        ),
        Act::Revert(1) => (
            ("Retirer ce lieu", "Withdraw this place"),
            (
                "Annuler la première version, c'est retirer le lieu entier, avec tout ce que d'autres en ont dit depuis. Son historique reste, et il peut être rouvert.",
                "To undo the first version is to withdraw the whole place, with all that others said of it since. Its history stays, and it can be opened again.",
            ),
            ("Retirer ce lieu", "Withdraw this place"),
        ),
        Act::Revert(_) => (
            ("Annuler une version", "Undo a version"),
            (
                "Ce que cette version a changé redevient ce que c'était avant, sauf ce qui a encore changé depuis. L'annulation est elle-même une version.",
                "What this version changed goes back to what it was, save what was changed again since. The undoing is a version too.",
            ),
            ("Annuler cette version", "Undo this version"),
        ),
    };
    [tongue.say(title, title_en), tongue.say(lede, lede_en), tongue.say(button, button_en)]
}

fn role(act: Act, at: usize, tongue: Tongue) -> &'static str {
    match (act, at) {
        (Act::Merge(_), 0) => tongue.say("La fiche qui disparaît", "The record that goes"),
        (Act::Merge(_), _) => tongue.say("La fiche qui reste", "The record that stays"),
        _ => tongue.say("Le lieu", "The place"),
    }
}

/// Links to acts on the place at `place`: address and words.
pub(super) fn act_links(acts: &[&'static str], place: &str, tongue: Tongue) -> Vec<(String, &'static str)> {
    let words = |act| match act {
        "close" => tongue.say("Fermer définitivement", "Close for good"),
        "reopen" => tongue.say("Rouvrir", "Open again"),
        _ => tongue.say("Réunir avec une autre fiche", "Merge into another record"),
    };
    acts.iter().map(|act| (tongue.to(&format!("{place}/moderate/{act}")), words(act))).collect()
}

/// Naming the record that stays.
#[derive(Debug, Template)]
#[template(path = "merge.html")]
pub(crate) struct MergePage {
    shell: Shell,
    place: String,
    action: String,
    cancel: String,
    typed: String,
    wrong: String,
    faults: Vec<(&'static str, String)>,
}

impl MergePage {
    pub fn new((id, place): (EstablishmentId, &str), (typed, wrong): (String, String), lang: Lang) -> Self {
        let (tongue, above) = (Tongue(lang), format!("/establishments/{id}"));
        let page = format!("{above}/moderate/merge");
        let title = tongue.say("Réunir deux fiches", "Merge two records");
        let title = tongue.title(title, !wrong.is_empty());
        Self {
            action: page.clone(),
            cancel: tongue.to(&format!("{above}/history")),
            shell: Shell::new(lang, title, &page).below([(place.to_owned(), above)]),
            place: place.to_owned(),
            typed,
            faults: fault("into", &wrong),
            wrong,
        }
    }
}

/// What is wrong with the name of a record that is to stay.
pub(crate) fn no_such_record(tongue: Tongue) -> String {
    let (fr, en) = (
        "Donnez le lien ou l'identifiant d'une autre fiche, qui est publiée : l'adresse de sa page convient.",
        "Give the link or the id of another record that is published: the address of its page will do.",
    );
    tongue.say(fr, en).to_owned()
}

/// What is wrong with a box; an empty text: nothing.
fn fault(name: &'static str, wrong: &str) -> Vec<(&'static str, String)> {
    Some((name, wrong.to_owned())).filter(|_| !wrong.is_empty()).into_iter().collect()
}

/// All that an account wrote, before it is undone.
#[derive(Debug, Template)]
#[template(path = "revert_account.html")]
pub(crate) struct RevertAccountPage {
    shell: Shell,
    name: String,
    csrf: String,
    action: String,
    reason: String,
    wrong: String,
    faults: Vec<(&'static str, String)>,
    /// Versions and places.
    counts: (i64, usize),
    lines: Vec<Written>,
    /// How many places were put back just now.
    done: Option<usize>,
}

#[derive(Debug)]
struct Written {
    name: String,
    address: String,
    day: String,
    version: i32,
    changes: Vec<ChangeView>,
}

/// What an account wrote.
#[derive(Debug)]
pub(crate) struct AccountWork<'a> {
    pub id: Uuid,
    pub name: String,
    pub counts: (i64, usize),
    /// The latest versions.
    pub versions: &'a [VersionRecord],
    /// Names of their places.
    pub names: &'a HashMap<Uuid, String>,
}

impl RevertAccountPage {
    pub fn new(
        work: AccountWork<'_>,
        csrf: String,
        (reason, wrong): (String, String),
        (done, teller): (Option<usize>, &Teller<'_>),
    ) -> Self {
        let (lang, tongue) = (teller.lang, Tongue(teller.lang));
        let page = format!("/accounts/{}/revert", work.id);
        let title = tongue.say("Annuler tout ce qu'un compte a écrit", "Undo all that an account wrote");
        let title = tongue.title(title, !wrong.is_empty());
        let lines = work.versions.iter().map(|version| Written {
            name: work.names.get(&version.establishment_id).cloned().unwrap_or_default(),
            address: tongue.to(&format!("/establishments/{}/history", version.establishment_id)),
            day: tongue.day(version.at.date()),
            version: version.version,
            changes: changes(&version.diff, teller),
        });
        let moderation = (tongue.say("Modération", "Moderation").to_owned(), "/moderation".to_owned());
        Self {
            name: work.name,
            csrf,
            action: tongue.to(&page),
            reason,
            faults: fault("reason", &wrong),
            wrong,
            counts: work.counts,
            lines: lines.collect(),
            done,
            shell: Shell::new(lang, title, &page).below([moderation]),
        }
    }
}
