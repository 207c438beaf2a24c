//! Reads answers by key, and collects what is wrong on the way instead of stopping there.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::answers::Answers;
use crate::error::AnswerError;
use crate::raw::Raw;
use crate::schema::Schema;

pub(crate) struct Reading<'s> {
    schema: &'s Schema,
    pub(crate) answers: Answers,
    pub(crate) errors: Vec<AnswerError>,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(schema: &'s Schema) -> Self {
        Self { schema, answers: Answers::new(), errors: Vec::new() }
    }

    pub(crate) fn take(&mut self, key: &str, raw: &Raw<'_>) {
        let Some(criterion) = self.schema.get(key) else {
            return self.errors.push(AnswerError::unknown_key(key, self.schema.nearest(key)));
        };
        match raw.read(criterion) {
            Ok(value) => drop(self.answers.set(criterion.id, value)),
            Err(error) => self.errors.push(error),
        }
    }
}

/// Straight from JSON text, without a tree of values in between: rows are read by the million.
impl<'de> DeserializeSeed<'de> for &mut Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of answers by key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key::<Raw<'de>>()? {
            if let Raw::Text(key) = key {
                let raw: Raw<'de> = members.next_value()?;
                self.take(&key, &raw);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
