//! Saying which place is meant: one that is here already, or a new one.

use askama::Template;
use plainpied_criteria::Lang;

use super::correct::activities;
use super::edit::{Sender, Sending};
use super::{Shell, Tongue};
use crate::drafts::Draft;
use crate::reference::Reference;

/// Boxes of a line: name, label in French and English, what browsers fill in, the greatest length.
type Line = (&'static str, (&'static str, &'static str), &'static str, i64);
/// Without these nothing is known of a place.
const NEEDED: [Line; 2] = [
    ("name", ("Nom du lieu", "Name of the place"), "off", 255),
    ("commune", ("Commune", "Commune"), "address-level2", 100),
];
/// These make it easier to find.
const OPTIONAL: [Line; 5] = [
    ("house_number", ("Numéro (facultatif)", "House number (optional)"), "off", 20),
    ("street", ("Rue (facultatif)", "Street (optional)"), "off", 200),
    ("postal_code", ("Code postal (facultatif)", "Postal code (optional)"), "postal-code", 5),
    ("latitude", ("Latitude (facultatif)", "Latitude (optional)"), "off", 20),
    ("longitude", ("Longitude (facultatif)", "Longitude (optional)"), "off", 20),
];

/// The boxes of the form, the activity among them.
pub(crate) const PLACE_FIELDS: [&str; 8] =
    ["name", "commune", "activity", "house_number", "street", "postal_code", "latitude", "longitude"];

/// A place that may be the one that is meant.
#[derive(Debug)]
pub(crate) struct Likely {
    pub name: String,
    pub place: String,
    pub address: String,
    pub closed: bool,
}

/// A draft in a list.
#[derive(Debug)]
pub(crate) struct DraftLine {
    pub name: String,
    pub address: String,
    /// Where it is deleted.
    pub delete: String,
    /// When it was last touched, and until when it is kept.
    pub touched: String,
    pub until: String,
}

impl DraftLine {
    pub fn new(draft: &Draft, tongue: Tongue) -> Self {
        let unnamed = tongue.say("Lieu sans nom", "Place without a name");
        Self {
            name: if draft.name.is_empty() { unnamed.to_owned() } else { draft.name.clone() },
            address: tongue.to(&draft.page("summary")),
            delete: tongue.to(&draft.page("delete")),
            touched: tongue.day(draft.updated_at.date()),
            until: tongue.day(draft.expires_at.date()),
        }
    }
}

/// What was asked and typed, and what came of it so far.
#[derive(Debug, Default)]
pub(crate) struct Adding {
    /// What was found; none: nothing was searched.
    pub found: Option<Vec<Likely>>,
    pub typed: Vec<(String, String)>,
    /// Fields that are wrong, and what is.
    pub wrong: Vec<(String, String)>,
    /// Places that may be the one that is meant.
    pub alike: Vec<Likely>,
    /// What was just done, in words.
    pub said: Option<&'static str>,
    /// What was begun before.
    pub drafts: Vec<DraftLine>,
    /// The draft whose place this is; none: it begins here.
    pub draft: Option<uuid::Uuid>,
}

#[derive(Debug)]
struct LineView {
    name: &'static str,
    label: &'static str,
    value: String,
    error: String,
    autocomplete: &'static str,
    most: i64,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "contribute.html")]
pub(crate) struct ContributePage {
    shell: Shell,
    adding: Adding,
    needed: Vec<LineView>,
    optional: Vec<LineView>,
    /// Whether the optional boxes are to be seen at once.
    precise: bool,
    activities: Vec<(String, String)>,
    activity: String,
    activity_error: String,
    faults: Vec<(String, String)>,
    /// Where the form goes.
    action: String,
    sending: Sending,
}

impl Adding {
    fn typed(&self, name: &str) -> String {
        let found = self.typed.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn error(&self, name: &str) -> String {
        let found = self.wrong.iter().find(|(known, _)| known == name);
        found.map(|(_, message)| message.clone()).unwrap_or_default()
    }

    fn line(&self, &(name, (fr, en), autocomplete, most): &Line, tongue: Tongue) -> LineView {
        LineView {
            name,
            label: tongue.say(fr, en),
            value: self.typed(name),
            error: self.error(name),
            autocomplete,
            most,
        }
    }
}

impl ContributePage {
    pub fn new(reference: &Reference, adding: Adding, sending: Sending, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let activities = activities(reference, tongue);
        let title = tongue.say("Contribuer", "Contribute");
        let title = tongue.title(title, !adding.wrong.is_empty());
        let own =
            adding.draft.map_or_else(|| "/contribute".to_owned(), |id| crate::drafts::page_of(id, "place"));
        let needed = NEEDED.iter().map(|line| adding.line(line, tongue)).collect();
        let optional: Vec<_> = OPTIONAL.iter().map(|line| adding.line(line, tongue)).collect();
        Self {
            shell: Shell::new(lang, title, &own),
            action: tongue.to(&own),
            needed,
            precise: optional.iter().any(|line| !line.value.is_empty() || !line.error.is_empty()),
            optional,
            activities,
            activity: adding.typed("activity"),
            activity_error: adding.error("activity"),
            faults: adding.wrong.clone(),
            sending,
            adding,
        }
    }

    fn is_open(&self) -> bool {
        self.sending.sender == Sender::Anybody
    }

    fn signs_in(&self) -> bool {
        self.sending.sender == Sender::SignsIn
    }
}
