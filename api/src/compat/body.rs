//! What clients of Acceslibre send, read into a description as `/api/v1/` takes it: from there on there is one way.

use plainpied_domain::SourceKey;
use serde_json::{Map, Value, json};

use super::ASP;
use crate::extract::{Faults, Members, read_whole};
use crate::problem::Problem;
use crate::reference::Reference;

/// Members of a record that are read here and mean nothing when they are sent back.
const READ_ONLY: [&str; 11] = [
    "url",
    "web_url",
    "uuid",
    "slug",
    "adresse",
    "geom",
    "user_type",
    "distance",
    "updated_at",
    "created_at",
    "published",
];

/// What was read.
#[derive(Debug)]
pub(crate) struct Given {
    /// The body as `/api/v1/establishments` takes it.
    pub description: Value,
    /// What other sources call the place.
    pub identified: Vec<(SourceKey, String)>,
}

/// Reads a body. `own` is the source that the caller speaks as; where `new`, what a new place needs must be there. Null
/// and empty are as good as absent.
///
/// # Errors
/// Every field that is wrong.
pub(crate) fn read(
    body: &Value,
    new: bool,
    own: &SourceKey,
    reference: &Reference,
) -> Result<Given, Problem> {
    read_whole(body, |members, faults| {
        READ_ONLY.iter().for_each(|name| _ = members.said(name));
        let mut out = Map::new();
        let missing = texts(members, &mut out, faults);
        activity(members, &mut out, faults);
        position(members, &mut out, faults);
        criteria(members, &mut out, faults);
        if new {
            missing.into_iter().for_each(|name| required(faults, name));
            for (name, member) in
                [("activite", "activities"), ("latitude", "location"), ("accessibilite", "criteria")]
            {
                if !out.contains_key(member) {
                    required(faults, name);
                }
            }
        }
        let (external_id, identified) = sources(members, (own, reference), faults);
        if let Some(id) = external_id.filter(|_| new) {
            out.insert("external_id".to_owned(), id.into());
        }
        Given { description: Value::Object(out), identified }
    })
}

fn required(faults: &mut Faults, name: &str) {
    faults.add(&format!("/{name}"), "this field is required", None);
}

/// Name, address, contact; the names of those that a new place lacks.
fn texts(members: &mut Members<'_>, out: &mut Map<String, Value>, faults: &mut Faults) -> Vec<&'static str> {
    let mut missing = Vec::new();
    let mut taken = |name: &'static str| members.text(name, faults);
    let object = |pairs: [(&str, Option<String>); 5]| {
        let known = pairs.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into())));
        Value::Object(known.collect())
    };
    let (name, postal_code) = (taken("nom"), taken("code_postal"));
    let (street, locality) = (taken("voie"), taken("lieu_dit"));
    // The code says it all; without it the name has to.
    let commune = (taken("commune"), taken("code_insee"));
    for (name, there) in [
        ("nom", name.is_some()),
        ("code_postal", postal_code.is_some()),
        ("commune", commune.0.is_some() || commune.1.is_some()),
        ("voie", street.is_some() || locality.is_some()),
    ] {
        if !there {
            missing.push(name);
        }
    }
    let address = object([
        ("house_number", taken("numero")),
        ("street", street),
        ("locality", locality),
        ("postal_code", postal_code),
        ("ban_id", taken("ban_id")),
    ]);
    let contact = object([
        ("phone", taken("telephone")),
        ("website", taken("site_internet")),
        ("email", taken("contact_email")),
        ("url", taken("contact_url")),
        ("", None),
    ]);
    let siret = taken("siret");
    let singles = [("name", name), ("commune", commune.1.or(commune.0)), ("siret", siret)]
        .map(|(name, text)| (name, text.map(Value::from)));
    let groups = [("address", address), ("contact", contact)].map(|(name, group)| {
        (name, Some(group).filter(|group| group.as_object().is_some_and(|members| !members.is_empty())))
    });
    let all = singles.into_iter().chain(groups);
    out.extend(all.filter_map(|(name, value)| Some((name.to_owned(), value?))));
    missing
}

/// An activity is named, or is the object that records have.
fn activity(members: &mut Members<'_>, out: &mut Map<String, Value>, faults: &mut Faults) {
    let name = match members.take("activite") {
        Some(Value::Object(activity)) => activity.get("slug").or(activity.get("nom")).cloned(),
        Some(Value::String(name)) => Some(name.trim()).filter(|name| !name.is_empty()).map(Value::from),
        Some(_) => return faults.add("/activite", "the name of an activity is expected", None),
        None => None,
    };
    if let Some(name) = name {
        out.insert("activities".to_owned(), json!([name]));
    }
}

fn position(members: &mut Members<'_>, out: &mut Map<String, Value>, faults: &mut Faults) {
    let (lat, lon) = (members.number("latitude", faults), members.number("longitude", faults));
    match (lon, lat) {
        (Some(lon), Some(lat)) => drop(out.insert("location".to_owned(), json!([lon, lat]))),
        (Some(_), None) => required(faults, "latitude"),
        (None, Some(_)) => required(faults, "longitude"),
        (None, None) => {}
    }
}

/// Flat, or by sections as records have them.
fn criteria(members: &mut Members<'_>, out: &mut Map<String, Value>, faults: &mut Faults) {
    let given = match members.take("accessibilite") {
        Some(Value::Object(given)) => given,
        Some(_) => return faults.add("/accessibilite", "an object of answers is expected", None),
        None => return,
    };
    let mut said = Map::new();
    for (key, value) in given {
        match value {
            Value::Object(section) => said.extend(section.clone()),
            _ if matches!(key.as_str(), "url" | "erp") => {}
            _ => drop(said.insert(key.clone(), value.clone())),
        }
    }
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    said.retain(|_, value| !empty(value));
    if !said.is_empty() {
        out.insert("criteria".to_owned(), Value::Object(said));
    }
}

/// The id at the caller's own source, and those at others.
fn sources(
    members: &mut Members<'_>,
    (own, reference): (&SourceKey, &Reference),
    faults: &mut Faults,
) -> (Option<String>, Vec<(SourceKey, String)>) {
    let mut pairs = Vec::new();
    let source = members.text("source", faults);
    if let Some(id) = members.text("source_id", faults) {
        pairs.push(("/source".to_owned(), source, id));
    }
    if let Some(id) = members.text("asp_id", faults) {
        pairs.push(("/asp_id".to_owned(), Some(ASP.to_owned()), id));
    }
    let list = members.take("sources").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (place, one) in list.iter().enumerate() {
        let pointer = format!("/sources/{place}");
        let Some(mut one) = Members::of(one, pointer.clone(), faults) else { continue };
        one.said("id");
        let (source, id) = (one.text("source", faults), one.text("source_id", faults));
        one.refuse_unknown(faults);
        if let (Some(source), Some(id)) = (source, id) {
            pairs.push((pointer, Some(source), id));
        }
    }
    let mut external_id = None;
    let mut others: Vec<(SourceKey, String)> = Vec::new();
    for (pointer, source, id) in pairs {
        let source = source.map_or_else(|| own.clone(), SourceKey::from);
        if id.chars().count() > 100 {
            faults.add(&pointer, "an id has at most 100 characters", None);
        } else if source == *own && external_id.as_ref().is_none_or(|known| *known == id) {
            external_id = Some(id);
        } else if reference.source(source.as_str()).is_none() {
            let detail =
                format!("{source:?} is no source here: /api/v1/sources lists them", source = source.as_str());
            let keys = reference.sources().iter().map(|source| source.key.as_str());
            faults.add(&pointer, detail, plainpied_domain::nearest_name(source.as_str(), keys));
        } else if !others.contains(&(source.clone(), id.clone())) {
            others.push((source, id));
        }
    }
    (external_id, others)
}
