//! What a body says of an establishment. Its members are those of the record that is read: what was read can be changed
//! and sent back.

use std::collections::BTreeMap;

use plainpied_criteria::Answers;
use plainpied_domain::{
    ActivitySlug, Clock, CommuneHint, Gazetteer, LonLat, OptionalField, Origin, Proposal, Siret,
};
use plainpied_store::write::Catalogue;
use serde::Serialize;
use serde_json::Value;
use time::Date;
use time::format_description::well_known::Iso8601;
use utoipa::ToSchema;

use super::text;
use crate::extract::{Faults, Members, pointer_to, read_whole};
use crate::problem::Problem;
use crate::reference::Reference;

/// Activities of one establishment.
const MOST_ACTIVITIES: usize = 10;

/// What is said of an establishment. Absent: not spoken of. `null`: not known (any more).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DescriptionRequest {
    /// Its name. Needed for a new one.
    #[schema(max_length = 255, example = "Boulangerie Martin")]
    name: Option<String>,
    /// House number, street, locality, postal code, BAN and RNB id.
    address: Option<BTreeMap<String, String>>,
    /// Its commune: INSEE code, name, or the object that records have. Needed for a new one.
    #[schema(example = "69266")]
    commune: Option<String>,
    /// Longitude and latitude, degrees, WGS 84. Needed for a new one.
    #[schema(min_items = 2, max_items = 2, example = json!([4.8806, 45.7713]))]
    location: Option<Vec<f64>>,
    /// Slugs or names of what is done there.
    #[schema(example = json!(["boulangerie"]))]
    activities: Option<Vec<String>>,
    /// SIRET number.
    siret: Option<String>,
    /// Phone, website, e-mail address and contact page: `phone`, `website`, `email`, `url`.
    contact: Option<BTreeMap<String, String>>,
    /// Answers by criterion: see `/api/v1/criteria`.
    #[schema(value_type = Option<Object>, example = json!({"entree_plain_pied": true, "entree_largeur_mini": 90}))]
    criteria: Option<Value>,
    /// The day on which it was seen to be so; today unless given.
    #[schema(format = "date", example = "2026-11-20")]
    observed_on: Option<String>,
    /// Why it is written, for the history.
    #[schema(max_length = 300)]
    reason: Option<String>,
    /// Your own id of it (new establishments): the same id again is the same establishment.
    #[schema(max_length = 100)]
    external_id: Option<String>,
}

/// What was read of it.
#[derive(Debug)]
pub(crate) struct Described {
    pub proposal: Proposal,
    pub reason: Option<String>,
    pub external_id: Option<String>,
}

/// What a body is read against.
pub(crate) struct Form<'a> {
    pub catalogue: &'a Catalogue,
    pub reference: &'a Reference,
    pub clock: &'a dyn Clock,
}

impl Form<'_> {
    /// Reads a body; `origin` says on whose word for a day of observation.
    ///
    /// # Errors
    /// 422 with every field that is wrong.
    pub fn read(&self, body: &Value, origin: impl FnOnce(Date) -> Origin) -> Result<Described, Problem> {
        read_whole(body, |members, faults| self.members(members, faults, origin))
    }

    fn members(
        &self,
        members: &mut Members<'_>,
        faults: &mut Faults,
        origin: impl FnOnce(Date) -> Origin,
    ) -> Described {
        let observed = self.observed(members, faults);
        let mut proposal = Proposal::of(origin(observed));
        proposal.name = required_line(members, ("name", 255), faults);
        self.address(members, &mut proposal, faults);
        self.place(members, &mut proposal, faults);
        self.activities(members, &mut proposal, faults);
        siret(members, &mut proposal, faults);
        contact(members, &mut proposal, faults);
        self.criteria(members, &mut proposal, faults);
        let reason = optional_line(members, ("reason", 300), faults);
        let external_id = optional_line(members, ("external_id", 100), faults);
        Described { proposal, reason, external_id }
    }

    fn observed(&self, members: &mut Members<'_>, faults: &mut Faults) -> Date {
        let today = self.clock.now().date();
        let Some(text) = members.text("observed_on", faults) else {
            return today;
        };
        match Date::parse(&text, &Iso8601::DATE) {
            Ok(day) if day <= today => return day,
            Ok(_) => faults.add("/observed_on", "the day lies in the future", None),
            Err(_) => faults.add("/observed_on", "a day is expected, as 2026-11-20", None),
        }
        today
    }

    fn address(&self, members: &mut Members<'_>, proposal: &mut Proposal, faults: &mut Faults) {
        let Some(value) = members.take("address") else {
            return;
        };
        let Some(mut members) = Members::of(value, "/address".to_owned(), faults) else {
            return;
        };
        let mut optional = |name, field, most| {
            cleared_or(&mut members, (name, field), &mut proposal.withdrawn.fields, faults, |text| {
                text::line(text, most)
            })
        };
        proposal.house_number = optional("house_number", OptionalField::HouseNumber, 20);
        proposal.street = optional("street", OptionalField::Street, 200);
        proposal.locality = optional("locality", OptionalField::Locality, 200);
        proposal.ban_id = optional("ban_id", OptionalField::BanId, 60);
        proposal.rnb_id = optional("rnb_id", OptionalField::RnbId, 60);
        proposal.postal_code = members.parsed("postal_code", faults);
        members.refuse_unknown(faults);
    }

    /// Commune and position, which must lie near each other.
    fn place(&self, members: &mut Members<'_>, proposal: &mut Proposal, faults: &mut Faults) {
        proposal.location = location(members, faults);
        let given = match members.take("commune") {
            None => return,
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Object(commune)) => {
                commune.get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
            }
            Some(_) => String::new(),
        };
        let postal_code = proposal.postal_code.as_ref().map_or("", |code| code.as_str());
        let hint = CommuneHint { code: &given, postal_code, name: &given, at: proposal.location };
        let commune = match self.catalogue.gazetteer.find(hint) {
            Ok(commune) => commune,
            Err(error) => return faults.add("/commune", error, None),
        };
        if let Some(reason) = proposal.location.and_then(|at| Gazetteer::too_far(commune, at)) {
            faults.add("/location", reason, None);
        }
        if proposal.postal_code.is_none()
            && let [only] = &commune.postal_codes[..]
        {
            proposal.postal_code = only.parse().ok();
        }
        proposal.commune = Some(commune.code.clone());
    }

    fn activities(&self, members: &mut Members<'_>, proposal: &mut Proposal, faults: &mut Faults) {
        let Some(value) = members.take("activities") else {
            return;
        };
        let Some(list) = value.as_array().filter(|list| list.len() <= MOST_ACTIVITIES) else {
            let detail = format!("a list of at most {MOST_ACTIVITIES} activities is expected");
            return faults.add("/activities", detail, None);
        };
        for (place, one) in list.iter().enumerate() {
            let name = one.as_str().unwrap_or_default();
            match self.reference.activity_named(name) {
                Some(activity) if proposal.activities.contains(&activity.slug) => {}
                Some(activity) => proposal.activities.push(activity.slug.clone()),
                None => {
                    let nearest = self.reference.nearest_activity(&ActivitySlug::from(name));
                    let detail = "there is no such activity; /api/v1/activities lists all";
                    faults.add(&format!("/activities/{place}"), detail, nearest);
                }
            }
        }
    }

    fn criteria(&self, members: &mut Members<'_>, proposal: &mut Proposal, faults: &mut Faults) {
        let Some(value) = members.take("criteria") else {
            return;
        };
        let Some(given) = value.as_object() else {
            return faults.add("/criteria", "an object of answers by criterion is expected", None);
        };
        let schema = self.catalogue.schema;
        let mut said = serde_json::Map::new();
        for (key, value) in given {
            match schema.get(key) {
                Some(criterion) if value.is_null() => proposal.withdrawn.criteria.push(criterion.id),
                _ => _ = said.insert(key.clone(), value.clone()),
            }
        }
        match Answers::parse_part(schema, &Value::Object(said)) {
            Ok(answers) => proposal.answers = answers,
            Err(errors) => errors.iter().for_each(|error| faults.add_answer("/criteria", error)),
        }
    }
}

/// A member that cannot be emptied.
fn required_line(
    members: &mut Members<'_>,
    (name, most): (&'static str, usize),
    faults: &mut Faults,
) -> Option<String> {
    match members.said(name)? {
        Value::String(given) => {
            text::line(given, most).map_err(|wrong| faults.add(&members.pointer(name), wrong, None)).ok()
        }
        _ => {
            faults.add(&members.pointer(name), "a text is expected here", None);
            None
        }
    }
}

/// A member that may be absent: a line of at most so many characters.
pub(crate) fn optional_line(
    members: &mut Members<'_>,
    (name, most): (&'static str, usize),
    faults: &mut Faults,
) -> Option<String> {
    members.take(name).is_some().then(|| required_line(members, (name, most), faults)).flatten()
}

/// A member that may be emptied by null.
fn cleared_or(
    members: &mut Members<'_>,
    (name, field): (&'static str, OptionalField),
    cleared: &mut Vec<OptionalField>,
    faults: &mut Faults,
    read: impl FnOnce(&str) -> Result<String, String>,
) -> Option<String> {
    let wrong = match members.said(name)? {
        Value::Null => {
            cleared.push(field);
            return None;
        }
        Value::String(given) => match read(given) {
            Ok(text) => return Some(text),
            Err(wrong) => wrong,
        },
        _ => "a text, or null for unknown, is expected here".to_owned(),
    };
    faults.add(&members.pointer(name), wrong, None);
    None
}

fn location(members: &mut Members<'_>, faults: &mut Faults) -> Option<LonLat> {
    let value = members.take("location")?;
    let pair: Option<[f64; 2]> = serde_json::from_value(value.clone()).ok();
    let wrong = match pair.map(|[lon, lat]| LonLat::new(lon, lat)) {
        Some(Ok(location)) => return Some(location),
        Some(Err(error)) => error.to_string(),
        None => "longitude and latitude are expected, as [4.88, 45.77]".to_owned(),
    };
    faults.add("/location", wrong, None);
    None
}

fn siret(members: &mut Members<'_>, proposal: &mut Proposal, faults: &mut Faults) {
    let read = |text: &str| {
        let digits = text.replace(' ', "");
        digits.parse::<Siret>().map(|_| digits).map_err(|error| error.to_string())
    };
    let field = ("siret", OptionalField::Siret);
    let digits = cleared_or(members, field, &mut proposal.withdrawn.fields, faults, read);
    proposal.siret = digits.and_then(|digits| digits.parse().ok());
}

fn contact(members: &mut Members<'_>, proposal: &mut Proposal, faults: &mut Faults) {
    let Some(value) = members.take("contact") else {
        return;
    };
    let Some(mut members) = Members::of(value, "/contact".to_owned(), faults) else {
        return;
    };
    type Read = fn(&str) -> Result<String, String>;
    let mut optional = |name, field, read: Read| {
        cleared_or(&mut members, (name, field), &mut proposal.withdrawn.fields, faults, read)
    };
    let contact = &mut proposal.contact;
    contact.phone = optional("phone", OptionalField::Phone, text::phone);
    contact.website = optional("website", OptionalField::Website, text::url);
    contact.email = optional("email", OptionalField::Email, text::email);
    contact.url = optional("url", OptionalField::ContactUrl, text::url);
    members.refuse_unknown(faults);
}

/// Where an answer stands in a body.
pub(super) fn answer_pointer(key: &str) -> String {
    pointer_to("/criteria", key)
}
