//! What a place is called, where it stands, how it is reached and what is done there, as a form.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::text::on_one_line;
use plainpied_store::establishment::FeatureRecord;

use super::contribute::Likely;
use super::edit::{Sender, Sending};
use super::faulty::text_of;
use super::{Shell, Tongue};
use crate::reference::Reference;

/// The boxes that hold one line: name, label in French and English, kind, what browsers fill in, the greatest length.
type Line = (&'static str, (&'static str, &'static str), &'static str, i64);
const NAME: [Line; 1] = [("name", ("Nom du lieu", "Name of the place"), "text", 255)];
const ADDRESS: [Line; 7] = [
    ("house_number", ("Numéro", "House number"), "text", 20),
    ("street", ("Rue", "Street"), "text", 200),
    ("locality", ("Lieu-dit", "Locality"), "text", 200),
    ("postal_code", ("Code postal", "Postal code"), "text", 5),
    ("commune", ("Commune", "Commune"), "text", 100),
    ("latitude", ("Latitude, en degrés", "Latitude, degrees"), "text", 20),
    ("longitude", ("Longitude, en degrés", "Longitude, degrees"), "text", 20),
];
const CONTACT: [Line; 3] = [
    ("phone", ("Téléphone", "Telephone"), "tel", 30),
    ("email", ("Adresse e-mail", "E-mail address"), "email", 254),
    ("website", ("Site web", "Web site"), "url", 500),
];
/// Their names; the activities are one more.
fn names() -> impl Iterator<Item = &'static str> {
    NAME.iter().chain(&ADDRESS).chain(&CONTACT).map(|(name, ..)| *name)
}
const ACTIVITY: &str = "activity";
/// Activities that the form asks for, at least and at most.
const FEWEST: usize = 2;
const MOST: usize = 10;

/// What the boxes hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Boxes {
    texts: Vec<(&'static str, String)>,
    /// What the boxes held when the form was shown.
    were: Vec<(&'static str, String)>,
    pub reason: String,
}

impl Boxes {
    /// What was typed.
    pub fn typed(pairs: &[(String, String)]) -> Self {
        let given = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, text)| on_one_line(text)).unwrap_or_default()
        };
        let mut texts: Vec<_> = names().map(|name| (name, given(name))).collect();
        let mut activities: Vec<String> = Vec::new();
        for place in 0..MOST {
            let name = if place == 0 { ACTIVITY.to_owned() } else { format!("{ACTIVITY}-{place}") };
            let slug = given(&name);
            if !slug.is_empty() && !activities.contains(&slug) {
                activities.push(slug);
            }
        }
        texts.push((ACTIVITY, activities.join(" ")));
        let were = names().chain([ACTIVITY]);
        let were = were.map(|name| (name, given(&format!("was[{name}]")))).collect();
        Self { texts, were, reason: given("reason") }
    }

    /// What is known.
    pub fn known(record: &FeatureRecord) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(on_one_line).unwrap_or_default();
        let texts = vec![
            ("name", on_one_line(&record.name)),
            ("house_number", text(&record.house_number)),
            ("street", text(&record.street)),
            ("locality", text(&record.locality)),
            ("postal_code", on_one_line(&record.postal_code)),
            ("commune", on_one_line(&record.commune_name)),
            ("latitude", degrees(record.lat)),
            ("longitude", degrees(record.lon)),
            ("phone", text(&record.phone)),
            ("email", text(&record.contact_email)),
            ("website", text(&record.website)),
            (ACTIVITY, record.activities.join(" ")),
        ];
        Self { texts, were: Vec::new(), reason: String::new() }
    }

    /// What the boxes held when the form was shown; what is known, where the form does not say it.
    pub fn shown(pairs: &[(String, String)], known: &Self) -> Self {
        let says = pairs.iter().any(|(name, _)| name.starts_with("was["));
        if !says {
            return known.clone();
        }
        Self { texts: Self::typed(pairs).were, ..Self::default() }
    }

    /// As the form is shown once more: what was typed where it differs from what was `shown`, and what is known elsewhere,
    /// so that nobody sets back what others wrote meanwhile. Boxes of which the reader is `told` what others wrote count as
    /// shown with it.
    pub fn resumed(&self, (shown, known): (&Self, &Self), told: &[&'static str]) -> Self {
        let changed = self.changed(shown);
        let of = |name: &'static str, from: &Self| (name, from.get(name).to_owned());
        let names = || self.texts.iter().map(|(name, _)| *name);
        let typed = |name| of(name, if changed.contains(&name) { self } else { known });
        let was =
            |name| of(name, if changed.contains(&name) && !told.contains(&name) { shown } else { known });
        Self {
            texts: names().map(typed).collect(),
            were: names().map(was).collect(),
            reason: self.reason.clone(),
        }
    }

    /// The boxes that hold something else than those.
    pub fn changed(&self, shown: &Self) -> Vec<&'static str> {
        self.texts.iter().filter(|(name, text)| shown.get(name) != text).map(|(name, _)| *name).collect()
    }

    /// What a box holds.
    pub fn get(&self, name: &str) -> &str {
        text_of(&self.texts, name)
    }

    /// Slugs.
    pub fn activities(&self) -> Vec<&str> {
        self.get(ACTIVITY).split(' ').filter(|slug| !slug.is_empty()).collect()
    }

    /// As places are looked for that are like it.
    pub fn described(&self) -> Vec<(String, String)> {
        let texts = self.texts.iter().filter(|(name, _)| *name != ACTIVITY);
        let first = self.activities().first().map(|slug| (ACTIVITY.to_owned(), (*slug).to_owned()));
        texts.map(|(name, text)| ((*name).to_owned(), text.clone())).chain(first).collect()
    }
}

/// Some ten centimetres: more digits say nothing of a door.
fn degrees(value: f64) -> String {
    format!("{value:.6}")
}

/// What was typed, and what came of it so far.
#[derive(Debug, Default)]
pub(crate) struct Corrected {
    /// As [`Boxes::resumed`]; none: what is known stands there.
    pub typed: Option<Boxes>,
    /// Boxes that are wrong, and what is.
    pub wrong: Vec<(String, String)>,
    /// Places that may be the same.
    pub alike: Vec<Likely>,
    /// Boxes that somebody else changed as well since the form was shown.
    pub late: Vec<&'static str>,
}

#[derive(Debug)]
struct LineView {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
    error: String,
    most: i64,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "correct.html")]
pub(crate) struct CorrectPage {
    shell: Shell,
    place: String,
    address: String,
    action: String,
    names: Vec<LineView>,
    where_it_is: Vec<LineView>,
    contact: Vec<LineView>,
    /// Each with the name of its box, its label and what is chosen.
    chosen: Vec<(String, String, String)>,
    activities: Vec<(String, String)>,
    activity_error: String,
    reason: String,
    reason_error: String,
    /// What is known, by which it is told what was changed, and whether somebody else changes it meanwhile.
    were: Vec<(&'static str, String)>,
    faults: Vec<(String, String)>,
    alike: Vec<Likely>,
    sending: Sending,
}

impl CorrectPage {
    pub fn new(
        (record, reference): (&FeatureRecord, &Reference),
        corrected: Corrected,
        sending: Sending,
        lang: Lang,
    ) -> Self {
        let tongue = Tongue(lang);
        let known = Boxes::known(record);
        let shown = corrected.typed.as_ref().unwrap_or(&known);
        let late =
            corrected.late.iter().map(|name| ((*name).to_owned(), late_words(known.get(name), tongue)));
        let faults: Vec<(String, String)> = corrected.wrong.iter().cloned().chain(late).collect();
        let error = |name: &str| {
            let found = faults.iter().find(|(known, _)| known == name);
            found.map(|(_, message)| message.clone()).unwrap_or_default()
        };
        let lines = |lines: &[Line]| -> Vec<LineView> {
            let view = |&(name, (fr, en), kind, most): &Line| LineView {
                name,
                label: tongue.say(fr, en),
                kind,
                value: shown.get(name).to_owned(),
                error: error(name),
                most,
            };
            lines.iter().map(view).collect()
        };
        let title = tongue.say("Corriger la fiche", "Correct the record");
        let title = tongue.title(title, !faults.is_empty());
        let address = format!("/establishments/{}", record.id);
        let own = format!("{address}/correct");
        Self {
            names: lines(&NAME),
            where_it_is: lines(&ADDRESS),
            contact: lines(&CONTACT),
            chosen: chosen(&shown.activities(), tongue),
            activities: activities(reference, tongue),
            activity_error: error(ACTIVITY),
            reason: shown.reason.clone(),
            reason_error: error("reason"),
            were: corrected.typed.as_ref().map_or(&known.texts, |typed| &typed.were).clone(),
            faults,
            alike: corrected.alike,
            sending,
            place: record.name.clone(),
            action: tongue.to(&own),
            shell: Shell::new(lang, title, &own).below([(record.name.clone(), address.clone())]),
            address,
        }
    }

    fn report(&self) -> String {
        self.shell.to(&format!("{}/report", self.address))
    }

    fn is_open(&self) -> bool {
        self.sending.sender == Sender::Anybody
    }

    fn signs_in(&self) -> bool {
        self.sending.sender == Sender::SignsIn
    }
}

/// A box for each activity, and one more.
fn chosen(activities: &[&str], tongue: Tongue) -> Vec<(String, String, String)> {
    let boxes = (activities.len() + 1).clamp(FEWEST, MOST);
    let one = |place: usize| {
        let (name, number) = match place {
            0 => (ACTIVITY.to_owned(), String::new()),
            _ => (format!("{ACTIVITY}-{place}"), format!(" {}", place + 1)),
        };
        let label = format!("{}{number}", tongue.say("Activité", "Activity"));
        (name, label, activities.get(place).map(|slug| (*slug).to_owned()).unwrap_or_default())
    };
    (0..boxes).map(one).collect()
}

/// Slug and name of every activity, by name; none comes first.
pub(super) fn activities(reference: &Reference, tongue: Tongue) -> Vec<(String, String)> {
    let all = reference.activities().iter();
    let mut activities: Vec<_> =
        all.map(|activity| (activity.slug.as_str().to_owned(), activity.name(tongue.0).to_owned())).collect();
    activities.sort_by_cached_key(|(_, name)| plainpied_domain::text::fold(name));
    activities.insert(0, (String::new(), tongue.say("Choisir…", "Choose…").to_owned()));
    activities
}

/// Of a box that somebody else changed meanwhile: what stands there now, and the way on.
fn late_words(now: &str, tongue: Tongue) -> String {
    let done = match (tongue.0, now) {
        (Lang::Fr, "") => "Quelqu'un a vidé cette case entre-temps.".to_owned(),
        (Lang::En, "") => "Somebody emptied this box meanwhile.".to_owned(),
        (Lang::Fr, now) => format!("Quelqu'un a écrit « {now} » entre-temps."),
        (Lang::En, now) => format!("Somebody wrote “{now}” meanwhile."),
    };
    let on = tongue.say(
        "Si c'est ce que vous avez tapé qui est juste, enregistrez de nouveau.",
        "If it is what you typed that is right, save again.",
    );
    format!("{done} {on}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::examples::record;

    #[test]
    fn only_what_was_changed_since_the_form_was_shown_is_said() {
        let known = Boxes::known(&record());
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, text) in &known.texts {
            pairs.push((format!("was[{name}]"), text.clone()));
            if *name != ACTIVITY {
                pairs.push(((*name).to_owned(), text.clone()));
            }
        }
        for (place, slug) in known.activities().iter().enumerate() {
            let name = if place == 0 { ACTIVITY.to_owned() } else { format!("{ACTIVITY}-{place}") };
            pairs.push((name, (*slug).to_owned()));
        }
        let typed = Boxes::typed(&pairs);
        assert!(typed.changed(&Boxes::shown(&pairs, &known)).is_empty());
        pairs.iter_mut().find(|(name, _)| name == "phone").unwrap().1 = "04 78 00 00 00".to_owned();
        let typed = Boxes::typed(&pairs);
        assert_eq!(typed.changed(&Boxes::shown(&pairs, &known)), ["phone"]);
    }
}
