use plainpied_criteria::{CriterionId, Schema, Value};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::Record;

/// What one version changed, whole. As JSON: `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`;
/// null is absent, or unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    fields: Vec<(&'static str, [serde_json::Value; 2])>,
    criteria: Vec<(CriterionId, [Option<Value>; 2])>,
}

impl Diff {
    /// What a new establishment brings: everything, from nothing.
    pub fn created(new: &Record) -> Self {
        let fields = new.fields().into_iter().filter(|(_, value)| !value.is_null());
        Self {
            fields: fields.map(|(name, value)| (name, [serde_json::Value::Null, value])).collect(),
            criteria: new.answers.iter().map(|(id, value)| (id, [None, Some(value.clone())])).collect(),
        }
    }

    /// What leads from one version to the next.
    pub fn between(schema: &Schema, old: &Record, new: &Record) -> Self {
        let mut fields: Vec<_> = std::iter::zip(old.fields(), new.fields())
            .filter(|((_, old), (_, new))| old != new)
            .map(|((name, old), (_, new))| (name, [old, new]))
            .collect();
        if old.provenance != new.provenance {
            let form = |record: &Record| {
                let json = record.provenance.to_json(schema).unwrap_or_default();
                serde_json::from_str(&json).unwrap_or_default()
            };
            fields.push(("provenance", [form(old), form(new)]));
        }
        let criteria = schema
            .criteria()
            .iter()
            .map(|criterion| (criterion.id, [old.answers.get(criterion.id), new.answers.get(criterion.id)]))
            .filter(|(_, [old, new])| old != new)
            .map(|(id, pair)| (id, pair.map(|value| value.cloned())))
            .collect();
        Self { fields, criteria }
    }

    /// Nothing changed.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.criteria.is_empty()
    }

    /// The JSON form.
    ///
    /// # Errors
    /// None in practice: the keys are strings.
    pub fn to_json(&self, schema: &Schema) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Keyed { diff: self, schema })
    }
}

struct Keyed<'a> {
    diff: &'a Diff,
    schema: &'a Schema,
}

struct Criteria<'a>(&'a Keyed<'a>);

impl Serialize for Keyed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, pair) in &self.diff.fields {
            map.serialize_entry(name, pair)?;
        }
        if !self.diff.criteria.is_empty() {
            map.serialize_entry("criteria", &Criteria(self))?;
        }
        map.end()
    }
}

impl Serialize for Criteria<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Keyed { diff, schema } = self.0;
        let mut map = serializer.serialize_map(Some(diff.criteria.len()))?;
        for (id, pair) in &diff.criteria {
            map.serialize_entry(&schema.criterion(*id).key, pair)?;
        }
        map.end()
    }
}
