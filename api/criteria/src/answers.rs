//! What is known about one place.

use serde::de::DeserializeSeed;
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use crate::embedded::try_schema;
use crate::error::{AnswerError, Rule};
use crate::model::{Criterion, CriterionId};
use crate::raw::Raw;
use crate::reading::Reading;
use crate::schema::Schema;
use crate::validate::{check_parent, validate};
use crate::value::Value;

/// The known answers of one place, in schema order. What is not here is unknown.
///
/// Ids belong to one schema: use a set with the schema that made it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Answers {
    /// Sorted by id, each id once.
    known: Vec<(CriterionId, Value)>,
    ranks: Ranks,
}

/// Which ids are known, a bit each: finds the place of an answer, and mostly that there is none, without a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct Ranks([u64; 4]);

impl Ranks {
    fn bit(id: CriterionId) -> (usize, u64) {
        (id.index() / 64, 1 << (id.index() % 64))
    }

    /// How many ids before this one are known: `Ok` where this one is too.
    fn place(self, id: CriterionId) -> Result<usize, usize> {
        let (word, bit) = Self::bit(id);
        let before = self.0[..word].iter().map(|word| word.count_ones()).sum::<u32>();
        let place = (before + (self.0[word] & (bit - 1)).count_ones()) as usize;
        if self.0[word] & bit == 0 { Err(place) } else { Ok(place) }
    }

    fn has(self, id: CriterionId) -> bool {
        let (word, bit) = Self::bit(id);
        self.0[word] & bit != 0
    }

    fn flip(&mut self, id: CriterionId) {
        let (word, bit) = Self::bit(id);
        self.0[word] ^= bit;
    }
}

impl Answers {
    /// A set where nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The answer, or `None` where it is unknown.
    pub fn get(&self, id: CriterionId) -> Option<&Value> {
        if !self.ranks.has(id) {
            return None;
        }
        self.ranks.place(id).ok().map(|place| &self.known[place].1)
    }

    /// The answer under this key, or `None` where it is unknown or no such criterion exists.
    pub fn find(&self, schema: &Schema, key: &str) -> Option<&Value> {
        self.get(schema.get(key)?.id)
    }

    /// Puts an answer as it is, and gives back the one before. No rule is looked at: see [`Answers::edit`].
    pub fn set(&mut self, id: CriterionId, value: Value) -> Option<Value> {
        match self.ranks.place(id) {
            Ok(place) => Some(std::mem::replace(&mut self.known[place].1, value)),
            Err(place) => {
                self.known.insert(place, (id, value));
                self.ranks.flip(id);
                None
            }
        }
    }

    /// Makes an answer unknown, and gives back the one before. Children stay: see [`Answers::edit`].
    pub fn remove(&mut self, id: CriterionId) -> Option<Value> {
        let place = self.ranks.place(id).ok()?;
        self.ranks.flip(id);
        Some(self.known.remove(place).1)
    }

    /// The known answers, in schema order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (CriterionId, &Value)> {
        self.known.iter().map(|(id, value)| (*id, value))
    }

    /// How many answers are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Whether `criterion` may be answered: it has no parent, or the answer of its parent opens it.
    pub fn opens(&self, criterion: &Criterion) -> bool {
        criterion.parent.is_none_or(|parent| parent.when.opened_by(self.get(parent.id)))
    }

    /// Removes every answer whose parent is not open, recursively. Gives back what was cleared, in schema order.
    pub fn close_orphans(&mut self, schema: &Schema) -> Vec<CriterionId> {
        let closed: Vec<CriterionId> =
            self.iter().map(|(id, _)| id).filter(|id| !self.opens_chain(schema, *id)).collect();
        self.known.retain(|(id, _)| closed.binary_search(id).is_err());
        closed.iter().for_each(|id| self.ranks.flip(*id));
        closed
    }

    /// Whether every criterion above is answered so as to open the one below.
    fn opens_chain(&self, schema: &Schema, id: CriterionId) -> bool {
        let parent = |criterion: &&Criterion| Some(schema.criterion(criterion.parent?.id));
        std::iter::successors(Some(schema.criterion(id)), parent).all(|criterion| self.opens(criterion))
    }

    /// Answers one criterion, or with `None` makes it unknown. Gives back the descendants that this cleared.
    ///
    /// # Errors
    /// A value that breaks a rule of the criterion, or a parent that is not open. Nothing has changed then.
    pub fn edit(
        &mut self,
        schema: &Schema,
        id: CriterionId,
        value: Option<Value>,
    ) -> Result<Vec<CriterionId>, AnswerError> {
        match value {
            Some(value) => {
                let criterion = schema.criterion(id);
                let accepted = criterion.accept(value)?;
                check_parent(schema, self, criterion, &accepted)?;
                self.set(id, accepted);
            }
            None => {
                self.remove(id);
            }
        }
        Ok(self.close_orphans(schema))
    }

    /// Reads an object of answers by key from outside: strict types, and a child only under an open parent.
    ///
    /// # Errors
    /// Every broken rule, not only the first. A child is not blamed where its parent already is.
    pub fn parse_json(schema: &Schema, json: &serde_json::Value) -> Result<Self, Vec<AnswerError>> {
        let (answers, mut errors) = Self::read(schema, json);
        if let Err(closed) = validate(schema, &answers) {
            let parent = |key: &str| Some(&schema.criterion(schema.get(key)?.parent?.id).key);
            let new = |error: &AnswerError| !errors.iter().any(|old| parent(&error.key) == Some(&old.key));
            let closed: Vec<AnswerError> = closed.into_iter().filter(new).collect();
            errors.extend(closed);
        }
        if errors.is_empty() { Ok(answers) } else { Err(errors) }
    }

    /// Reads an object of answers by key, each against its own criterion alone: for a part of a set, such as a
    /// change, whose parents stand elsewhere.
    ///
    /// # Errors
    /// Every broken rule, not only the first.
    pub fn parse_part(schema: &Schema, json: &serde_json::Value) -> Result<Self, Vec<AnswerError>> {
        let (answers, errors) = Self::read(schema, json);
        if errors.is_empty() { Ok(answers) } else { Err(errors) }
    }

    fn read(schema: &Schema, json: &serde_json::Value) -> (Self, Vec<AnswerError>) {
        let mut reading = Reading::new(schema);
        match json {
            serde_json::Value::Object(members) => {
                members.iter().for_each(|(key, value)| reading.take(key, &Raw::from(value)));
            }
            _ => reading.errors.push(AnswerError::whole(Rule::NotAnObject)),
        }
        (reading.answers, reading.errors)
    }

    /// Reads a row of our own database: the values are looked at, parents are trusted.
    ///
    /// # Errors
    /// Text that is no JSON object, and every value that breaks a rule of its criterion.
    pub fn from_trusted_json(schema: &Schema, text: &str) -> Result<Self, Vec<AnswerError>> {
        let mut reading = Reading::new(schema);
        let mut json = serde_json::Deserializer::from_str(text);
        let read = (&mut reading).deserialize(&mut json).and_then(|()| json.end());
        if let Err(error) = read {
            reading.errors.push(AnswerError::whole(Rule::NotJson(error.to_string())));
        }
        if reading.errors.is_empty() { Ok(reading.answers) } else { Err(reading.errors) }
    }

    /// One JSON object, keys in schema order.
    pub fn to_json_string(&self, schema: &Schema) -> String {
        let member = |(id, value): (CriterionId, &Value)| {
            format!("\"{}\":{}", schema.criterion(id).key, value.to_json())
        };
        format!("{{{}}}", self.iter().map(member).collect::<Vec<_>>().join(","))
    }
}

/// Writes an object, keys in the order of the embedded schema: for answers made by that schema only.
impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let schema = try_schema().map_err(S::Error::custom)?;
        let mut members = serializer.serialize_map(Some(self.len()))?;
        for (id, value) in self.iter() {
            let criterion = schema
                .criteria()
                .get(id.index())
                .ok_or_else(|| S::Error::custom("answer of another schema"))?;
            members.serialize_entry(&criterion.key, value)?;
        }
        members.end()
    }
}
