//! What becomes of an establishment when a source speaks of it: the one table of precedence.
//!
//! | the answer known now comes from | the new answer wins |
//! |---|---|
//! | nobody | always |
//! | the same source | unless both have a date of observation and the new one is older |
//! | a source of lower precedence | always |
//! | a source of equal precedence | if it has a date of observation and the other none or an older one |
//! | a source of higher precedence | never |
//!
//! Fields beside the criteria follow the same table in groups (name, place, SIRET, contact, activities), save that a
//! losing source may still fill a blank.

use plainpied_criteria::{AnswerError, CriterionId, Schema, Value};

use crate::provenance::FieldGroup;
use crate::{Diff, Incomplete, OptionalField, Origin, Proposal, Provenance, Record, SourceRanks, Status};

/// What came of a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The establishment as it stands after it.
    pub record: Record,
    /// What changed; empty: nothing.
    pub diff: Diff,
    /// What was not taken over.
    pub skipped: Vec<Skipped>,
}

/// What was not taken over, because a better source says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// An answer.
    Answer(CriterionId),
    /// A group of fields: `name`, `place`, `siret`, `contact`, `activities`.
    Fields(&'static str),
}

/// A new establishment, as proposed.
///
/// # Errors
/// A field that no establishment can be without.
pub fn create(proposal: &Proposal, status: Status) -> Result<Record, Incomplete> {
    let Proposal { origin, .. } = proposal;
    let provenance =
        if proposal.answers.is_empty() { Provenance::default() } else { Provenance::of(origin.clone()) };
    Ok(Record {
        name: proposal.name.clone().ok_or(Incomplete("name"))?,
        address: crate::Address {
            house_number: proposal.house_number.clone(),
            street: proposal.street.clone(),
            locality: proposal.locality.clone(),
            postal_code: proposal.postal_code.clone().ok_or(Incomplete("postal_code"))?,
            commune: proposal.commune.clone().ok_or(Incomplete("commune"))?,
            ban_id: proposal.ban_id.clone(),
            rnb_id: proposal.rnb_id.clone(),
        },
        location: proposal.location.ok_or(Incomplete("location"))?,
        siret: proposal.siret.clone(),
        contact: proposal.contact.clone(),
        activities: proposal.activities.clone(),
        answers: proposal.answers.clone(),
        provenance,
        source: origin.source.clone(),
        status,
        successor: None,
        verified_at: None,
    })
}

/// The establishment after a source has spoken of it.
///
/// # Errors
/// A child whose parent is not open, neither in the proposal nor in what is known: named, with the rule.
pub fn merge(
    schema: &Schema,
    ranks: &SourceRanks,
    current: &Record,
    proposal: &Proposal,
) -> Result<Merged, Vec<AnswerError>> {
    check_parents(schema, current, proposal)?;
    let mut record = current.clone();
    let mut skipped = merge_fields(ranks, &mut record, proposal);
    if proposal.complete {
        withdraw(&mut record, proposal);
    }
    for id in &proposal.withdrawn.criteria {
        let held = record.provenance.origin(*id).filter(|_| record.answers.get(*id).is_some());
        match held.map(|held| wins(ranks, &proposal.origin, held)) {
            Some(true) => _ = record.answers.remove(*id),
            Some(false) => skipped.push(Skipped::Answer(*id)),
            None => {}
        }
    }
    for (id, value) in proposal.answers.iter() {
        if !merge_answer(ranks, &mut record, (id, value), &proposal.origin) {
            skipped.push(Skipped::Answer(id));
        }
    }
    // A child may have lost its parent to a better source, or to this very proposal.
    for id in record.answers.close_orphans(schema) {
        if proposal.answers.get(id).is_some() && !skipped.contains(&Skipped::Answer(id)) {
            skipped.push(Skipped::Answer(id));
        }
    }
    record.provenance.settle(&record.answers);
    let diff = Diff::between(schema, current, &record);
    Ok(Merged { record, diff, skipped })
}

/// Every answer proposed must have an open parent, as far as this source is concerned.
fn check_parents(schema: &Schema, current: &Record, proposal: &Proposal) -> Result<(), Vec<AnswerError>> {
    let mut spoken = current.answers.clone();
    for (id, value) in proposal.answers.iter() {
        spoken.set(id, value.clone());
    }
    let errors = match plainpied_criteria::validate(schema, &spoken) {
        Ok(()) => return Ok(()),
        Err(errors) => errors,
    };
    let own: Vec<_> = errors
        .into_iter()
        .filter(|error| schema.get(&error.key).is_some_and(|found| proposal.answers.get(found.id).is_some()))
        .collect();
    if own.is_empty() { Ok(()) } else { Err(own) }
}

fn withdraw(record: &mut Record, proposal: &Proposal) {
    let gone: Vec<_> = record
        .answers
        .iter()
        .map(|(id, _)| id)
        .filter(|id| proposal.answers.get(*id).is_none())
        .filter(|id| {
            record.provenance.origin(*id).is_some_and(|known| known.source == proposal.origin.source)
        })
        .collect();
    for id in gone {
        record.answers.remove(id);
    }
}

/// Whether the answer stands as proposed afterwards.
fn merge_answer(
    ranks: &SourceRanks,
    record: &mut Record,
    (id, value): (CriterionId, &Value),
    origin: &Origin,
) -> bool {
    let known = record.answers.get(id);
    let same = known == Some(value);
    if let (Some(_), Some(held)) = (known, record.provenance.origin(id)) {
        // A source that repeats itself without a date must not wipe out the date it gave before.
        let repeats = same && held.source == origin.source && origin.observed.is_none();
        if repeats || !wins(ranks, origin, held) {
            return same;
        }
    }
    record.answers.set(id, value.clone());
    record.provenance.set(id, origin.clone());
    true
}

fn wins(ranks: &SourceRanks, new: &Origin, held: &Origin) -> bool {
    let newer = match (new.observed, held.observed) {
        (Some(new), Some(held)) => Some(new >= held),
        (Some(_), None) => Some(true),
        (None, _) => None,
    };
    if new.source == held.source {
        return newer != Some(false);
    }
    match ranks.rank(&new.source).cmp(&ranks.rank(&held.source)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => newer == Some(true) && new.observed != held.observed,
        std::cmp::Ordering::Greater => true,
    }
}

/// The groups of fields that a better source keeps as they are.
fn merge_fields(ranks: &SourceRanks, record: &mut Record, proposal: &Proposal) -> Vec<Skipped> {
    let mut skipped = Vec::new();
    for group in FieldGroup::ALL {
        let founder = Origin { source: record.source.clone(), observed: None };
        let held = record.provenance.field_origin(group).unwrap_or(&founder);
        let win = wins(ranks, &proposal.origin, held);
        if !win && merge_group(&mut record.clone(), proposal, (group, true)) {
            skipped.push(Skipped::Fields(group.name()));
        }
        let changed = merge_group(record, proposal, (group, win));
        if win && changed && proposal.origin.source != founder.source {
            record.provenance.set_field(group, proposal.origin.clone());
        }
    }
    skipped
}

/// Takes over what the proposal says of a group; whether anything changed.
fn merge_group(record: &mut Record, proposal: &Proposal, (group, win): (FieldGroup, bool)) -> bool {
    let cleared = win && clear(record, proposal, group);
    let (address, contact) = (&mut record.address, &mut record.contact);
    let said = match group {
        FieldGroup::Name => replace(&mut record.name, proposal.name.as_ref(), win),
        FieldGroup::Place => {
            // One after the other, all of them: `|` does not stop at the first that changed.
            replace(&mut address.postal_code, proposal.postal_code.as_ref(), win)
                | replace(&mut address.commune, proposal.commune.as_ref(), win)
                | replace(&mut record.location, proposal.location.as_ref(), win)
                | fill(&mut address.house_number, proposal.house_number.as_ref(), win)
                | fill(&mut address.street, proposal.street.as_ref(), win)
                | fill(&mut address.locality, proposal.locality.as_ref(), win)
                | fill(&mut address.ban_id, proposal.ban_id.as_ref(), win)
                | fill(&mut address.rnb_id, proposal.rnb_id.as_ref(), win)
        }
        FieldGroup::Siret => fill(&mut record.siret, proposal.siret.as_ref(), win),
        FieldGroup::Contact => {
            fill(&mut contact.phone, proposal.contact.phone.as_ref(), win)
                | fill(&mut contact.website, proposal.contact.website.as_ref(), win)
                | fill(&mut contact.email, proposal.contact.email.as_ref(), win)
                | fill(&mut contact.url, proposal.contact.url.as_ref(), win)
        }
        FieldGroup::Activities => {
            let said = Some(&proposal.activities).filter(|said| !said.is_empty());
            let win = win || record.activities.is_empty();
            replace(&mut record.activities, said, win)
        }
    };
    cleared | said
}

/// Empties the fields of a group that the proposal takes back; whether any was known.
fn clear(record: &mut Record, proposal: &Proposal, group: FieldGroup) -> bool {
    let mut changed = false;
    for field in &proposal.withdrawn.fields {
        let (address, contact) = (&mut record.address, &mut record.contact);
        let (of, held) = match field {
            OptionalField::HouseNumber => (FieldGroup::Place, &mut address.house_number),
            OptionalField::Street => (FieldGroup::Place, &mut address.street),
            OptionalField::Locality => (FieldGroup::Place, &mut address.locality),
            OptionalField::BanId => (FieldGroup::Place, &mut address.ban_id),
            OptionalField::RnbId => (FieldGroup::Place, &mut address.rnb_id),
            OptionalField::Phone => (FieldGroup::Contact, &mut contact.phone),
            OptionalField::Website => (FieldGroup::Contact, &mut contact.website),
            OptionalField::Email => (FieldGroup::Contact, &mut contact.email),
            OptionalField::ContactUrl => (FieldGroup::Contact, &mut contact.url),
            OptionalField::Siret => {
                changed |= group == FieldGroup::Siret && record.siret.take().is_some();
                continue;
            }
        };
        changed |= of == group && held.take().is_some();
    }
    changed
}

fn replace<T: Clone + PartialEq>(held: &mut T, said: Option<&T>, win: bool) -> bool {
    match said {
        Some(said) if win && said != held => {
            *held = said.clone();
            true
        }
        _ => false,
    }
}

fn fill<T: Clone + PartialEq>(held: &mut Option<T>, said: Option<&T>, win: bool) -> bool {
    let win = win || held.is_none();
    match said {
        Some(said) if win && held.as_ref() != Some(said) => {
            *held = Some(said.clone());
            true
        }
        _ => false,
    }
}
