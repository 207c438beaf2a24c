//! The numbers that differ from person to person.

use crate::text::Text2;

/// Limits that can be declared.
pub(crate) const MOST: usize = 8;

/// Names a limit by its rank in `limits.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LimitId(pub(crate) u8);

impl LimitId {
    /// The rank, from 0: the position in [`super::Needs::limits`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A number that a person may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Parameter name: never reused, never renamed.
    pub key: String,
    /// What is counted: `cm`, `step`, `level`, `switch` (0 or 1).
    pub unit: String,
    /// What holds where neither the person nor the need says anything.
    pub default: i64,
    /// The least that may be set.
    pub min: i64,
    /// The most that may be set.
    pub max: i64,
    /// What people read.
    pub label: Text2,
}

/// What a person has set; the rest is as the need says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Limits([Option<i64>; MOST]);

/// What is wrong with a limit that was set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// No such limit.
    #[error("there is no limit {key:?}: {known}")]
    Unknown {
        /// As given.
        key: String,
        /// The limits there are.
        known: String,
    },
    /// Not a whole number between the bounds.
    #[error("{value:?} is no {key}: a whole number from {min} to {max} ({unit})")]
    Value {
        /// The limit.
        key: String,
        /// As given.
        value: String,
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// What is counted.
        unit: String,
    },
}

impl Limits {
    /// Nothing set: every need by its own measure.
    pub const NONE: Self = Self([None; MOST]);

    /// What is set of a limit.
    pub fn get(&self, id: LimitId) -> Option<i64> {
        self.0.get(id.index()).copied().flatten()
    }

    /// Sets a limit, unchecked: see [`super::Needs::set`].
    pub(crate) fn put(&mut self, id: LimitId, value: i64) {
        if let Some(place) = self.0.get_mut(id.index()) {
            *place = Some(value);
        }
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// These, and the others where nothing is set here.
    pub(crate) fn or(&self, others: &Self) -> Self {
        let mut both = *self;
        for (mine, other) in both.0.iter_mut().zip(others.0) {
            *mine = mine.or(other);
        }
        both
    }
}

/// The limit of this name.
pub(super) fn named<'a>(limits: &'a [Limit], name: &str) -> Option<(LimitId, &'a Limit)> {
    (0..).map(LimitId).zip(limits).find(|(_, limit)| limit.key == name)
}

impl super::Needs {
    /// Sets a limit as a person writes it.
    ///
    /// # Errors
    /// An unknown name; a value that is no whole number between the bounds.
    pub fn set(&self, limits: &mut Limits, key: &str, value: &str) -> Result<(), LimitError> {
        let Some((id, limit)) = named(&self.limits, key) else {
            let known: Vec<&str> = self.limits.iter().map(|limit| limit.key.as_str()).collect();
            return Err(LimitError::Unknown { key: key.chars().take(80).collect(), known: known.join(", ") });
        };
        let Limit { key, unit, min, max, .. } = limit.clone();
        match value.trim().parse::<i64>() {
            Ok(number) if (min..=max).contains(&number) => {
                limits.put(id, number);
                Ok(())
            }
            _ => Err(LimitError::Value { key, value: value.chars().take(80).collect(), min, max, unit }),
        }
    }

    /// The limits that a need looks at, by name, and the numbers that hold for the person.
    pub fn in_force<'a>(
        &'a self,
        need: &'a super::Need,
        limits: &Limits,
    ) -> impl Iterator<Item = (&'a str, i64)> {
        let limits = limits.or(&need.defaults);
        need.limits.iter().filter_map(move |id| Some((self.limit(*id)?.key.as_str(), limits.get(*id)?)))
    }

    /// What a person has set, limit by limit.
    pub fn chosen(&self, limits: &Limits) -> impl Iterator<Item = (&Limit, i64)> {
        let numbers = (0..).map(LimitId).zip(&self.limits);
        numbers.filter_map(|(id, limit)| Some((limit, limits.get(id)?)))
    }

    /// The limit of an id that these needs gave out.
    pub fn limit(&self, id: LimitId) -> Option<&Limit> {
        self.limits.get(id.index())
    }
}
