use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Names a source of answers: `acceslibre`, `manager`, `osm`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct SourceKey(Arc<str>);

impl SourceKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for SourceKey {
    fn from(key: String) -> Self {
        Self(key.into())
    }
}

impl From<&str> for SourceKey {
    fn from(key: &str) -> Self {
        Self(key.into())
    }
}

impl From<SourceKey> for String {
    fn from(key: SourceKey) -> Self {
        key.0.as_ref().to_owned()
    }
}

impl fmt::Display for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who says something: every answer points to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its key.
    pub key: SourceKey,
    /// Name for people.
    pub title: String,
    /// Licence of what it gives.
    pub licence: String,
    /// Where the licence can be read.
    pub licence_url: Option<String>,
    /// How it wants to be named.
    pub attribution: String,
    /// Rank among sources: the higher wins.
    pub precedence: i16,
    /// Whether its ids are the ids of our establishments.
    pub national: bool,
}

/// The rank of every source.
#[derive(Debug, Clone, Default)]
pub struct SourceRanks(BTreeMap<SourceKey, i16>);

impl SourceRanks {
    /// The rank of a source; one that is not known ranks below all.
    pub fn rank(&self, key: &SourceKey) -> i16 {
        self.0.get(key).copied().unwrap_or(i16::MIN)
    }
}

impl<'a> FromIterator<&'a Source> for SourceRanks {
    fn from_iter<I: IntoIterator<Item = &'a Source>>(sources: I) -> Self {
        Self(sources.into_iter().map(|source| (source.key.clone(), source.precedence)).collect())
    }
}
