use std::collections::BTreeMap;

use plainpied_criteria::{Answers, Criterion, CriterionId, Schema};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use time::{Date, OffsetDateTime, UtcOffset};

use crate::{Freshness, Origin};

/// Groups of fields that change hands together when another source knows better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FieldGroup {
    Name,
    Place,
    Siret,
    Contact,
    Activities,
}

impl FieldGroup {
    pub(crate) const ALL: [Self; 5] = [Self::Name, Self::Place, Self::Siret, Self::Contact, Self::Activities];

    /// Its name, as clients see it.
    pub(crate) fn name(self) -> &'static str {
        &self.key()[1..]
    }

    fn key(self) -> &'static str {
        match self {
            Self::Name => "@name",
            Self::Place => "@place",
            Self::Siret => "@siret",
            Self::Contact => "@contact",
            Self::Activities => "@activities",
        }
    }
}

/// Who said each answer, and when it was seen.
///
/// Most places were described by one source at one time, so one origin stands for all answers that have none of their
/// own. As JSON: `{"*": origin, "entree_pmr": origin, "@contact": origin}`; `@` names groups of fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance {
    common: Option<Origin>,
    own: BTreeMap<CriterionId, Origin>,
    fields: BTreeMap<FieldGroup, Origin>,
    /// When all answers were last confirmed. Not part of the JSON form.
    verified: Option<Date>,
}

/// A provenance that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ProvenanceError {
    /// Not an object of origins.
    #[error("provenance is not an object of origins: {0}")]
    Shape(#[from] serde_json::Error),
    /// An entry for something that the schema does not have.
    #[error("provenance names {0:?}, which is no criterion and no group of fields")]
    UnknownKey(String),
}

impl Provenance {
    /// All answers have one origin.
    pub fn of(origin: Origin) -> Self {
        Self { common: Some(origin), ..Self::default() }
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// Anything else than an object of origins by known keys.
    pub fn parse(schema: &Schema, json: &str) -> Result<Self, ProvenanceError> {
        let mut provenance = Self::default();
        for (key, origin) in serde_json::from_str::<BTreeMap<String, Origin>>(json)? {
            if key == "*" {
                provenance.common = Some(origin);
            } else if let Some(criterion) = schema.get(&key) {
                provenance.own.insert(criterion.id, origin);
            } else if let Some(group) = FieldGroup::ALL.into_iter().find(|group| group.key() == key) {
                provenance.fields.insert(group, origin);
            } else {
                return Err(ProvenanceError::UnknownKey(key));
            }
        }
        Ok(provenance)
    }

    /// The origin of an answer; meaningful only for answers that are known.
    pub fn origin(&self, criterion: CriterionId) -> Option<&Origin> {
        self.own.get(&criterion).or(self.common.as_ref())
    }

    /// The same, of a record whose answers were all confirmed at this instant.
    #[must_use]
    pub fn verified(mut self, at: Option<OffsetDateTime>) -> Self {
        self.verified = at.map(|at| at.to_offset(UtcOffset::UTC).date());
        self
    }

    /// When the answer was last seen to be so; unknown where nobody said.
    pub fn freshness(&self, criterion: &Criterion) -> Option<Freshness> {
        let observed = self.origin(criterion.id).and_then(|origin| origin.observed);
        Freshness::of(criterion, observed, self.verified)
    }

    pub(crate) fn set(&mut self, criterion: CriterionId, origin: Origin) {
        self.own.insert(criterion, origin);
    }

    pub(crate) fn field_origin(&self, group: FieldGroup) -> Option<&Origin> {
        self.fields.get(&group)
    }

    pub(crate) fn set_field(&mut self, group: FieldGroup, origin: Origin) {
        self.fields.insert(group, origin);
    }

    /// The one form of all equal ones: the origin of most answers is the common one (the first in order among as
    /// many), and only known answers have entries.
    pub(crate) fn settle(&mut self, answers: &Answers) {
        let mut counts: BTreeMap<&Origin, usize> = BTreeMap::new();
        for origin in answers.iter().filter_map(|(criterion, _)| self.origin(criterion)) {
            *counts.entry(origin).or_default() += 1;
        }
        let common = counts
            .into_iter()
            .max_by(|(left, n), (right, m)| n.cmp(m).then(right.cmp(left)))
            .map(|(origin, _)| origin.clone());
        let own = answers
            .iter()
            .filter_map(|(criterion, _)| Some((criterion, self.origin(criterion)?.clone())))
            .filter(|(_, origin)| Some(origin) != common.as_ref())
            .collect();
        self.common = common;
        self.own = own;
    }

    /// The JSON form.
    ///
    /// # Errors
    /// None in practice: the keys are strings.
    pub fn to_json(&self, schema: &Schema) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Keyed { provenance: self, schema })
    }
}

struct Keyed<'a> {
    provenance: &'a Provenance,
    schema: &'a Schema,
}

impl Serialize for Keyed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Provenance { common, own, fields, verified: _ } = self.provenance;
        let mut map = serializer.serialize_map(None)?;
        if let Some(common) = common {
            map.serialize_entry("*", common)?;
        }
        for (criterion, origin) in own {
            map.serialize_entry(&self.schema.criterion(*criterion).key, origin)?;
        }
        for (group, origin) in fields {
            map.serialize_entry(group.key(), origin)?;
        }
        map.end()
    }
}
