//! What happens to an establishment beside being described: confirmed, closed, merged, undone.

use plainpied_criteria::{CriterionId, Schema, Value};
use serde_json::Value as Json;
use time::OffsetDateTime;

use crate::{
    Address, Contact, Diff, EstablishmentId, Merged, Provenance, Record, Skipped, Status, TextMember,
    WrongField, is_redacted,
};

/// What happens to an establishment.
#[derive(Debug, Clone, PartialEq)]
pub enum Settlement {
    /// Somebody saw that all is still true.
    Verified,
    /// The same, as somebody said it at this instant: what was confirmed later stays.
    VerifiedAt(OffsetDateTime),
    /// It is closed, withdrawn, or open again.
    Became(Status),
    /// It was a duplicate of this one.
    MergedInto(EstablishmentId),
    /// It takes over what its duplicate knew and it did not.
    Absorbed(Box<Record>),
    /// These changes of it, the newest first, are undone as far as nobody changed the same since. As [`Diff`] writes
    /// them.
    Undone(Vec<Json>),
    /// A text of it is taken out, and another one takes its place where no record can be without.
    Redacted(TextMember, Option<String>),
}

/// The establishment after it.
///
/// # Errors
/// A change to undo that is none.
pub fn settle(
    schema: &Schema,
    at: OffsetDateTime,
    current: &Record,
    settlement: &Settlement,
) -> Result<Merged, WrongField> {
    let mut record = current.clone();
    let mut skipped = Vec::new();
    match settlement {
        Settlement::Verified => record.verified_at = Some(at),
        Settlement::VerifiedAt(said) => record.verified_at = record.verified_at.max(Some(*said)),
        Settlement::Became(status) => {
            record.status = *status;
            record.successor = None;
        }
        Settlement::MergedInto(successor) => {
            record.status = Status::Merged;
            record.successor = Some(*successor);
        }
        Settlement::Absorbed(duplicate) => absorb(schema, &mut record, duplicate),
        Settlement::Undone(changes) => {
            for change in changes {
                skipped.extend(undo(schema, &mut record, change)?);
            }
            record.answers.close_orphans(schema);
            record.provenance.settle(&record.answers);
        }
        Settlement::Redacted(member, replacement) => {
            redact(schema, &mut record, *member, replacement.as_deref())?;
        }
    }
    let diff = Diff::between(schema, current, &record);
    Ok(Merged { record, diff, skipped })
}

fn redact(
    schema: &Schema,
    record: &mut Record,
    member: TextMember,
    replacement: Option<&str>,
) -> Result<(), WrongField> {
    match member {
        TextMember::Field(field) => record.set_field(field, &replacement.map_or(Json::Null, Json::from))?,
        TextMember::Answer(id) => {
            record.answers.remove(id);
            record.answers.close_orphans(schema);
            record.provenance.settle(&record.answers);
        }
    }
    Ok(())
}

/// Fills what is not known here with what the duplicate knew, and keeps who said it.
fn absorb(schema: &Schema, record: &mut Record, duplicate: &Record) {
    for (id, value) in duplicate.answers.iter() {
        if record.answers.get(id).is_some() {
            continue;
        }
        record.answers.set(id, value.clone());
        if let Some(origin) = duplicate.provenance.origin(id) {
            record.provenance.set(id, origin.clone());
        }
    }
    record.answers.close_orphans(schema);
    record.provenance.settle(&record.answers);
    fill_address(&mut record.address, &duplicate.address);
    fill_contact(&mut record.contact, &duplicate.contact);
    record.siret = record.siret.take().or_else(|| duplicate.siret.clone());
    if record.activities.is_empty() {
        record.activities.clone_from(&duplicate.activities);
    }
}

fn fill_address(held: &mut Address, other: &Address) {
    fill(&mut held.house_number, &other.house_number);
    fill(&mut held.street, &other.street);
    fill(&mut held.locality, &other.locality);
    fill(&mut held.ban_id, &other.ban_id);
    fill(&mut held.rnb_id, &other.rnb_id);
}

fn fill_contact(held: &mut Contact, other: &Contact) {
    fill(&mut held.phone, &other.phone);
    fill(&mut held.website, &other.website);
    fill(&mut held.email, &other.email);
    fill(&mut held.url, &other.url);
}

fn fill(held: &mut Option<String>, other: &Option<String>) {
    if held.is_none() {
        held.clone_from(other);
    }
}

/// Puts everything that one change touched back, save what was changed again since: that is told.
fn undo(schema: &Schema, record: &mut Record, change: &Json) -> Result<Vec<Skipped>, WrongField> {
    let wrong = || WrongField::Unknown("a change that is no object".to_owned());
    let members = change.as_object().ok_or_else(wrong)?;
    let mut skipped = Vec::new();
    for (field, now) in record.fields() {
        let Some([old, new]) = members.get(field).and_then(pair) else {
            continue;
        };
        // What was taken out does not come back.
        if now == *new && !is_redacted(old) {
            record.set_field(field, old)?;
        } else {
            skipped.push(Skipped::Fields(field));
        }
    }
    let before = members.get("provenance").and_then(pair).map(|[old, _]| old.to_string());
    let before = before.and_then(|json| Provenance::parse(schema, &json).ok());
    for (key, change) in members.get("criteria").and_then(Json::as_object).into_iter().flatten() {
        let (Some(criterion), Some([old, new])) = (schema.get(key), pair(change)) else {
            continue;
        };
        let id = criterion.id;
        if json_of(record.answers.get(id)) != *new || is_redacted(old) {
            skipped.push(Skipped::Answer(id));
            continue;
        }
        restore(schema, record, (id, old), before.as_ref())?;
    }
    Ok(skipped)
}

fn restore(
    schema: &Schema,
    record: &mut Record,
    (id, old): (CriterionId, &Json),
    before: Option<&Provenance>,
) -> Result<(), WrongField> {
    if old.is_null() {
        record.answers.remove(id);
        return Ok(());
    }
    let key = &schema.criterion(id).key;
    let wrong = |reason: String| WrongField::Value { field: key.clone(), reason };
    let one = Json::Object([(key.clone(), old.clone())].into_iter().collect());
    let read = plainpied_criteria::Answers::parse_part(schema, &one)
        .map_err(|errors| wrong(errors.iter().map(ToString::to_string).collect()))?;
    if let Some(value) = read.get(id) {
        record.answers.set(id, value.clone());
    }
    if let Some(origin) = before.and_then(|before| before.origin(id)) {
        record.provenance.set(id, origin.clone());
    }
    Ok(())
}

fn pair(value: &Json) -> Option<[&Json; 2]> {
    match value.as_array()?.as_slice() {
        [old, new] => Some([old, new]),
        _ => None,
    }
}

fn json_of(value: Option<&Value>) -> Json {
    value.map_or(Json::Null, |value| serde_json::to_value(value).unwrap_or_default())
}
